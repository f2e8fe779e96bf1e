// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* watched.c - the devices whose changes matter to endpoints, of a world that was loaded. */
#include <errno.h>
#include <stdlib.h>

#include "session/watched.h"

static int compare(const void *a, const void *b)
{
	const struct mb_watched_dev *x = a, *y = b;

	if (x->nsid != y->nsid)
		return x->nsid < y->nsid ? -1 : 1;
	return (x->ifindex > y->ifindex) - (x->ifindex < y->ifindex);
}

static void add(struct mb_watched *w, int32_t nsid, uint32_t ifindex, uint32_t hostdev)
{
	w->dev[w->count++] = (struct mb_watched_dev){ nsid, ifindex, hostdev };
}

/* A hostdev leads to its device: to itself, if it is that. */
static void add_endpoint(struct mb_watched *w, const struct mb_dev *hostdev)
{
	add(w, -1, hostdev->ifindex, hostdev->ifindex);
	if (hostdev->link && hostdev->link != hostdev->ifindex)
		add(w, hostdev->link_netnsid, hostdev->link, hostdev->ifindex);
}

/* What it sends goes through these. */
static void add_queue(struct mb_watched *w, const struct mb_port *port,
		      const struct mb_endpoint *ep)
{
	uint32_t in, out;

	if (!(ep->rec.status & MB_EP_RATE_OUT) || mb_queue_get(&port->maps, ep->rec.hostdev, &in) ||
	    mb_queue_get_out(&port->maps, in, &out))
		return;
	add(w, -1, in, ep->rec.hostdev);
	add(w, -1, out, ep->rec.hostdev);
}

/* One that is gone may come back. */
static void add_port(struct mb_watched *w, const struct mb_port *port)
{
	add(w, -1, port->lower_ifindex, 0);
	if (port->lower && port->lower->master)
		add(w, -1, port->lower->master, 0);
	for (size_t i = 0; i < port->count; i++) {
		if (!port->ep[i].hostdev)
			continue;
		add_endpoint(w, port->ep[i].hostdev);
		add_queue(w, port, &port->ep[i]);
	}
}

int mb_watched_learn(struct mb_watched *w, const struct mb_world *world)
{
	struct mb_watched now = { 0 };
	size_t room = 1;

	for (size_t i = 0; i < world->count; i++)
		room += 2 + 4 * world->port[i]->count;
	now.dev = calloc(room, sizeof(*now.dev));
	if (!now.dev)
		return -ENOMEM;
	for (size_t i = 0; i < world->count; i++)
		add_port(&now, world->port[i]);
	qsort(now.dev, now.count, sizeof(*now.dev), compare);
	free(w->dev);
	*w = now;
	return 0;
}

void mb_watched_free(struct mb_watched *w)
{
	free(w->dev);
	*w = (struct mb_watched){ 0 };
}

const struct mb_watched_dev *mb_watched_find(const struct mb_watched *w, int32_t nsid,
					     uint32_t ifindex)
{
	const struct mb_watched_dev key = { nsid, ifindex, 0 };

	return w->count ? bsearch(&key, w->dev, w->count, sizeof(key), compare) : NULL;
}
