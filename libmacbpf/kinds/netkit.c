// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * netkit.c - the endpoint kind netkit: the device is the far end of a netkit pair.
 *
 * Its program runs in the device's own transmit, so a frame for the wire takes no hop through the
 * backlog, as with macvlan.
 */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "abi/abi.h"
#include "common/netns.h"
#include "common/own.h"
#include "datapath/attach.h"
#include "kernel/sysctl.h"
#include "kinds/kind.h"
#include "kinds/make.h"

static int default_dad(void *device)
{
	return mb_sysctl_default_dad(device);
}

/*
 * While it is being made a netkit is a device without ARP, of which IPv6 thinks that nobody else
 * can have its addresses. Later it has ARP, and IPv6 is not told. Without /proc/sys it goes on so.
 */
static void ask_for_dad(struct macbpf *mb, const struct mb_device_spec *spec)
{
	char name[MB_IFNAME_LEN];
	int err;

	snprintf(name, sizeof(name), "%s", spec->name);
	err = spec->netns_fd < 0 ? default_dad(name)
				 : mb_netns_call(spec->netns_fd, default_dad, name);
	if (err)
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s will not look for duplicate IPv6 addresses: can't set its accept_dad: "
		       "%s",
		       spec->name, strerror(-err));
}

static int netkit_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		       struct mb_dev *hostdev)
{
	int err = mb_pair_make(mb, spec, alias, hostdev, mb_rtnl_add_netkit);

	if (err == -EOPNOTSUPP)
		return mb_fail(mb, err,
			       "this kernel has no netkit devices (Linux 6.7, CONFIG_NETKIT): "
			       "endpoint auto or veth may do");
	if (!err)
		ask_for_dad(mb, spec);
	return err;
}

/*
 * What is asked for with the endpoint counts more than the context's kind, and than auto. A program
 * at netkit's hook takes a grace period of RCU, as at TCX.
 */
static bool netkit_is_wanted(const struct macbpf *mb, const struct macbpf_link_opts *o)
{
	bool asked = o->has & MACBPF_LINK_KIND && o->kind != MACBPF_KIND_AUTO;

	if (asked || o->kind == MACBPF_KIND_VETH)
		return o->kind == MACBPF_KIND_NETKIT;
	if (o->index || o->hook)
		return false;
	if (o->kind == MACBPF_KIND_NETKIT)
		return true;
	return !mb->haste && mb_mprog_has_netkit();
}

static int netkit_check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->index)
		return mb_fail(mb, -EINVAL,
			       "the kernel chooses the ifindex of a netkit device: leave out "
			       "index, or ask for 'endpoint veth'");
	return mb_pair_check(mb, o);
}

const struct mb_kind mb_kind_netkit = {
	.id = MB_KIND_NETKIT,
	.word = MACBPF_KIND_NETKIT,
	.type = MACBPF_TYPE_MACVLAN,
	.hook = MACBPF_HOOK_NETKIT,
	.txqueuelen = 1000,	 /* as a veth's */
	.up_flag = IFF_LOWER_UP, /* the carrier follows the far end */
	.late_flags = true,
	.xmit = true,
	.is_wanted = netkit_is_wanted,
	.check = netkit_check,
	.make = netkit_make,
};
