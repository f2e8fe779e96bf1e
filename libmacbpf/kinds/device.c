// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* device.c - an endpoint's device, wherever it is. */
#include <errno.h>
#include <linux/if.h>
#include <string.h>
#include <time.h>

#include "common/own.h"
#include "kernel/nsid.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "world/peer.h"

#define WAIT_TICK_MS 1
#define WAIT_TICKS   200

bool mb_device_is_up(struct macbpf *mb, const struct mb_endpoint *ep)
{
	const struct mb_kind *kind = mb_kind_of(ep);
	struct mb_dev dev;

	if (!ep->hostdev)
		return false;
	if (kind->is_own_hostdev || ep->hostdev->flags & IFF_UP)
		return ep->hostdev->flags & kind->up_flag;
	return mb_peer_get(mb, ep->hostdev, &dev) || dev.flags & IFF_UP;
}

bool mb_device_lacks_reader(const struct mb_endpoint *ep)
{
	uint32_t carrier = IFF_UP | IFF_LOWER_UP;

	return ep->hostdev && mb_kind_of(ep)->is_own_hostdev &&
	       (ep->hostdev->flags & carrier) == IFF_UP;
}

int mb_device_find(struct macbpf *mb, struct mb_world *w, const struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	const struct mb_kind *kind = mb_kind_of(ep);
	int err = mb_world_far_dev(mb, w, ep->hostdev, dev);

	if (!err && kind->view)
		kind->view(ep, dev);
	return err;
}

/* What was got, as its user is to see it. */
static int show(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_dev *dev, int err)
{
	const struct mb_kind *kind = mb_kind_of(ep);

	if (!err && kind->view)
		kind->view(ep, dev);
	if (!err)
		return 0;
	if (mb_device_is_hidden(err))
		return mb_fail(mb, -EPERM,
			       "not allowed to look at the device of endpoint %s: CAP_NET_ADMIN is "
			       "needed where it is (be root)",
			       ep->rec.name);
	return mb_fail(mb, err, "can't look at the device of endpoint %s: %s", ep->rec.name,
		       strerror(-err));
}

int mb_device_get(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_dev *dev)
{
	return show(mb, ep, dev, mb_peer_get(mb, ep->hostdev, dev));
}

int mb_device_survey(struct macbpf *mb, struct mb_survey *s, const struct mb_endpoint *ep,
		     struct mb_dev *dev)
{
	return show(mb, ep, dev, mb_survey_get(mb, s, ep->hostdev, dev));
}

static int set_failed(struct macbpf *mb, const struct mb_endpoint *ep,
		      const struct mb_netlink *rtnl, const struct mb_dev_change *change, int err)
{
	if (err == -EEXIST)
		return mb_fail(mb, err,
			       "name \"%s\" is taken in the network namespace of the device: "
			       "choose another",
			       change->name ?: ep->rec.name);
	if (err == -EBUSY && change->name)
		return mb_fail(mb, err,
			       "can't rename %s while it is up: this kernel is older than 6.2. "
			       "Set it down first",
			       ep->rec.name);
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to change the device of %s: CAP_NET_ADMIN is "
			       "needed where it is (be root)",
			       ep->rec.name);
	return mb_refused(mb, err, mb_netlink_hint(rtnl), "can't change the device of %s",
			  ep->rec.name);
}

static int open_netns(struct macbpf *mb, const struct mb_endpoint *ep)
{
	int fd = mb_nsid_open(mb->rtnl, ep->hostdev->link_netnsid);

	if (fd >= 0)
		return fd;
	return mb_fail(mb, -ENXIO,
		       "the network namespace of %s (netnsid %d) has no name and no process by "
		       "which to open it: use ip(8) inside of it",
		       ep->rec.name, ep->hostdev->link_netnsid);
}

/* The id may have become another netns', which is nobody to us. The one that is open stays what it
 * is. */
static int check_there(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_netlink *rtnl)
{
	struct mb_dev dev;
	int err = mb_rtnl_get(rtnl, ep->hostdev->link, -1, &dev);

	if (!err && !mb_peer_is(ep->hostdev, &dev))
		err = -ENODEV;
	return err ? mb_fail(mb, err, "can't find the device of %s where it was: %s", ep->rec.name,
			     strerror(-err))
		   : 0;
}

/* rtnetlink can only change devices of the socket's own netns. */
static int open_there(struct macbpf *mb, const struct mb_endpoint *ep, int netns_fd,
		      struct mb_netlink **rtnl)
{
	mb_auto_close int found_fd = -1;
	int err;

	if (netns_fd < 0) {
		found_fd = open_netns(mb, ep);
		if (found_fd < 0)
			return found_fd;
	}
	err = mb_netlink_open(rtnl, netns_fd < 0 ? found_fd : netns_fd);
	if (err)
		return mb_fail(mb, err, "can't work in the network namespace of %s: %s",
			       ep->rec.name, strerror(-err));
	err = netns_fd < 0 ? check_there(mb, ep, *rtnl) : 0;
	if (err)
		mb_netlink_close(*rtnl);
	return err;
}

/* Where the kind keeps something of its own in the alias, the user's is put beside it. */
static int wrap_alias(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_dev_change *change,
		      char wrapped[MB_IFALIAS_LEN])
{
	const struct mb_kind *kind = mb_kind_of(ep);

	if (!change->alias || !kind->wrap_alias)
		return 0;
	if (kind->wrap_alias(ep, change->alias, wrapped))
		return mb_fail(mb, -EINVAL,
			       "the alias is too long: macbpf keeps the lower, the name and the "
			       "owner of %s in the %d bytes, too",
			       ep->rec.name, MB_IFALIAS_LEN - 1);
	change->alias = wrapped;
	return 0;
}

int mb_device_set(struct macbpf *mb, const struct mb_endpoint *ep, int netns_fd,
		  const struct mb_dev_change *change)
{
	struct mb_dev_change wrapped = *change;
	struct mb_netlink *rtnl = mb->rtnl;
	char alias[MB_IFALIAS_LEN];
	int err;

	err = wrap_alias(mb, ep, &wrapped, alias);
	if (err)
		return err;
	if (ep->hostdev->link_netnsid >= 0) {
		err = open_there(mb, ep, netns_fd, &rtnl);
		if (err)
			return err;
	}
	err = mb_rtnl_set(rtnl, ep->hostdev->link, &wrapped);
	if (err)
		set_failed(mb, ep, rtnl, change, err);
	if (rtnl != mb->rtnl)
		mb_netlink_close(rtnl);
	return err;
}

int mb_device_addresses(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_addresses *out)
{
	struct mb_netlink *rtnl = mb->rtnl;
	int err = 0;

	if (ep->hostdev->link_netnsid >= 0)
		err = open_there(mb, ep, -1, &rtnl);
	if (err)
		return err;
	err = mb_rtnl_addresses(rtnl, ep->hostdev->link, out);
	if (rtnl != mb->rtnl)
		mb_netlink_close(rtnl);
	if (err)
		mb_fail(mb, err, "can't read which addresses %s receives for: %s", ep->rec.name,
			strerror(-err));
	return err;
}

static bool is_operational(struct macbpf *mb, uint32_t ifindex)
{
	struct mb_dev dev, hostdev;

	return mb_rtnl_get(mb->rtnl, ifindex, -1, &hostdev) || mb_peer_get(mb, &hostdev, &dev) ||
	       (dev.operstate == IF_OPER_UP && hostdev.operstate == IF_OPER_UP);
}

void mb_device_wait_for(struct macbpf *mb, uint32_t hostdev)
{
	struct timespec tick = { .tv_nsec = WAIT_TICK_MS * 1000 * 1000 };

	for (int i = 0; i < WAIT_TICKS && !is_operational(mb, hostdev); i++)
		nanosleep(&tick, NULL);
}

void mb_device_wait(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	if (mb_kind_of(ep)->is_own_hostdev || ep->rec.status & MB_EP_HELD ||
	    port->rec.flags & MB_PORT_NO_CARRIER)
		return;
	if (mb->batch)
		mb->waits_for = ep->rec.hostdev;
	else
		mb_device_wait_for(mb, ep->rec.hostdev);
}
