// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* devices.c - an endpoint's device and hostdev: made, removed, up. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "base/txn.h"
#include "endpoint/carrier.h"
#include "endpoint/devices.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/record.h"
#include "world/hostdev.h"
#include "world/peer.h"

void mb_devices_remove(void *arg)
{
	struct mb_change *c = arg;

	if (c->kind->let_go)
		c->kind->let_go(c->mb, &c->hostdev, &c->ep->rec);
	else
		mb_rtnl_del(c->mb->rtnl, c->ep->rec.hostdev);
}

/*
 * Nothing but where the devices are: what else they are was asked for, and a container can change
 * its own before we look. One that is in another netns is not looked at, besides since a veth that
 * is up and has no carrier yet is then taken down by the kernel first, for a grace period.
 */
static int learn_devices(struct mb_change *c)
{
	bool is_far = c->hostdev.link_netnsid >= 0;
	int err = is_far ? 0 : mb_peer_get(c->mb, &c->hostdev, &c->device);

	if (err)
		return mb_fail(c->mb, err, "can't look at %s, just made: %s", c->name,
			       strerror(-err));
	memcpy(c->ep->rec.mac, c->mac, 6);
	c->ep->hostdev = &c->hostdev;
	if (is_far)
		c->ep->rec.status |= MB_EP_PEER;
	return mb_record_save_endpoint(c->mb, c->port, c->ep);
}

const char *mb_devices_mark(const struct mb_change *c, char alias[MB_IFALIAS_LEN])
{
	char name[2 * MB_IFNAME_LEN];

	snprintf(name, sizeof(name), "%s%s", c->name, c->kind->let_go ? MB_ADOPTED : "");
	return mb_hostdev_alias(alias, c->lower->name, name, c->o.owner);
}

int mb_devices_make(void *arg)
{
	struct mb_change *c = arg;
	const struct macbpf_macvtap_opts *tap = &c->macvtap;
	char hostdev[MB_IFNAME_LEN], alias[MB_IFALIAS_LEN];
	struct mb_device_spec spec = {
		.hostdev = mb_hostdev_name(hostdev, c->ep->rec.id),
		.name = c->name,
		.netns_fd = c->target_fd,
		.address = c->mac,
		.broadcast = c->o.broadcast,
		.mtu = c->o.mtu,
		.txqueuelen = c->o.txqueuelen,
		.numtxqueues = c->o.numtxqueues,
		.numrxqueues = c->o.numrxqueues,
		.group = c->o.group,
		.index = c->o.index,
		.flags = c->o.dev_flags,
		.flags_mask = c->o.dev_flags_mask,
		.gso = c->lower->gso,
		.queues = tap->queues,
		.user = tap->has & MACBPF_MACVTAP_USER ? mb_change_id(tap->user) : -1,
		.user_group = tap->has & MACBPF_MACVTAP_GROUP ? mb_change_id(tap->group) : -1,
		.hush = c->ep->rec.status & MB_EP_HUSHED,
	};
	int err;

	mb_devices_mark(c, alias);
	err = c->kind->make(c->mb, &spec, alias, &c->hostdev);
	if (err)
		return err;
	c->ep->rec.hostdev = c->hostdev.ifindex;
	err = learn_devices(c);
	if (err)
		mb_txn_undo(c->mb, mb_devices_remove, c);
	return err;
}

int mb_devices_up(void *arg)
{
	struct mb_change *c = arg;
	struct mb_dev_change up = { .netns_fd = -1, .flags = IFF_UP, .flags_mask = IFF_UP };
	int err;

	if (c->ep->rec.status & MB_EP_HELD)
		return 0;
	if (c->kind->is_own_hostdev && !mb_change_wants_up(c))
		return 0;
	if (!c->kind->is_own_hostdev && !mb_carrier_is_wanted(c->port, c->ep))
		return 0;
	err = mb_rtnl_set(c->mb->rtnl, c->ep->rec.hostdev, &up);
	if (err)
		return mb_fail(c->mb, err, "can't set %s up: %s", c->hostdev.name, strerror(-err));
	if (mb_change_wants_up(c))
		mb_device_wait(c->mb, c->port, c->ep);
	return 0;
}
