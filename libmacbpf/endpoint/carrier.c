// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * carrier.c - a port whose endpoints have no carrier while their lower has none.
 *
 * Neither kind of pair lets its carrier be set: a device loses it when its hostdev is set down. Who
 * is held down so is on record, so that nobody takes it for a device that was set down.
 */
#include <linux/if.h>
#include <string.h>

#include "endpoint/carrier.h"
#include "kinds/kind.h"
#include "port/record.h"
#include "world/hostdev.h"

bool mb_carrier_is_wanted(const struct mb_port *port, const struct mb_endpoint *ep)
{
	return !(ep->rec.status & MB_EP_HELD) && !(port->rec.flags & MB_PORT_NO_CARRIER);
}

/* One without a name for it here is what it was. */
static bool is_lost(const struct mb_port *port)
{
	return port->rec.flags & MB_PORT_CARRIER && port->lower &&
	       !(port->lower->flags & IFF_LOWER_UP);
}

/* The record first: whoever comes if we die sets the hostdevs as it says. */
void mb_carrier_follow(struct macbpf *mb, struct mb_port *port)
{
	bool lost = is_lost(port);

	if (lost == !!(port->rec.flags & MB_PORT_NO_CARRIER))
		return;
	port->rec.flags ^= MB_PORT_NO_CARRIER;
	port->turned = true;
	if (mb_record_save_port(mb, port))
		return;
	mb_log(mb, MACBPF_LOG_INFO, "%s %s: so do its endpoints", mb_world_port_name(port),
	       lost ? "has lost its carrier" : "has a carrier again");
}

int mb_carrier_set_all(struct macbpf *mb, const struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		const struct mb_endpoint *ep = &port->ep[i];
		struct mb_dev_change change = { .netns_fd = -1, .flags_mask = IFF_UP };
		int err;

		if (ep->rec.state != MB_EP_LIVE || mb_kind_of(ep)->is_own_hostdev || !ep->hostdev)
			continue;
		change.flags = mb_carrier_is_wanted(port, ep) ? IFF_UP : 0;
		err = mb_rtnl_set(mb->rtnl, ep->rec.hostdev, &change);
		if (err)
			return mb_fail(mb, err, "can't set %s %s: %s",
				       mb_hostdev_shown(ep->hostdev), change.flags ? "up" : "down",
				       strerror(-err));
	}
	return 0;
}
