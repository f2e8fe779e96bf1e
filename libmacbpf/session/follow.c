// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* follow.c - what was done to a device or its lower without macbpf. */
#include <string.h>

#include "endpoint/address.h"
#include "endpoint/filter.h"
#include "kinds/device.h"
#include "port/record.h"
#include "session/follow.h"

/* ip link set DEVICE address: what the kernel would have refused, it only doesn't get. */
static void follow_address(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
			   const struct mb_dev *dev)
{
	const struct mb_endpoint_rec old = ep->rec;

	if (!memcmp(dev->address, old.mac, 6) && !(old.status & MB_EP_REKEYING))
		return;
	/* With the old MAC in its record, the next command sees that there is something to follow.
	 */
	if (mb_fdb_rekey(mb, port, ep, dev->address, false))
		mb_fdb_rekey(mb, port, ep, old.mac, old.status & MB_EP_OWNS_MAC);
}

/* An entry that the administrator made, and that served so far, may have been taken back. */
static void follow_filter(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	if (ep->rec.status & MB_EP_FILTER || mb_fdb_filter_add(mb, port, ep))
		return;
	if (ep->rec.status & MB_EP_FILTER && mb_endpoint_save(mb, port, ep))
		mb_fdb_filter_del(mb, port, ep);
}

/* The lower of a passthru endpoint has another MAC: that is then also the one to restore. */
static void follow_lower_address(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
				 struct mb_dev *dev)
{
	struct mb_dev_change change = { .netns_fd = -1, .address = port->lower->address };

	if (!memcmp(ep->rec.mac, port->lower->address, 6) || mb_device_set(mb, ep, -1, &change))
		return;
	memcpy(dev->address, port->lower->address, 6);
	memcpy(port->rec.lower_mac, port->lower->address, 6);
	mb_port_save(mb, port);
}

static void follow_lower_mtu(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
			     const struct mb_dev *dev)
{
	struct mb_dev_change change = {
		.has = MACBPF_LINK_MTU,
		.netns_fd = -1,
		.mtu = port->lower->mtu,
	};

	if (dev->mtu > port->lower->mtu)
		mb_device_set(mb, ep, -1, &change);
}

/* Its hostdev tells where it is. */
static void follow_netns(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	mb_fdb_set_peer(mb, port, ep, ep->hostdev->link_netnsid >= 0);
}

void mb_endpoint_follow(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
			struct mb_endpoint *ep)
{
	struct mb_dev dev;

	ep->looked_at = true;
	follow_netns(mb, port, ep);
	if (mb_device_find(mb, w, ep, &dev))
		return;
	if (ep->rec.mode == MB_MODE_PASSTHRU)
		follow_lower_address(mb, port, ep, &dev);
	follow_address(mb, port, ep, &dev);
	follow_filter(mb, port, ep);
	follow_lower_mtu(mb, port, ep, &dev);
}

void mb_endpoint_follow_now(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
			    struct mb_endpoint *ep)
{
	if (ep->looked_at || !ep->hostdev || !port->lower || port->incompatible)
		return;
	mb_endpoint_follow(mb, w, port, ep);
	/* What can't be followed is not this command's error. */
	mb_begin(mb);
}

void mb_follow_owner(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		     const uint8_t mac[6])
{
	struct mb_endpoint *owner = mb_fdb_owner(port, mac);

	if (owner)
		mb_endpoint_follow_now(mb, w, port, owner);
}

/* The first endpoint whose turn it is. */
static size_t begin_turn(const struct mb_port *port)
{
	size_t i = 0;

	while (i < port->count && port->ep[i].slot < port->rec.turn)
		i++;
	return i < port->count ? i : 0;
}

static void end_turn(struct macbpf *mb, struct mb_port *port, size_t next)
{
	port->rec.turn = (uint16_t)port->ep[next % port->count].slot;
	mb_port_save(mb, port);
}

void mb_port_follow_endpoints(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	size_t count = port->count, looks = count < MB_LOOKS ? count : MB_LOOKS;
	size_t first = looks < count ? begin_turn(port) : 0;

	for (size_t i = 0; i < count; i++) {
		struct mb_endpoint *ep = &port->ep[(first + i) % count];

		if (ep->rec.state != MB_EP_LIVE || !ep->hostdev)
			continue;
		if (i < looks)
			mb_endpoint_follow(mb, w, port, ep);
		else
			follow_netns(mb, port, ep);
	}
	if (looks < count)
		end_turn(mb, port, first + looks);
}
