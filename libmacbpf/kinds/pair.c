// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* pair.c - what the kinds share whose hostdev and device are two ends of a pair. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kinds/kind.h"
#include "kinds/make.h"

int mb_pair_check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->has & MACBPF_LINK_KIND && o->kind == MACBPF_KIND_TAP)
		return mb_fail(mb, -EINVAL,
			       "the devices of a macvlan are a pair, veth or netkit: \"endpoint\" "
			       "tap is for type macvtap only");
	if (!o->macvtap->has)
		return 0;
	return mb_fail(mb, -EINVAL,
		       "\"queues\", \"user\" and \"group\" of a reader, and \"adopt\", are for "
		       "type macvtap only");
}

/* Only the endpoint may be heard, and by nobody here. */
static int silence(struct macbpf *mb, const struct mb_dev *hostdev, const char *alias)
{
	struct mb_dev_change change = { .netns_fd = -1, .alias = alias, .deaf = true };

	return mb_make_silence(mb, hostdev->ifindex, hostdev->name)
		       ?: mb_rtnl_set(mb->rtnl, hostdev->ifindex, &change);
}

int mb_pair_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		 struct mb_dev *hostdev,
		 int (*add)(struct mb_netlink *, const struct mb_device_spec *))
{
	int err;

	err = add(mb->rtnl, spec);
	if (err == -EOPNOTSUPP)
		return err;
	if (err) {
		mb_make_failed(mb, spec, err, mb_netlink_hint(mb->rtnl));
		if (err == MB_NETLINK_UNHEARD)
			mb_rtnl_del_by_name(mb->rtnl, spec->hostdev);
		return err;
	}
	err = mb_rtnl_get_by_name(mb->rtnl, spec->hostdev, hostdev);
	if (err) {
		mb_rtnl_del_by_name(mb->rtnl, spec->hostdev);
		return mb_fail(mb, err, "can't find %s, just made: %s", spec->hostdev,
			       strerror(-err));
	}
	err = silence(mb, hostdev, alias);
	if (err) {
		mb_rtnl_del(mb->rtnl, hostdev->ifindex);
		return mb_fail(mb, err, "can't set up %s: %s", spec->hostdev, strerror(-err));
	}
	snprintf(hostdev->alias, sizeof(hostdev->alias), "%s", alias);
	return 0;
}
