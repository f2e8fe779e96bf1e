// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * netkit.c - the endpoint kind netkit: the device is the far end of a netkit pair.
 *
 * Its program runs in the device's own transmit, so a frame for the wire takes no hop through the
 * backlog, as with macvlan.
 */
#include <errno.h>
#include <linux/if.h>

#include "abi.h"
#include "kind.h"

static int netkit_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		       struct mb_dev *hostdev)
{
	int err = mb_pair_make(mb, spec, alias, hostdev, mb_rtnl_add_netkit);

	if (err == -EOPNOTSUPP)
		return mb_fail(mb, err,
			       "this kernel has no netkit devices (Linux 6.7, CONFIG_NETKIT): "
			       "endpoint auto or veth may do");
	return err;
}

const struct mb_kind mb_kind_netkit = {
	.id = MB_KIND_NETKIT,
	.name = "netkit",
	.type = MACBPF_TYPE_MACVLAN,
	.hook = MACBPF_HOOK_NETKIT,
	.txqueuelen = 1000,	 /* as a veth's */
	.up_flag = IFF_LOWER_UP, /* the carrier follows the far end */
	.late_flags = true,
	.make = netkit_make,
};
