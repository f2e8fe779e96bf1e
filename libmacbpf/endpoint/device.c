// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* device.c - an endpoint's devices: made, sized, named, up. */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "base/txn.h"
#include "endpoint/steps.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/record.h"
#include "world/hostdev.h"

void mb_devices_remove(void *arg)
{
	struct mb_change *c = arg;

	mb_rtnl_del(c->mb->rtnl, c->ep->rec.hostdev);
}

/* NULL: the kernel chooses. */
static const uint8_t *wanted_mac(const struct mb_change *c)
{
	return c->o.mode == MB_MODE_PASSTHRU ? c->lower->address : c->o.address;
}

/*
 * Whether there is nothing to learn of the device but its hostdev. A veth that is up and has no
 * carrier yet is best not looked at: the kernel then takes it down first, for a grace period.
 */
static bool is_known(const struct mb_change *c)
{
	return wanted_mac(c) && c->hostdev.link_netnsid >= 0;
}

/* Learns what the kernel chose: indices, a random MAC. */
static int learn_device(struct mb_change *c)
{
	const uint8_t *mac = wanted_mac(c);
	int err = 0;

	if (!is_known(c))
		err = mb_rtnl_get(c->mb->rtnl, c->hostdev.link, c->hostdev.link_netnsid,
				  &c->device);
	if (err)
		return mb_fail(c->mb, err, "can't look at %s, just made: %s", c->name,
			       strerror(-err));
	memcpy(c->ep->rec.mac, is_known(c) ? mac : c->device.address, 6);
	c->ep->hostdev = &c->hostdev;
	if (c->hostdev.link_netnsid >= 0)
		c->ep->rec.status |= MB_EP_PEER;
	return mb_endpoint_save(c->mb, c->port, c->ep);
}

int mb_devices_make(void *arg)
{
	struct mb_change *c = arg;
	char hostdev[MB_IFNAME_LEN], alias[MB_IFALIAS_LEN];
	struct mb_device_spec spec = {
		.hostdev = mb_hostdev_name(hostdev, c->ep->rec.id),
		.name = c->name,
		.netns_fd = c->target_fd,
		.address = wanted_mac(c),
		.broadcast = c->o.broadcast,
		.mtu = c->o.mtu,
		.txqueuelen = c->o.txqueuelen,
		.numtxqueues = c->o.numtxqueues,
		.numrxqueues = c->o.numrxqueues,
		.group = c->o.group,
		.index = c->o.index,
		.flags = c->o.dev_flags,
		.flags_mask = c->o.dev_flags_mask,
		.queues = c->o.queues,
		.user = c->o.has & MACBPF_LINK_USER ? (int64_t)c->o.user : -1,
		.user_group = c->o.has & MACBPF_LINK_USER_GROUP ? (int64_t)c->o.user_group : -1,
	};
	int err;

	mb_hostdev_alias(alias, c->lower->name, c->name, c->o.owner);
	err = c->kind->make(c->mb, &spec, alias, &c->hostdev);
	if (err)
		return err;
	c->ep->rec.hostdev = c->hostdev.ifindex;
	err = learn_device(c);
	if (err)
		mb_undo(c->mb, mb_devices_remove, c);
	return err;
}

/* No device is made with an alias, and not all with flags. */
int mb_devices_complete(void *arg)
{
	struct mb_change *c = arg;
	struct mb_dev_change change = { .netns_fd = -1, .alias = c->o.alias };

	if (c->kind->late_flags) {
		change.flags = c->o.dev_flags;
		change.flags_mask = c->o.dev_flags_mask;
	}
	if (!change.alias && !change.flags_mask)
		return 0;
	return mb_device_set(c->mb, c->ep, c->target_fd, &change);
}

/* From here on frames flow. */
int mb_devices_up(void *arg)
{
	struct mb_change *c = arg;
	struct mb_dev_change up = { .netns_fd = -1, .flags = IFF_UP, .flags_mask = IFF_UP };
	int err;

	if (c->kind->is_own_hostdev && !mb_wants_up(c))
		return 0;
	err = mb_rtnl_set(c->mb->rtnl, c->ep->rec.hostdev, &up);
	if (err)
		return mb_fail(c->mb, err, "can't set %s up: %s", c->hostdev.name, strerror(-err));
	if (mb_wants_up(c))
		mb_device_wait(c->mb, c->ep);
	return 0;
}

static bool touches_device(const struct mb_change *c)
{
	const struct macbpf_link_opts *o = &c->o;
	uint64_t mine = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP;

	return o->has & mine || o->address || o->broadcast || o->name || o->alias ||
	       o->dev_flags_mask || c->target_fd >= 0;
}

/* The kernel stops at the first attribute that it refuses and keeps those before. */
static void restore_device(void *arg)
{
	struct mb_change *c = arg;
	const struct macbpf_link_opts *o = &c->o;
	struct mb_dev_change back = {
		.has = o->has,
		.address = o->address ? c->device.address : NULL,
		.broadcast = o->broadcast ? c->device.broadcast : NULL,
		.name = o->name ? c->device.name : NULL,
		.alias = o->alias ? c->device.alias : NULL,
		.netns_fd = -1,
		.mtu = c->device.mtu,
		.txqueuelen = c->device.txqueuelen,
		.group = c->device.group,
		.flags = c->device.flags,
		.flags_mask = o->dev_flags_mask,
	};

	if (mb_place_has_moved(c))
		mb_place_move_back(c, &back);
	else
		mb_device_set(c->mb, c->ep, -1, &back);
}

int mb_devices_change(void *arg)
{
	struct mb_change *c = arg;
	const struct macbpf_link_opts *o = &c->o;
	struct mb_dev_change change = {
		.has = o->has,
		.address = o->address,
		.broadcast = o->broadcast,
		.name = o->name,
		.alias = o->alias,
		.netns_fd = c->target_fd,
		.mtu = o->mtu,
		.txqueuelen = o->txqueuelen,
		.group = o->group,
		.flags = o->dev_flags,
		.flags_mask = o->dev_flags_mask,
	};
	int err;

	if (!touches_device(c))
		return 0;
	err = mb_device_set(c->mb, c->ep, -1, &change);
	if (err)
		mb_undo(c->mb, restore_device, c);
	else if (mb_wants_up(c))
		mb_device_wait(c->mb, c->ep);
	return err;
}
