/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* hook.h - what a hook must do; a hook is one file, and attach.c is the door to all. */
#ifndef MB_HOOK_H
#define MB_HOOK_H

#include "base/context.h"

#define MB_HOOK_PROGS 64 /* BPF_MPROG_MAX of the kernel */

enum mb_direction {
	MB_INGRESS, /* what the device receives */
	MB_EGRESS,  /* what it sends */
};

/* Where a program is attached: a device of the netns that the socket is of, and a side of it. */
struct mb_side {
	struct mb_netlink *rtnl;
	uint32_t ifindex;
	enum mb_direction direction;
};

/* -EOPNOTSUPP: this kernel has no such hook, or none on this side of the device. */
struct mb_hook {
	uint32_t id; /* enum macbpf_hook */
	/* `ours`: the device is, so that nobody is to miss what is not there for us. */
	int (*attach)(const struct mb_side *at, int prog_fd, bool ours);
	/* Puts one program into the place of another; no frame meets neither. */
	int (*replace)(const struct mb_side *at, int new_fd, uint32_t old_id);
	/* `qdisc`: with what was made to attach it, if nobody else uses that. */
	int (*remove)(const struct mb_side *at, uint32_t prog_id, bool qdisc);
	/* The ids of all programs there, in the order in which frames meet them, and 0 for filters
	 * of another kind; *count is how many there is room for. */
	int (*query)(const struct mb_side *at, uint32_t *ids, uint32_t *count);
};

/* mb_attach_behind() */
int mb_clsact_behind(const struct mb_side *at, int prog_fd, bool ours);

extern const struct mb_hook mb_hook_netkit, mb_hook_tcx, mb_hook_clsact;

#endif /* MB_HOOK_H */
