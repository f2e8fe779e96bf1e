// SPDX-License-Identifier: GPL-2.0-only
/* rtnl_set_fake.c - rtnl.h's change of a device of the fake world, an attribute after the other. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "libmacbpf/base/mac.h"
#include "tests/unit/fakes/fake.h"

/* One attribute of a request: applies it, or tells that it is not given (1), or an error. */
typedef int (*attribute)(struct fake_dev *dev, const struct mb_dev_change *c);

static int set_name(struct fake_dev *dev, const struct mb_dev_change *c)
{
	struct fake_dev *other;

	if (!c->name || !strcmp(c->name, dev->dev.name))
		return 1;
	other = fake_dev_named(dev->netns, c->name);
	if (other && other != dev)
		return -EEXIST;
	memset(dev->dev.name, 0, sizeof(dev->dev.name));
	memcpy(dev->dev.name, c->name, strlen(c->name));
	return 0;
}

static int move(struct fake_dev *dev, const struct mb_dev_change *c)
{
	const bool *target = fake_object(c->netns_fd, FAKE_FD_NETNS);
	enum fake_netns there;

	if (c->netns_fd < 0)
		return 1;
	if (!target)
		return -EINVAL;
	there = (enum fake_netns)(target - fake.hidden);
	if (there == dev->netns)
		return 0;
	if (fake_dev_named(there, c->name ? c->name : dev->dev.name))
		return -EEXIST;
	dev->netns = there;
	dev->dev.flags &= ~(uint32_t)IFF_UP;
	set_name(dev, c);
	return 0;
}

static int set_address(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!c->address)
		return 1;
	if (!mb_mac_valid(c->address))
		return -EADDRNOTAVAIL;
	memcpy(dev->dev.address, c->address, 6);
	return 0;
}

static int set_mtu(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!(c->has & MACBPF_LINK_MTU))
		return 1;
	dev->dev.mtu = c->mtu;
	return 0;
}

static int set_group(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!(c->has & MACBPF_LINK_GROUP))
		return 1;
	dev->dev.group = c->group;
	return 0;
}

static int set_alias(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!c->alias)
		return 1;
	snprintf(dev->dev.alias, sizeof(dev->dev.alias), "%s", c->alias);
	return 0;
}

static int set_broadcast(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!c->broadcast)
		return 1;
	memcpy(dev->dev.broadcast, c->broadcast, 6);
	return 0;
}

static int set_flags(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!c->flags_mask)
		return 1;
	dev->dev.flags = (dev->dev.flags & ~c->flags_mask) | (c->flags & c->flags_mask);
	return 0;
}

static int set_txqueuelen(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!(c->has & MACBPF_LINK_TXQUEUELEN))
		return 1;
	dev->dev.txqueuelen = c->txqueuelen;
	return 0;
}

static int set_deaf(struct fake_dev *dev, const struct mb_dev_change *c)
{
	if (!c->deaf)
		return 1;
	dev->deaf = true;
	return 0;
}

/* In the kernel's order (do_setlink()). */
static const attribute attributes[] = {
	move,	   set_address,	  set_mtu,   set_group,	     set_name,
	set_alias, set_broadcast, set_flags, set_txqueuelen, set_deaf,
};
#define ATTRIBUTES (sizeof(attributes) / sizeof(attributes[0]))

static size_t count_given(const struct fake_dev *dev, const struct mb_dev_change *c)
{
	size_t count = 0;

	for (size_t i = 0; i < ATTRIBUTES; i++) {
		struct fake_dev copy = *dev;

		count += attributes[i](&copy, c) != 1;
	}
	return count;
}

/* Stops at the first refusal and keeps what came before, as the kernel does. */
int mb_rtnl_set(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_dev_change *c)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	size_t left = ATTRIBUTES, given;
	int err = 0, fault = fake_change(__func__);

	if (!dev)
		return fault ? fault : -ENODEV;
	given = count_given(dev, c);
	if (fault) {
		left = fake_fault.messy < given ? fake_fault.messy : given - !!given;
		fake_fault.given = given;
	}
	for (size_t i = 0; err >= 0 && left && i < ATTRIBUTES; i++) {
		err = attributes[i](dev, c);
		left -= !err;
	}
	return fault ? fault : err < 0 ? err : 0;
}
