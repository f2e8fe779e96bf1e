// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* find.c - the endpoint that a command names. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "common/text.h"
#include "world/hostdev.h"
#include "world/peer.h"
#include "world/world.h"

struct search {
	struct macbpf *mb;
	const char *lower, *name;
	struct mb_port *port;
	struct mb_endpoint *ep;
	int found;
	bool apart;	   /* on several lowers */
	char hostdevs[64]; /* of all that were found, as a list */
};

typedef bool (*match_fn)(const struct search *s, const struct mb_endpoint *ep);

static bool has_created_name(const struct search *s, const struct mb_endpoint *ep)
{
	return !strncmp(ep->rec.name, s->name, MB_NAME_LEN);
}

/* Also by another that somebody gave it: that is what listings show. */
static bool has_hostdev_name(const struct search *s, const struct mb_endpoint *ep)
{
	char hostdev[MB_IFNAME_LEN];

	return !strcmp(mb_hostdev_name(hostdev, ep->rec.id), s->name) ||
	       (ep->hostdev && !strcmp(mb_hostdev_shown(ep->hostdev), s->name));
}

/* Asks the kernel for each, so it comes last. */
static bool has_name_elsewhere(const struct search *s, const struct mb_endpoint *ep)
{
	const struct mb_dev *host = ep->hostdev;
	struct mb_dev dev;

	return host && host->link_netnsid >= 0 && !mb_peer_get(s->mb, host, &dev) &&
	       !strcmp(dev.name, s->name);
}

/* Of another version's port the dead stay on record, until that version comes. */
static bool is_there(const struct mb_port *port, const struct mb_endpoint *ep)
{
	return ep->rec.state == MB_EP_LIVE && (ep->hostdev || !port->incompatible);
}

static void add_found(struct search *s, struct mb_port *port, struct mb_endpoint *ep)
{
	char hostdev[MB_IFNAME_LEN];

	s->apart |= s->found && s->port != port;
	s->port = port;
	s->ep = ep;
	s->found++;
	mb_text_append(s->hostdevs, sizeof(s->hostdevs), "%s%s", *s->hostdevs ? ", " : "",
		       ep->hostdev ? mb_hostdev_shown(ep->hostdev)
				   : mb_hostdev_name(hostdev, ep->rec.id));
}

static void search_port(struct search *s, struct mb_port *port, match_fn match)
{
	for (size_t i = 0; i < port->count; i++) {
		if (!is_there(port, &port->ep[i]) || !match(s, &port->ep[i]))
			continue;
		add_found(s, port, &port->ep[i]);
	}
}

/* Asks one way after the other, until one finds something. */
static void search_ports(const struct mb_world *w, struct search *s)
{
	static const match_fn ways[] = { has_hostdev_name, has_created_name, has_name_elsewhere };

	for (size_t way = 0; !s->found && way < ARRAY_SIZE(ways); way++)
		for (size_t i = 0; i < w->count; i++)
			if (!s->lower || mb_world_port_is_on(w, w->port[i], s->lower))
				search_port(s, w->port[i], ways[way]);
}

static bool find_by_device(const struct mb_world *w, struct search *s)
{
	const struct mb_dev *dev = mb_world_dev_named(w, s->name);
	struct mb_port *port;
	struct mb_endpoint *ep;

	if (!dev || dev->link_netnsid >= 0 || !dev->link)
		return false;
	ep = mb_world_endpoint(w, dev->link, &port);
	if (!ep || !ep->hostdev || !mb_peer_is(ep->hostdev, dev))
		return false;
	if (s->lower && !mb_world_port_is_on(w, port, s->lower))
		return false;
	s->port = port;
	s->ep = ep;
	return true;
}

static int not_found(struct macbpf *mb, const struct mb_world *w, const struct search *s)
{
	if (s->lower && !mb_world_dev_named(w, s->lower))
		return mb_fail(mb, -ENODEV, "cannot find device \"%s\"", s->lower);
	if (mb_world_dev_named(w, s->name))
		return mb_fail(mb, -ENODEV,
			       "\"%s\" is not an endpoint of macbpf%s%s; 'macbpf link "
			       "show' lists those that are",
			       s->name, s->lower ? " on " : "", s->lower ?: "");
	return mb_fail(mb, -ENODEV,
		       "cannot find endpoint \"%s\"%s%s; 'macbpf link show' lists them", s->name,
		       s->lower ? " on " : "", s->lower ?: "");
}

static int not_one(struct macbpf *mb, const struct search *s)
{
	return mb_fail(mb, -ENOTUNIQ,
		       "%d endpoints%s%s have the name \"%s\": give the name of the hostdev "
		       "instead (%s)%s",
		       s->found, s->lower ? " on " : "", s->lower ?: "", s->name, s->hostdevs,
		       s->apart ? ", or 'link LOWER' as well" : "");
}

int mb_world_find(struct macbpf *mb, const struct mb_world *w, const char *lower, const char *name,
		  struct mb_port **port, struct mb_endpoint **ep)
{
	struct search s = { .mb = mb, .lower = lower, .name = name };

	if (!find_by_device(w, &s))
		search_ports(w, &s);
	if (s.found > 1)
		return not_one(mb, &s);
	if (!s.ep)
		return not_found(mb, w, &s);
	*port = s.port;
	*ep = s.ep;
	return 0;
}
