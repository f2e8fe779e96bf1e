// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* check.c - whether a MAC, a name or a lower is one that can be had. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_arp.h>

#include "base/mac.h"
#include "base/names.h"
#include "endpoint/check.h"
#include "world/hostdev.h"

int mb_check_mac(struct macbpf *mb, const char *what, const uint8_t mac[6])
{
	char text[MB_MAC_TEXT];

	if (mb_mac_valid(mac))
		return 0;
	return mb_fail(mb, -EADDRNOTAVAIL,
		       "%s %s is %s: a unicast address is needed, whose first byte is even", what,
		       mb_mac_text(text, mac), mac[0] & 1 ? "multicast" : "zero");
}

int mb_check_name(struct macbpf *mb, const char *name)
{
	if (name && mb_name_valid(name))
		return 0;
	return mb_fail(
		mb, -EINVAL,
		"\"%s\" is not a device name: 1 to 15 characters, without '/', ':', '%%' and "
		"spaces",
		name ?: "");
}

/* What comes back to an endpoint may come by any of the ports. */
static int refuse_part(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *lower)
{
	const struct mb_dev *whole = mb_world_dev(w, lower->bundle);
	const char *name = whole ? whole->name : "the bond";

	return mb_fail(mb, -EBUSY, "%s is a part of %s, which takes its frames: give %s itself",
		       lower->name, name, name);
}

/* Who may not look there takes it for a device like any other. */
bool mb_check_is_far_device(struct macbpf *mb, const struct mb_dev *dev)
{
	struct mb_dev hostdev;

	return dev->link_netnsid >= 0 &&
	       !mb_rtnl_get(mb->rtnl, dev->link, dev->link_netnsid, &hostdev) &&
	       hostdev.link == dev->ifindex && mb_hostdev_mark(hostdev.alias);
}

int mb_check_lower(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *lower)
{
	struct mb_port *port;

	if (lower->flags & IFF_LOOPBACK)
		return mb_fail(mb, -EINVAL,
			       "%s is the loopback device: an Ethernet device is needed",
			       lower->name);
	if (lower->type != ARPHRD_ETHER)
		return mb_fail(mb, -EINVAL, "%s is not an Ethernet device", lower->name);
	if (lower->bundle)
		return refuse_part(mb, w, lower);
	if (mb_world_endpoint(w, lower->ifindex, &port))
		return mb_fail(mb, -ELOOP,
			       "%s is the host side of an endpoint on %s: give %s itself",
			       lower->name, mb_world_port_name(port), mb_world_port_name(port));
	return 0;
}
