// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* adopt.c - the tap of another program's that an add is to take over: found, and looked at. */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "endpoint/adopt.h"
#include "endpoint/devices.h"
#include "endpoint/part.h"
#include "kernel/sysctl.h"
#include "kinds/kind.h"
#include "world/hostdev.h"

/* libvirt gives the tap of a guest the address of that, with this in front. */
#define LIBVIRT_FIRST 0xfe

static int check_tap(struct macbpf *mb, const struct mb_dev *dev, const char *name)
{
	if (!dev)
		return mb_fail(mb, -ENODEV,
			       "there is no device \"%s\" to adopt in the network namespace of the "
			       "lower: who makes it does so first",
			       name);
	if (dev->is_tap)
		return 0;
	return mb_fail(mb, -EINVAL,
		       "%s is %s: a tap is needed that another program has made; without \"adopt\" "
		       "macbpf makes one",
		       name, dev->is_macvlan ? "a macvlan or macvtap of the kernel" : "not a tap");
}

static int check_free(struct mb_change *c, const struct mb_dev *dev)
{
	const struct mb_dev *master = mb_world_dev(c->w, dev->master);
	struct mb_port *port;

	if (mb_world_endpoint(c->w, dev->ifindex, &port) || mb_hostdev_is(dev))
		return mb_fail(c->mb, -EBUSY,
			       "%s is an endpoint of macbpf already: let it go first ('macbpf link "
			       "del %s'), or say \"replace\"",
			       c->name, c->name);
	if (dev->master)
		return mb_fail(
			c->mb, -EBUSY,
			"%s is in %s, which takes its frames: take it out first ('ip link set "
			"%s nomaster')",
			c->name, master ? master->name : "a bridge", c->name);
	if (dev == c->lower || mb_world_port(c->w, dev->ifindex))
		return mb_fail(c->mb, -EBUSY, "%s is itself a lower: it can't be an endpoint, too",
			       c->name);
	return 0;
}

static int check_room(struct mb_change *c, const struct mb_dev *dev)
{
	char mark[MB_IFALIAS_LEN];

	if (strlen(mb_devices_mark(c, mark)) + 1 + strlen(dev->alias) < MB_IFALIAS_LEN)
		return 0;
	return mb_fail(
		c->mb, -EINVAL,
		"the alias of %s is too long: macbpf keeps the lower, the name and the owner "
		"in the %d bytes, too",
		c->name, MB_IFALIAS_LEN - 1);
}

/* As its maker has it. */
static void take(struct mb_change *c, const struct mb_dev *dev)
{
	c->o.index = dev->ifindex;
	c->macvtap.queues = 0;
	c->hushes = mb_sysctl_has_ipv6(dev->name);
	if (!(c->o.has & MACBPF_LINK_MTU))
		c->o.mtu = dev->mtu;
	if (!(c->o.dev_flags_mask & IFF_UP)) {
		c->o.dev_flags_mask |= dev->flags & IFF_UP;
		c->o.dev_flags |= dev->flags & IFF_UP;
	}
}

static bool is_other_guest(const uint8_t tap[6], const uint8_t mac[6])
{
	return tap[0] == LIBVIRT_FIRST && memcmp(tap + 1, mac + 1, 5) != 0;
}

static void tell_of_guest(const struct mb_change *c, const struct mb_dev *dev)
{
	const uint8_t *mac = dev->address;

	if (c->o.address && is_other_guest(mac, c->o.address))
		mb_log(c->mb, MACBPF_LOG_WARN,
		       "by its address %s is of a guest with ??:%02x:%02x:%02x:%02x:%02x: with "
		       "another than \"address\" that gets nothing",
		       c->name, mac[1], mac[2], mac[3], mac[4], mac[5]);
}

int mb_adopt_find(struct mb_change *c)
{
	const struct mb_dev *dev;
	int err;

	if (!c->kind->let_go)
		return 0;
	dev = mb_world_dev_named(c->w, c->name);
	err = check_tap(c->mb, dev, c->name) ?: check_free(c, dev) ?: check_room(c, dev);
	if (err)
		return err;
	take(c, dev);
	tell_of_guest(c, dev);
	return 0;
}

/* ---------------------------------------------------------------- the part */

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (!(o->macvtap->has & MACBPF_MACVTAP_ADOPT) || o->macvtap->adopt <= 1)
		return 0;
	return mb_fail(mb, -EINVAL, "adopt %u is out of range: 0 or 1", o->macvtap->adopt);
}

/* Its devices are taken over before there are parts. */
static int apply(struct mb_change *c)
{
	(void)c;
	return 0;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	(void)mb;
	view->info.adopted = mb_kind_of(view->ep)->let_go != NULL;
	view->info.other_guest =
		view->info.adopted && is_other_guest(view->ep->hostdev->address, view->ep->rec.mac);
	return 0;
}

const struct mb_part mb_part_adopt = {
	.macvtap = MACBPF_MACVTAP_ADOPT,
	.check = check,
	.apply = apply,
	.describe = describe,
};
