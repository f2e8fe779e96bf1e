// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* keep.c - the world after a command of a batch, as if it were loaded anew. */
#include <string.h>

#include "common/own.h"
#include "world/world.h"

static struct mb_dev *add_dev(struct mb_world *w, const struct mb_dev *dev)
{
	struct mb_dev *copy = malloc(sizeof(*copy));

	if (!copy || !mb_grow(&w->later, w->later_count)) {
		free(copy);
		return NULL;
	}
	*copy = *dev;
	w->later[w->later_count++] = copy;
	return mb_index_add(&w->index, copy) ? copy : NULL;
}

/* A place that no number and no name leads to. */
static void drop_dev(struct mb_world *w, uint32_t ifindex)
{
	struct mb_dev *dev = mb_index_at(&w->index, ifindex);

	if (dev)
		*dev = (struct mb_dev){ 0 };
}

static bool make_room(struct mb_port *port)
{
	size_t room = port->room * 2;
	struct mb_endpoint *more;

	if (port->count < port->room)
		return true;
	more = realloc(port->ep, room * sizeof(*more));
	if (!more)
		return false;
	port->ep = more;
	port->room = room;
	return true;
}

/* The last takes the place of its slot. */
static void sort_last(struct mb_port *port)
{
	struct mb_endpoint last = port->ep[port->count - 1];
	size_t place = port->count - 1;

	for (; place && port->ep[place - 1].slot > last.slot; place--)
		port->ep[place] = port->ep[place - 1];
	port->ep[place] = last;
}

void mb_keep_added(struct mb_world *w, struct mb_port *port, const struct mb_dev *hostdev,
		   const struct mb_dev *device)
{
	struct mb_endpoint *ep = &port->ep[port->count - 1];

	ep->hostdev = add_dev(w, hostdev);
	w->kept = ep->hostdev && (!device || add_dev(w, device)) && make_room(port);
	sort_last(port);
}

void mb_keep_deleted(struct mb_world *w, const struct mb_dev *hostdev)
{
	struct mb_dev gone = *hostdev;

	drop_dev(w, gone.ifindex);
	if (gone.link_netnsid < 0)
		drop_dev(w, gone.link);
	w->kept = true;
}

static bool reread(struct macbpf *mb, struct mb_world *w, uint32_t ifindex)
{
	struct mb_dev *dev = mb_index_at(&w->index, ifindex);

	return dev && !mb_rtnl_get(mb->rtnl, ifindex, -1, dev) && mb_index_add(&w->index, dev);
}

void mb_keep_changed(struct macbpf *mb, struct mb_world *w, const struct mb_endpoint *ep)
{
	w->kept = reread(mb, w, ep->rec.hostdev) &&
		  (ep->hostdev->link_netnsid >= 0 || reread(mb, w, ep->hostdev->link));
}
