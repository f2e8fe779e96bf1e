// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* device.c - what an endpoint's device is like: size, queue, names, flags. */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "endpoint/part.h"
#include "endpoint/place.h"
#include "kinds/device.h"
#include "kinds/kind.h"

#define MTU_MIN	   68	/* ETH_MIN_MTU */
#define QUEUES_MAX 4096 /* what rtnetlink takes */

#define FIXED	(MACBPF_LINK_NUMTXQUEUES | MACBPF_LINK_NUMRXQUEUES | MACBPF_LINK_INDEX)
#define IFF_ALL (IFF_UP | IFF_NOARP | IFF_MULTICAST | IFF_ALLMULTI | IFF_PROMISC)

static int check_queues(struct macbpf *mb, const char *what, uint32_t count)
{
	if (count >= 1 && count <= QUEUES_MAX)
		return 0;
	return mb_fail(mb, -EINVAL, "%s %u is out of range: 1 to %d", what, count, QUEUES_MAX);
}

/* It becomes part of the hostdev's alias, which people read. */
static int check_owner(struct macbpf *mb, const char *owner)
{
	size_t len = strlen(owner);

	for (const char *c = owner; *c; c++)
		if (*c <= ' ' || *c > '~')
			len = 0;
	if (len && len <= MACBPF_OWNER_LEN)
		return 0;
	return mb_fail(mb, -EINVAL, "an owner is 1 to %d printable ASCII characters without spaces",
		       MACBPF_OWNER_LEN);
}

static int check_strings(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->alias && strlen(o->alias) >= MB_IFALIAS_LEN)
		return mb_fail(mb, -EINVAL, "the alias is longer than %d bytes",
			       MB_IFALIAS_LEN - 1);
	if (o->owner)
		return check_owner(mb, o->owner);
	return 0;
}

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	int err = 0;

	if (o->dev_flags_mask & ~(uint32_t)IFF_ALL)
		return mb_fail(mb, -EINVAL,
			       "a flag of devices that this version of libmacbpf doesn't know");
	if (o->has & MACBPF_LINK_NUMTXQUEUES)
		err = check_queues(mb, "numtxqueues", o->numtxqueues);
	if (!err && o->has & MACBPF_LINK_NUMRXQUEUES)
		err = check_queues(mb, "numrxqueues", o->numrxqueues);
	return err ?: check_strings(mb, o) ?: mb_kind_check_words(mb, o);
}

static int check_fixed(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->owner)
		return mb_fail(mb, -EINVAL, "the owner of an endpoint is fixed when it is made");
	if (o->has & MACBPF_LINK_KIND)
		return mb_fail(mb, -EINVAL,
			       "what an endpoint's devices are is fixed when it is made: delete "
			       "it and add it anew");
	if (!(o->has & FIXED) && !o->macvtap->has)
		return 0;
	return mb_fail(mb, -EINVAL,
		       "the queues and the index of a device, and who may use a tap, are fixed "
		       "when it is made: delete the endpoint and add it anew");
}

static int check_mtu(struct macbpf *mb, const struct mb_dev *lower, uint32_t mtu)
{
	if (mtu < MTU_MIN)
		return mb_fail(mb, -EINVAL, "mtu %u is less than %d, the least that a device takes",
			       mtu, MTU_MIN);
	if (lower->max_mtu && mtu > lower->max_mtu)
		return mb_fail(mb, -EINVAL, "mtu %u is more than the %u that %s can have", mtu,
			       lower->max_mtu, lower->name);
	if (mtu > lower->mtu)
		return mb_fail(mb, -EINVAL,
			       "mtu %u is more than the %u of %s: raise that first "
			       "('ip link set %s mtu %u')",
			       mtu, lower->mtu, lower->name, lower->name, mtu);
	return 0;
}

static int fits(struct mb_change *c)
{
	const struct mb_dev *lower = mb_change_lower(c);
	int err = 0;

	if (!mb_change_is_new(c))
		err = check_fixed(c->mb, &c->o)
			      ?: mb_kind_check_type(c->mb, c->kind, c->name, &c->o);
	if (!err && (mb_change_is_new(c) || c->o.has & MACBPF_LINK_MTU))
		err = check_mtu(c->mb, lower, c->o.mtu);
	return err;
}

/* No device is made with an alias, and not all with flags. */
static int complete(struct mb_change *c)
{
	struct mb_dev_change change = { .netns_fd = -1, .alias = c->o.alias };

	if (c->kind->late_flags) {
		change.flags = c->o.dev_flags;
		change.flags_mask = c->o.dev_flags_mask;
	}
	if (!change.alias && !change.flags_mask)
		return 0;
	return mb_device_set(c->mb, c->ep, c->target_fd, &change);
}

static bool touches_device(const struct mb_change *c)
{
	const struct macbpf_link_opts *o = &c->o;
	uint64_t mine = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP;

	return o->has & mine || o->address || o->broadcast || o->name || o->alias ||
	       o->dev_flags_mask || c->target_fd >= 0;
}

static int change(struct mb_change *c)
{
	const struct macbpf_link_opts *o = &c->o;
	struct mb_dev_change change = {
		.has = o->has,
		.address = c->kind->let_go ? NULL : o->address, /* which is the guest's */
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
		return err;
	if (mb_change_wants_up(c))
		mb_device_wait(c->mb, c->port, c->ep);
	mb_place_arrive(c);
	return 0;
}

/* What somebody else has made is changed to what is given. */
static int apply(struct mb_change *c)
{
	return mb_change_is_new(c) && !c->kind->let_go ? complete(c) : change(c);
}

/* The kernel stops at the first attribute that it refuses and keeps those before. */
static void restore(struct mb_change *c)
{
	const struct macbpf_link_opts *o = &c->o;
	struct mb_dev_change back = {
		.has = o->has,
		.address = o->address && !c->kind->let_go ? c->device.address : NULL,
		.broadcast = o->broadcast ? c->device.broadcast : NULL,
		.name = o->name ? c->device.name : NULL,
		.alias = o->alias && !mb_change_is_new(c) ? c->device.alias : NULL,
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

/* A new one goes with its hostdev, unless somebody else has made that. */
static void undo(struct mb_change *c)
{
	if (!mb_change_is_new(c) || c->kind->let_go)
		restore(c);
}

/* ip link set LOWER mtu, to less. */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	struct mb_dev_change change = {
		.has = MACBPF_LINK_MTU,
		.netns_fd = -1,
		.mtu = port->lower->mtu,
	};

	if (dev && dev->mtu > port->lower->mtu)
		mb_device_set(mb, ep, -1, &change);
}

static uint32_t id_of(int64_t id)
{
	return id < 0 ? MACBPF_NO_ID : (uint32_t)id;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	const struct mb_dev *dev = &view->dev;
	struct macbpf_link_info *info = &view->info;

	(void)mb;
	info->name = dev->name;
	info->alias = dev->alias;
	info->qdisc = dev->qdisc;
	info->ifindex = dev->ifindex;
	info->dev_flags = dev->flags;
	info->operstate = dev->operstate;
	info->mtu = dev->mtu;
	info->min_mtu = dev->min_mtu;
	info->max_mtu = dev->max_mtu;
	info->txqueuelen = dev->txqueuelen;
	info->numtxqueues = dev->numtxqueues;
	info->numrxqueues = dev->numrxqueues;
	info->group = dev->group;
	info->promiscuity = dev->promiscuity;
	info->stats = dev->stats;
	info->tap_user = id_of(dev->user);
	info->tap_group = id_of(dev->user_group);
	memcpy(info->broadcast, dev->broadcast, sizeof(info->broadcast));
	return 0;
}

const struct mb_part mb_part_device = {
	.link = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP | MACBPF_LINK_TYPE |
		MACBPF_LINK_KIND | FIXED,
	.macvtap = MACBPF_MACVTAP_QUEUES | MACBPF_MACVTAP_USER | MACBPF_MACVTAP_GROUP,
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.follow = follow,
	.describe = describe,
};
