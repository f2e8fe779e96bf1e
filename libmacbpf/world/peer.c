// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* peer.c - the device at the far end of a hostdev: what has its number, and points back. */
#include <errno.h>

#include "world/peer.h"

bool mb_peer_is(const struct mb_dev *hostdev, const struct mb_dev *dev)
{
	bool is_near = hostdev->link_netnsid < 0;

	return dev->ifindex == hostdev->link && dev->link == hostdev->ifindex &&
	       is_near == (dev->link_netnsid < 0);
}

int mb_peer_get(struct macbpf *mb, const struct mb_dev *hostdev, struct mb_dev *dev)
{
	struct mb_dev found;
	int err = mb_rtnl_get(mb->rtnl, hostdev->link, hostdev->link_netnsid, &found);

	if (!err && !mb_peer_is(hostdev, &found))
		err = -ENODEV;
	if (!err)
		*dev = found;
	return err;
}
