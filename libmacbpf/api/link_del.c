// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_del.c - deleting an endpoint (macvlan_dellink()). */
#include <errno.h>
#include <string.h>

#include "endpoint/parts.h"
#include "kinds/kind.h"
#include "port/record.h"
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

/* What only the tables have of it by now. */
static void forget(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		   struct mb_endpoint *ep)
{
	bool is_others = mb_kind_of(ep)->let_go;
	struct mb_dev hostdev = { 0 };
	struct mb_bus_message told;
	size_t count = port->count;

	if (ep->hostdev)
		hostdev = *ep->hostdev;
	mb_tell_draft(&told, "link delete", port, ep);
	mb_log(mb, MACBPF_LOG_DEBUG, "what the tables have of it, and the port if it was the last");
	mb_parts_retire(mb, port, ep);
	if (!mb_sweep_trim(mb, w, port) && mb->batch && !is_others && port->count < count)
		mb_keep_deleted(w, &hostdev);
	mb_bus_send(&told);
}

/* The record first: whoever comes if we die, or can't go on, lets it go as well. */
static int let_go(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		  struct mb_endpoint *ep)
{
	int err;

	mb_log(mb, MACBPF_LOG_DEBUG, "let go of the tap of %s", ep->rec.name);
	ep->rec.state = MB_EP_BUILDING;
	err = mb_record_save_endpoint(mb, port, ep);
	if (err) {
		ep->rec.state = MB_EP_LIVE;
		return err;
	}
	err = ep->hostdev ? mb_kind_of(ep)->let_go(mb, ep->hostdev, &ep->rec) : 0;
	if (!err || err == -ENODEV)
		forget(mb, w, port, ep);
	else
		mb_log(mb, MACBPF_LOG_WARN, "%s is let go by the next command: %s", ep->rec.name,
		       strerror(-err));
	return 0;
}

/* The device goes first: if that is refused, nothing has changed. */
static int del_found(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		     struct mb_endpoint *ep)
{
	int err = mb_world_port_check_del(mb, port);

	if (err)
		return err;
	if (mb_kind_of(ep)->let_go)
		return let_go(mb, w, port, ep);
	mb_log(mb, MACBPF_LOG_DEBUG, "delete the devices of %s", ep->rec.name);
	err = ep->hostdev ? del_device(mb, ep->hostdev->ifindex) : 0;
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to delete %s: CAP_NET_ADMIN is needed (be root)",
			       ep->rec.name);
	if (err)
		return mb_fail(mb, err, "can't delete %s: %s", ep->rec.name, strerror(-err));
	forget(mb, w, port, ep);
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

	mb_begin(mb);
	return mb_opts_need(mb, "the name of an endpoint", name) ?: mb_run(mb, del_run, &d);
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
	if (!owner || !*owner)
		return mb_fail(mb, -EINVAL, "an owner is needed");
	return mb_run(mb, del_all_run, (void *)owner);
}
