// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* programs_failed.c - the sentences for programs that the kernel has refused, and the ways out. */
#include <errno.h>
#include <string.h>

#include "kernel/privilege.h"
#include "port/programs.h"

int mb_program_load_failed(struct macbpf *mb, int err)
{
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to load a BPF program: CAP_BPF and "
			       "CAP_NET_ADMIN are needed (%s)",
			       mb_privilege_hint());
	if (err == -EAGAIN)
		return mb_fail(mb, err,
			       "the BPF program got no name, by which it is found again: libbpf "
			       "could not ask the kernel for that (out of memory?), and asks once: "
			       "try again in a new process");
	return mb_fail(mb, err, "the kernel refused to load the BPF program: %s", strerror(-err));
}

int mb_program_refused(struct macbpf *mb, uint32_t hook, const char *dev, int err)
{
	if (err == -EOPNOTSUPP && hook == MACBPF_HOOK_TCX)
		return mb_fail(mb, err,
			       "this kernel has no TCX (Linux 6.6, CONFIG_NET_XGRESS): hook auto "
			       "or clsact may do");
	if (err == -EOPNOTSUPP)
		return mb_fail(mb, err,
			       "this kernel has no hook for BPF programs on a device: either TCX "
			       "(CONFIG_NET_XGRESS), or clsact (CONFIG_NET_SCH_INGRESS and "
			       "CONFIG_NET_CLS_BPF) is needed");
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to attach a BPF program to %s: CAP_NET_ADMIN "
			       "is needed (be root)",
			       dev);
	return mb_refused(mb, err, mb_netlink_hint(mb->rtnl), "can't attach a BPF program to %s",
			  dev);
}
