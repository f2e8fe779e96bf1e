// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_del.c - deleting an endpoint (macvlan_dellink()). */
#include <errno.h>
#include <string.h>

#include "endpoint/parts.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/sweep.h"
#include "session/write.h"
#include "world/hostdev.h"

struct del {
	const char *lower, *name;
};

/* What was done and not heard of is told by a second time: then it is not there any more. */
static int del_device(struct macbpf *mb, uint32_t ifindex)
{
	int err = mb_rtnl_del(mb->rtnl, ifindex);

	if (err == MB_NETLINK_UNHEARD)
		err = mb_rtnl_del(mb->rtnl, ifindex);
	return err == -ENODEV ? 0 : err;
}

/* The device goes first: if that is refused, nothing has changed. */
static int del_found(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		     struct mb_endpoint *ep)
{
	struct mb_dev hostdev = { 0 };
	struct mb_bus_message told;
	size_t count = port->count;
	int err;

	if (ep->hostdev)
		hostdev = *ep->hostdev;
	err = mb_world_port_check(mb, port);
	if (err)
		return err;
	mb_log(mb, MACBPF_LOG_DEBUG, "delete the devices of %s", ep->rec.name);
	err = del_device(mb, ep->rec.hostdev);
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to delete %s: CAP_NET_ADMIN is needed (be root)",
			       ep->rec.name);
	if (err)
		return mb_fail(mb, err, "can't delete %s: %s", ep->rec.name, strerror(-err));
	mb_tell_draft(&told, "link delete", port, ep);
	mb_log(mb, MACBPF_LOG_DEBUG, "what the tables have of it, and the port if it was the last");
	mb_parts_retire(mb, port, ep);
	if (!mb_sweep_trim(mb, w, port) && mb->batch && port->count < count)
		mb_keep_deleted(w, &hostdev);
	mb_bus_send(&told);
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
	return mb_write_world(mb, del_locked, arg);
}

int macbpf_link__del(struct macbpf *mb, const char *lower, const char *name)
{
	struct del d = { lower, name };

	return mb_run(mb, del_run, &d);
}

/* Deleting an endpoint may free its port: after each the search begins anew. */
static struct mb_endpoint *first_of(const struct mb_world *w, const char *owner,
				    struct mb_port **port)
{
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->port[i]->count; j++)
			if (mb_hostdev_is_of(w->port[i]->ep[j].hostdev, owner)) {
				*port = w->port[i];
				return &w->port[i]->ep[j];
			}
	return NULL;
}

static int del_all_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const char *owner = arg;
	struct mb_endpoint *ep;
	struct mb_port *port;
	bool any = false;
	int err = 0;

	while (!err && (ep = first_of(w, owner, &port))) {
		err = del_found(mb, w, port, ep);
		any = true;
	}
	if (!any)
		return mb_fail(mb, -ENODEV, "no endpoint is owned by \"%s\"", owner);
	return err;
}

static int del_all_run(struct macbpf *mb, void *arg)
{
	return mb_write_world(mb, del_all_locked, arg);
}

int macbpf_owner__del(struct macbpf *mb, const char *owner)
{
	mb_begin(mb);
	if (!*owner)
		return mb_fail(mb, -EINVAL, "an owner is needed");
	return mb_run(mb, del_all_run, (void *)owner);
}
