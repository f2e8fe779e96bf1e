// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_announce.c - telling the switches behind lowers where endpoints are. */
#include <errno.h>

#include "port/announce.h"
#include "session/read.h"

struct announce {
	const char *lower, *name;
};

static int announce_one(struct macbpf *mb, struct mb_world *w, const struct announce *a)
{
	struct mb_endpoint *ep;
	struct mb_port *port;
	int err = mb_world_find(mb, w, a->lower, a->name, &port, &ep);

	if (!err && !(ep->rec.status & MB_EP_OWNS_MAC))
		err = mb_fail(mb, -EADDRNOTAVAIL,
			      "the address of %s is another endpoint's: nothing to announce",
			      a->name);
	return err ?: mb_announce_port(mb, port, ep);
}

static int announce_lower(struct macbpf *mb, const struct mb_world *w, const char *lower)
{
	const struct mb_dev *dev = mb_world_dev_named(w, lower);
	const struct mb_port *port = dev ? mb_world_port(w, dev->ifindex) : NULL;

	if (!port)
		return mb_fail(mb, -ENODEV,
			       "%s carries no endpoints, so there is nothing to announce: 'macbpf "
			       "port show' lists the lowers that do",
			       lower);
	if (port->unread || port->stray)
		return mb_world_port_check(mb, port);
	return mb_announce_port(mb, port, NULL);
}

/* A lower that nobody hears from is an error only if it was asked for. */
static int announce_all(struct macbpf *mb, const struct mb_world *w)
{
	int err = 0;

	for (size_t i = 0; !err && i < w->count; i++) {
		if (!mb_world_port_is_on(w, w->port[i], NULL) || w->port[i]->unread)
			continue;
		err = mb_announce_port(mb, w->port[i], NULL);
		if (err == -ENETDOWN)
			err = 0;
	}
	return err;
}

static int announce_read(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct announce *a = arg;

	if (a->name)
		return announce_one(mb, w, a);
	return a->lower ? announce_lower(mb, w, a->lower) : announce_all(mb, w);
}

int macbpf_link__announce(struct macbpf *mb, const char *lower, const char *name)
{
	struct announce a = { lower, name };

	return mb_read_world(mb, lower, announce_read, &a);
}
