// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tap.c - the endpoint kind tap: the device is a persistent TAP, and its own hostdev. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "kernel/tun.h"
#include "kinds/kind.h"
#include "kinds/make.h"
#include "kinds/tap.h"
#include "world/hostdev.h"

#define QUEUES_MAX 256 /* MAX_TAP_QUEUES */
#define READQ_SIZE 500 /* TUN_READQ_SIZE, macvtap's */

/* It says nothing but the number; what rtnetlink has said last is of something else. */
static int tun_failed(struct macbpf *mb, const struct mb_device_spec *spec, int err)
{
	if (err == -ENXIO)
		return mb_fail(mb, -EOPNOTSUPP,
			       "there is no /dev/net/tun to make a tap with: this kernel needs "
			       "CONFIG_TUN ('modprobe tun'), a container the device node");
	return mb_make_failed(mb, spec, err, "");
}

static int set_up(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		  uint32_t ifindex)
{
	struct mb_dev_change change = {
		.has = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP,
		.address = spec->address,
		.broadcast = spec->broadcast,
		.alias = alias,
		.netns_fd = -1,
		.deaf = true,
		.mtu = spec->mtu,
		.txqueuelen = spec->txqueuelen,
		.group = spec->group,
		.flags = spec->flags & ~(uint32_t)IFF_UP,
		.flags_mask = spec->flags_mask & ~(uint32_t)IFF_UP,
	};

	return mb_rtnl_add_name(mb->rtnl, ifindex, spec->hostdev)
		       ?: mb_make_silence(mb, ifindex, spec->name) ?:
		       mb_rtnl_no_queue(mb->rtnl, ifindex) ?:
		       mb_rtnl_set(mb->rtnl, ifindex, &change);
}

/*
 * The device is kept when all is done: a command that dies before leaves none, and one that dies
 * after has given it its hostdev's name, by which a sweep finds it.
 */
static int tap_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		    struct mb_dev *hostdev)
{
	struct mb_tun_spec tun = {
		.name = spec->name,
		.index = spec->index,
		.multi_queue = spec->queues > 1,
		.user = spec->user,
		.user_group = spec->user_group,
	};
	mb_auto_close int fd = mb_tun_make(&tun);
	int err;

	if (fd < 0)
		return tun_failed(mb, spec, fd);
	err = mb_rtnl_get_by_name(mb->rtnl, spec->name, hostdev)
		      ?: set_up(mb, spec, alias, hostdev->ifindex)
		      ?: mb_rtnl_get(mb->rtnl, hostdev->ifindex, -1, hostdev);
	if (err)
		return mb_make_failed(mb, spec, err, mb_netlink_hint(mb->rtnl));
	err = mb_tun_keep(fd);
	return err ? tun_failed(mb, spec, err) : 0;
}

/* Frames that the guest sends are received by the tap. */
static struct macbpf_stats swapped(const struct macbpf_stats *s)
{
	return (struct macbpf_stats){
		.rx_packets = s->tx_packets,
		.rx_bytes = s->tx_bytes,
		.rx_errors = s->tx_errors,
		.rx_dropped = s->tx_dropped,
		.tx_packets = s->rx_packets,
		.tx_bytes = s->rx_bytes,
		.tx_errors = s->rx_errors,
		.tx_dropped = s->rx_dropped,
	};
}

void mb_tap_view(const struct mb_endpoint *ep, struct mb_dev *dev)
{
	const char *alias = mb_hostdev_alias_behind(dev);

	memmove(dev->alias, alias, strlen(alias) + 1);
	memcpy(dev->address, ep->rec.mac, 6);
	dev->stats = swapped(&dev->stats);
}

static void tap_view(const struct mb_endpoint *ep, struct mb_dev *dev)
{
	mb_tap_view(ep, dev);
	dev->numtxqueues = ep->rec.queues;
	dev->numrxqueues = ep->rec.queues;
}

int mb_tap_wrap_alias(const struct mb_endpoint *ep, const char *alias, char wrapped[MB_IFALIAS_LEN])
{
	const char *old = ep->hostdev->alias;
	int prefix = (int)mb_hostdev_mark(old), len;

	len = snprintf(wrapped, MB_IFALIAS_LEN, "%.*s%s%s", prefix, old,
		       prefix && *alias ? " " : "", alias);
	return len < MB_IFALIAS_LEN ? 0 : -EINVAL;
}

static bool tap_is_wanted(const struct macbpf *mb, const struct macbpf_link_opts *o)
{
	(void)mb;
	return o->type == MACBPF_TYPE_MACVTAP;
}

static int tap_check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	bool asked = o->has & MACBPF_LINK_KIND && o->kind != MACBPF_KIND_AUTO;
	uint32_t queues = o->macvtap->queues;

	if (asked && o->kind != MACBPF_KIND_TAP)
		return mb_fail(mb, -EINVAL,
			       "the device of a macvtap is a tap: \"endpoint\" veth or netkit is "
			       "for type macvlan only");
	if (queues >= 1 && queues <= QUEUES_MAX)
		return 0;
	return mb_fail(mb, -EINVAL, "queues %u is out of range: a tap has 1 to %d", queues,
		       QUEUES_MAX);
}

const struct mb_kind mb_kind_tap = {
	.id = MB_KIND_TAP,
	.word = MACBPF_KIND_TAP,
	.type = MACBPF_TYPE_MACVTAP,
	.txqueuelen = READQ_SIZE,
	.up_flag = IFF_UP,
	.is_own_hostdev = true,
	.is_wanted = tap_is_wanted,
	.check = tap_check,
	.make = tap_make,
	.view = tap_view,
	.wrap_alias = mb_tap_wrap_alias,
};
