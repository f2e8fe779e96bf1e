// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* place.c - the network namespace in which an endpoint's device is. */

#include <errno.h>
#include <string.h>

#include "common/netns.h"
#include "common/own.h"
#include "endpoint/claim.h"
#include "endpoint/dest.h"
#include "endpoint/part.h"
#include "endpoint/place.h"
#include "kernel/nsid.h"
#include "kinds/device.h"
#include "kinds/kind.h"

int mb_place_open(struct macbpf *mb, const char *netns, int *fd)
{
	int ns;

	*fd = -1;
	if (!netns)
		return 0;
	ns = mb_netns_open(netns);
	if (ns == -ENOENT)
		return mb_fail(mb, ns,
			       "network namespace \"%s\" does not exist; 'ip netns list' "
			       "shows those that have a name",
			       netns);
	if (ns == -EINVAL)
		return mb_fail(mb, ns, "\"%s\" is not a network namespace", netns);
	if (ns < 0)
		return mb_fail(mb, ns, "can't open network namespace \"%s\": %s", netns,
			       strerror(-ns));
	*fd = ns;
	return 0;
}

/* The move comes first in the kernel: the device is elsewhere if something else was refused. */
bool mb_place_has_moved(struct mb_change *c)
{
	return c->target_fd >= 0 &&
	       !mb_rtnl_get(c->mb->rtnl, c->ep->rec.hostdev, -1, &c->hostdev) &&
	       c->hostdev.link_netnsid != c->ep->hostdev->link_netnsid;
}

/* A device that moves goes down. */
void mb_place_move_back(struct mb_change *c, struct mb_dev_change *back)
{
	int32_t nsid = c->ep->hostdev->link_netnsid;
	struct mb_endpoint moved = *c->ep;
	mb_auto_close int origin_fd = -1;

	if (nsid >= 0)
		origin_fd = mb_nsid_open(c->mb->rtnl, nsid);
	moved.hostdev = &c->hostdev;
	back->netns_fd = nsid < 0 ? c->mb->netns_fd : origin_fd;
	back->name = c->device.name;
	back->flags_mask |= IFF_UP;
	mb_device_set(c->mb, &moved, c->target_fd, back);
}

/* The slow way stays right, so a failure can wait for the next command's sweep. */
void mb_place_arrive(struct mb_change *c)
{
	if (c->target_fd < 0 || mb_rtnl_get(c->mb->rtnl, c->ep->rec.hostdev, -1, &c->hostdev))
		return;
	c->ep->hostdev = &c->hostdev;
	mb_claim_set_peer(c->mb, c->port, c->ep, c->hostdev.link_netnsid >= 0 && !c->device.xdp);
}

static bool moves(const struct mb_change *c)
{
	return !mb_change_is_new(c) && c->target_fd >= 0;
}

static int check_name_free(struct macbpf *mb, int netns_fd, const char *name)
{
	struct mb_netlink *rtnl;
	struct mb_dev dev;
	int err;

	err = mb_netlink_open(&rtnl, netns_fd);
	if (err)
		return mb_fail(mb, err, "can't look into the network namespace to move to: %s",
			       strerror(-err));
	err = mb_rtnl_get_by_name(rtnl, name, &dev);
	mb_netlink_close(rtnl);
	if (err == -ENODEV)
		return 0;
	if (err)
		return mb_fail(mb, err,
			       "can't look for \"%s\" in the network namespace to move to: %s",
			       name, strerror(-err));
	return mb_fail(mb, -EEXIST,
		       "name \"%s\" is taken in the network namespace to move to: choose another "
		       "('name NAME')",
		       name);
}

/* The kernel would find out when the device has moved already. */
static int fits(struct mb_change *c)
{
	int err = mb_kind_check_netns(c->mb, c->kind, c->name, c->target_fd);

	if (err || !moves(c) || mb_nsid_is(c->mb, c->target_fd, c->ep->hostdev->link_netnsid))
		return err;
	return check_name_free(c->mb, c->target_fd, c->o.name ?: c->device.name);
}

/* While it moves, the slow way of delivery is the one that is never wrong. */
static int apply(struct mb_change *c)
{
	return moves(c) ? mb_claim_set_peer(c->mb, c->port, c->ep, false) : 0;
}

static void undo(struct mb_change *c)
{
	if (moves(c))
		mb_claim_set_peer(c->mb, c->port, c->ep, c->old.status & MB_EP_PEER);
}

/*
 * Its hostdev tells where it is. bpf_redirect_peer() puts frames behind the place where a veth runs
 * XDP: who has a program there gets all by the slow way. Who wasn't looked at may have.
 */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	bool peer = ep->hostdev->link_netnsid >= 0;

	if (dev)
		peer = peer && !dev->xdp;
	else
		peer = peer && ep->rec.status & MB_EP_PEER;
	mb_claim_set_peer(mb, port, ep, peer);
}

/* A generic program is never asked about frames that a program has sent to the hostdev. */
static int describe(struct macbpf *mb, struct mb_view *view)
{
	bool by_peer = mb_dest_of(view->ep).flags & MB_DEST_PEER;

	(void)mb;
	view->info.netnsid = view->ep->hostdev->link_netnsid;
	view->info.past_xdp = (view->dev.xdp && by_peer) || view->dev.xdp_generic;
	return 0;
}

const struct mb_part mb_part_place = {
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.follow = follow,
	.describe = describe,
};
