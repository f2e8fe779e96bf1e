// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * hostdev.c - the lower's side of a pair: it is up, unless its device is to have no carrier, and
 * has no MTU of its own. What others set is put right by each command that writes.
 */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <string.h>

#include "endpoint/carrier.h"
#include "endpoint/part.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/record.h"
#include "world/hostdev.h"

static const char *word(bool up)
{
	return up ? "up" : "down";
}

static int set_up(struct macbpf *mb, const struct mb_endpoint *ep, bool up)
{
	struct mb_dev_change change = {
		.netns_fd = -1,
		.flags = up ? IFF_UP : 0,
		.flags_mask = IFF_UP,
	};

	return mb_rtnl_set(mb->rtnl, ep->rec.hostdev, &change);
}

/* The record first: whoever comes if we die sets the hostdev as it says. */
static int hold(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep, bool on)
{
	bool up;
	int err;

	ep->rec.status &= ~(uint32_t)MB_EP_HELD;
	ep->rec.status |= on ? MB_EP_HELD : 0;
	err = mb_record_save_endpoint(mb, port, ep);
	if (err)
		return err;
	up = mb_carrier_is_wanted(port, ep);
	err = set_up(mb, ep, up);
	return err ? mb_fail(mb, err, "can't set %s %s: %s", mb_hostdev_shown(ep->hostdev),
			     word(up), strerror(-err))
		   : 0;
}

static bool is_wanted(const struct mb_change *c)
{
	return c->o.has & MACBPF_LINK_PROTODOWN;
}

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (!(o->has & MACBPF_LINK_PROTODOWN) || o->protodown <= 1)
		return 0;
	return mb_fail(mb, -EINVAL, "protodown %u is out of range: 0 or 1", o->protodown);
}

static int fits(struct mb_change *c)
{
	if (is_wanted(c) && c->kind->is_own_hostdev)
		return mb_fail(c->mb, -EOPNOTSUPP,
			       "%s is a tap, whose carrier is its reader's: set it down instead",
			       c->name);
	return 0;
}

static int apply(struct mb_change *c)
{
	int err = is_wanted(c) ? hold(c->mb, c->port, c->ep, c->o.protodown) : 0;

	if (!err && is_wanted(c) && c->device.flags & IFF_UP)
		mb_device_wait(c->mb, c->port, c->ep);
	return err;
}

/* A new one goes with its hostdev. */
static void undo(struct mb_change *c)
{
	if (is_wanted(c) && !mb_change_is_new(c))
		hold(c->mb, c->port, c->ep, c->old.status & MB_EP_HELD);
}

static void tell_of_up(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		       bool up)
{
	const char *name = mb_hostdev_shown(ep->hostdev);

	if (port->rec.flags & MB_PORT_NO_CARRIER && !(ep->rec.status & MB_EP_HELD))
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s had been set up by somebody: set it down again, since %s has no carrier",
		       name, mb_world_port_name(port));
	else
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s had been set %s by somebody: set it %s again ('protodown %s' for the "
		       "other)",
		       name, word(!up), word(up), up ? "on" : "off");
}

static void follow_up(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	bool up = mb_carrier_is_wanted(port, ep);

	if (up == !!(ep->hostdev->flags & IFF_UP) || set_up(mb, ep, up))
		return;
	if (!port->turned)
		tell_of_up(mb, port, ep, up);
}

/* The kernel refuses it while the device has an XDP program of its own. */
static void follow_mtu(struct macbpf *mb, const struct mb_endpoint *ep)
{
	struct mb_dev_change change = {
		.has = MACBPF_LINK_MTU,
		.netns_fd = -1,
		.mtu = ETH_MAX_MTU,
	};

	if (ep->hostdev->mtu == ETH_MAX_MTU || mb_rtnl_set(mb->rtnl, ep->rec.hostdev, &change))
		return;
	mb_log(mb, MACBPF_LOG_WARN, "%s had been given the MTU %u by somebody: it has none again",
	       mb_hostdev_shown(ep->hostdev), ep->hostdev->mtu);
}

static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	(void)dev;
	if (ep->lifted || mb_kind_of(ep)->is_own_hostdev)
		return;
	ep->lifted = true;
	follow_up(mb, port, ep);
	follow_mtu(mb, ep);
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	bool up = view->ep->hostdev->flags & IFF_UP || mb_kind_of(view->ep)->is_own_hostdev;
	bool held = !mb_carrier_is_wanted(view->port, view->ep);

	(void)mb;
	view->info.protodown = !!(view->ep->rec.status & MB_EP_HELD);
	view->info.hostdev_down = !up && !held;
	return 0;
}

const struct mb_part mb_part_hostdev = {
	.link = MACBPF_LINK_PROTODOWN,
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.follow = follow,
	.describe = describe,
};
