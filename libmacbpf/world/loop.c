// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* loop.c - a device that was put under its own lower. */
#include "world/loop.h"

#define DEPTH 8 /* how many devices the kernel lets stand on each other (MAX_NEST_DEV) */

static bool leads_to(const struct mb_world *w, const struct mb_dev *dev, uint32_t lower, int depth)
{
	const struct mb_dev *master = dev->master ? mb_world_dev(w, dev->master) : NULL;

	if (dev->ifindex == lower)
		return true;
	if (!depth)
		return false;
	if (master && leads_to(w, master, lower, depth - 1))
		return true;
	for (size_t i = 0; i < w->upper_count; i++)
		if (w->upper[i]->link == dev->ifindex && leads_to(w, w->upper[i], lower, depth - 1))
			return true;
	return false;
}

bool mb_loop_has(const struct mb_world *w, const struct mb_port *port, const struct mb_endpoint *ep,
		 const struct mb_dev *dev)
{
	return ep->hostdev->link_netnsid < 0 && leads_to(w, dev, port->lower_ifindex, DEPTH);
}
