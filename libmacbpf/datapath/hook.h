/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* hook.h - what a hook must do; a hook is one file, and attach.c is the door to all. */
#ifndef MB_HOOK_H
#define MB_HOOK_H

#include "base/context.h"

#define MB_HOOK_PROGS 64 /* BPF_MPROG_MAX of the kernel */

/* All on the ingress of a device of the lowers' netns; -EOPNOTSUPP: this kernel has no such hook.
 */
struct mb_hook {
	uint32_t id; /* enum macbpf_hook */
	/* `ours`: the device is, so that nobody is to miss what is not there for us. */
	int (*attach)(struct macbpf *mb, uint32_t ifindex, int prog_fd, bool ours);
	/* Puts one program into the place of another; no frame meets neither. */
	int (*replace)(struct macbpf *mb, uint32_t ifindex, int new_fd, uint32_t old_id);
	/* `place`: with what was made to attach it, if nobody else uses that. */
	int (*remove)(struct macbpf *mb, uint32_t ifindex, uint32_t prog_id, bool place);
	/* The ids of all programs there; *count is how many there is room for. */
	int (*query)(struct macbpf *mb, uint32_t ifindex, uint32_t *ids, uint32_t *count);
};

/* mb_attach_behind() */
int mb_clsact_behind(struct macbpf *mb, uint32_t ifindex, int prog_fd, bool ours);

extern const struct mb_hook mb_hook_netkit, mb_hook_tcx, mb_hook_clsact;

#endif /* MB_HOOK_H */
