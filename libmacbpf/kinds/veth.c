// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* veth.c - the endpoint kind veth: the device is the far end of a veth pair. */
#include <errno.h>
#include <linux/if.h>

#include "abi/abi.h"
#include "kinds/kind.h"
#include "kinds/make.h"

static int veth_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		     struct mb_dev *hostdev)
{
	int err = mb_pair_make(mb, spec, alias, hostdev, mb_rtnl_add_veth);

	if (err == -EOPNOTSUPP)
		return mb_fail(mb, err, "this kernel has no veth devices (CONFIG_VETH)");
	return err;
}

const struct mb_kind mb_kind_veth = {
	.id = MB_KIND_VETH,
	.word = MACBPF_KIND_VETH,
	.type = MACBPF_TYPE_MACVLAN,
	.txqueuelen = 1000,	 /* DEFAULT_TX_QUEUE_LEN */
	.up_flag = IFF_LOWER_UP, /* the carrier follows the far end */
	.check = mb_pair_check,
	.make = veth_make,
};
