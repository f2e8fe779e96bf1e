// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* del.c - deleting an endpoint (macvlan_dellink()). */
#include <errno.h>
#include <string.h>

#include "port.h"
#include "sweep.h"

struct del {
	const char *lower, *name;
};

/* The device goes first: if that is refused, nothing has changed. */
static int del_found(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		     struct mb_endpoint *ep)
{
	int err;

	err = mb_port_check(mb, port);
	if (err)
		return err;
	err = mb_rtnl_del(mb->rtnl, ep->rec.hostdev);
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to delete %s: CAP_NET_ADMIN is needed (be root)",
			       ep->rec.name);
	if (err && err != -ENODEV)
		return mb_fail(mb, err, "can't delete %s: %s", ep->rec.name, strerror(-err));
	mb_endpoint_retire(mb, port, ep);
	mb_port_trim(mb, w, port);
	return 0;
}

static int del_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct mb_endpoint *ep;
	struct del *d = arg;
	struct mb_port *port;

	return mb_world_find(mb, w, d->lower, d->name, &port, &ep) ?: del_found(mb, w, port, ep);
}

static int del_run(struct macbpf *mb, void *arg)
{
	return mb_world_write(mb, del_locked, arg);
}

int macbpf_link__del(struct macbpf *mb, const char *lower, const char *name)
{
	struct del d = { lower, name };

	return mb_run(mb, del_run, &d);
}
