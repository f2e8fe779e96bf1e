// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * mprog.c - the hooks that keep a list of programs: TCX of Linux 6.6, and netkit's of 6.7.
 *
 * Of a netkit pair the hostdev is the primary, through which alone programs are managed. Ours is
 * for what the other end, the device, transmits: it runs there and then, and sees the frame as if
 * it had arrived on the hostdev.
 */
#include <bpf/bpf.h>
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/hook.h"

/* BPF_TCX_INGRESS, BPF_TCX_EGRESS and BPF_NETKIT_PEER, newer than Debian 12's headers. */
#define TCX	   ((enum bpf_attach_type)46)
#define TCX_EGRESS ((enum bpf_attach_type)47)
#define NETKIT	   ((enum bpf_attach_type)55)
#define NONE	   ((enum bpf_attach_type)0) /* no hook of devices has this number */

#define BEFORE (1U << 3) /* BPF_F_BEFORE, as new; before none in particular: before all */

#define LOOPBACK 1 /* ifindex, in every netns */

/* A kernel without the hook doesn't know the attach type; not every device is a netkit's primary.
 */
static int hook_errno(int err)
{
	return err == -EINVAL || err == -ENXIO || err == -EACCES ? -EOPNOTSUPP : err;
}

/*
 * In front of what is there. The kernel's driver gets a frame whatever programs there have said but
 * for dropping it, since it comes after all of them; of ours, one that ends the row with TC_ACT_OK,
 * as Cilium's do, would keep everything.
 */
static int attach(enum bpf_attach_type hook, uint32_t ifindex, int prog_fd)
{
	LIBBPF_OPTS(bpf_prog_attach_opts, opts, .flags = BEFORE);

	if (hook == NONE)
		return -EOPNOTSUPP;
	return hook_errno(bpf_prog_attach_opts(prog_fd, (int)ifindex, hook, &opts));
}

static int replace(enum bpf_attach_type hook, uint32_t ifindex, int new_fd, uint32_t old_id)
{
	mb_auto_close int old_fd = bpf_prog_get_fd_by_id(old_id);
	LIBBPF_OPTS(bpf_prog_attach_opts, opts, .flags = BPF_F_REPLACE, .replace_prog_fd = old_fd);

	if (old_fd < 0)
		return old_fd;
	return hook_errno(bpf_prog_attach_opts(new_fd, (int)ifindex, hook, &opts));
}

static int detach(enum bpf_attach_type hook, uint32_t ifindex, uint32_t prog_id)
{
	mb_auto_close int fd = bpf_prog_get_fd_by_id(prog_id);

	return fd < 0 ? fd : bpf_prog_detach2(fd, (int)ifindex, hook);
}

static int query(enum bpf_attach_type hook, uint32_t ifindex, uint32_t *ids, uint32_t *count)
{
	if (hook == NONE)
		return -EOPNOTSUPP;
	return hook_errno(bpf_prog_query((int)ifindex, hook, 0, NULL, ids, count));
}

/* Where there is netkit, loopback is refused for what it is, and not for the unknown hook. */
bool mb_mprog_has_netkit(void)
{
	uint32_t none[1], count = 0;

	return bpf_prog_query(LOOPBACK, NETKIT, 0, NULL, none, &count) == -ENXIO;
}

/* The operations of one hook, of which the kernel has one for each direction. */
#define HOOK_OF(name, hook)                                                                        \
	static int name##_attach(const struct mb_side *at, int prog_fd, bool ours)                 \
	{                                                                                          \
		(void)ours;                                                                        \
		return attach(hook[at->direction], at->ifindex, prog_fd);                          \
	}                                                                                          \
	static int name##_replace(const struct mb_side *at, int new_fd, uint32_t old_id)           \
	{                                                                                          \
		return replace(hook[at->direction], at->ifindex, new_fd, old_id);                  \
	}                                                                                          \
	static int name##_remove(const struct mb_side *at, uint32_t prog_id, bool qdisc)           \
	{                                                                                          \
		(void)qdisc;                                                                       \
		return detach(hook[at->direction], at->ifindex, prog_id);                          \
	}                                                                                          \
	static int name##_query(const struct mb_side *at, uint32_t *ids, uint32_t *count)          \
	{                                                                                          \
		return query(hook[at->direction], at->ifindex, ids, count);                        \
	}

static const enum bpf_attach_type tcx[] = { [MB_INGRESS] = TCX, [MB_EGRESS] = TCX_EGRESS };
static const enum bpf_attach_type netkit[] = { [MB_INGRESS] = NETKIT, [MB_EGRESS] = NONE };

HOOK_OF(tcx, tcx)
HOOK_OF(netkit, netkit)

const struct mb_hook mb_hook_tcx = {
	.id = MACBPF_HOOK_TCX,
	.attach = tcx_attach,
	.replace = tcx_replace,
	.remove = tcx_remove,
	.query = tcx_query,
};

const struct mb_hook mb_hook_netkit = {
	.id = MACBPF_HOOK_NETKIT,
	.attach = netkit_attach,
	.replace = netkit_replace,
	.remove = netkit_remove,
	.query = netkit_query,
};
