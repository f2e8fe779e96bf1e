// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* veth.c - the endpoint kind veth: the device is the far end of a veth pair. */
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "abi.h"
#include "kind.h"

/* The kernel's own words where it gave some, e.g. "mtu less than device minimum". */
static int make_failed(struct macbpf *mb, const struct mb_veth_spec *spec, int err)
{
	const char *hint = mb_rtnl_hint(mb->rtnl);

	if (err == -EEXIST && spec->index)
		return mb_fail(mb, err,
			       "name \"%s\", or index %u, is taken in the network namespace "
			       "where the device is to be made: choose another",
			       spec->name, spec->index);
	if (err == -EEXIST)
		return mb_fail(mb, err,
			       "name \"%s\" is taken in the network namespace where the "
			       "device is to be made: choose another",
			       spec->name);
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to make a device: CAP_NET_ADMIN is needed, "
			       "here and in the device's network namespace (be root)");
	if (err == -EOPNOTSUPP)
		return mb_fail(mb, err, "this kernel has no veth devices (CONFIG_VETH)");
	return mb_fail(mb, err, "can't make device %s: %s%s%s%s", spec->name, strerror(-err),
		       *hint ? " (" : "", hint, *hint ? ")" : "");
}

/* No address and no neighbour discovery of its own: only the endpoint may be heard. */
static int silence(struct macbpf *mb, uint32_t hostdev, const char *alias)
{
	struct mb_dev_change change = { .netns_fd = -1, .alias = alias };

	return mb_rtnl_no_ipv6(mb->rtnl, hostdev) ?: mb_rtnl_set(mb->rtnl, hostdev, &change);
}

static int veth_make(struct macbpf *mb, const struct mb_veth_spec *spec, const char *alias,
		     uint32_t *hostdev)
{
	struct mb_dev dev;
	int err;

	err = mb_rtnl_add_veth(mb->rtnl, spec);
	if (err)
		return make_failed(mb, spec, err);
	err = mb_rtnl_get_by_name(mb->rtnl, spec->hostdev, &dev);
	if (err) {
		mb_rtnl_del_by_name(mb->rtnl, spec->hostdev);
		return mb_fail(mb, err, "can't find %s, just made: %s", spec->hostdev,
			       strerror(-err));
	}
	err = silence(mb, dev.ifindex, alias);
	if (err) {
		mb_rtnl_del(mb->rtnl, dev.ifindex);
		return mb_fail(mb, err, "can't set up %s: %s", spec->hostdev, strerror(-err));
	}
	*hostdev = dev.ifindex;
	return 0;
}

const struct mb_kind mb_kind_veth = {
	.id = MB_KIND_VETH,
	.make = veth_make,
};
