/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * attach.h - programs on a device, whatever the hook: each on its side, which its name tells.
 *
 * Plain attachment: what is attached lives exactly as long as the device. The netns is the calling
 * thread's, and the lowers'. A program is told by its name, and that it leads to a port.
 */
#ifndef MB_ATTACH_H
#define MB_ATTACH_H

#include "base/context.h"

/*
 * Attaches a program, which is named `name`, at `hook`, an enum macbpf_hook: auto is the first that
 * the kernel has. -EOPNOTSUPP: it has none, or not this one, or, of an egress at clsact, the device
 * has no such qdisc. `ours`: the device is, and none that others see.
 */
int mb_attach(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name, int prog_fd,
	      bool ours);

/* 1: mb_attach() would make something besides, which mb_attach_remove() is to remove; 0: not. */
int mb_attach_makes_place(struct macbpf *mb, uint32_t hook, uint32_t ifindex);

/*
 * Opens the program named `name` that is attached to the device, and tells where (`hook` may be
 * NULL). -ENOENT: there is none; -ENOMSG: nor is one of ours, but another has this name.
 */
int mb_attach_find(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook);

/* Tells only where it is. */
int mb_attach_where(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook);

/* What a frame meets before our program, or would behind it: another's, or, id 0, filters of
 * another kind. */
struct mb_ahead {
	uint32_t id;
	uint32_t hook; /* enum macbpf_hook */
};

/*
 * All that stand before the program named `name`, in their order, and where it is; the caller frees
 * *ahead. Each hook is asked once. -ENOENT: it is nowhere.
 */
int mb_attach_ahead(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook,
		    struct mb_ahead **ahead, size_t *count);

/*
 * All that stand behind it, in their order, but for what is ours: what it takes they don't see.
 * Where it is not, all of its side of the device. The caller frees *past.
 */
int mb_attach_past(struct macbpf *mb, uint32_t ifindex, const char *name, struct mb_ahead **past,
		   size_t *count);

/*
 * Puts a new program before all others, at the hook where that named `name` is, and takes that off.
 * In between a frame may meet both. -EEXIST: there is no place before the others.
 */
int mb_attach_first(struct macbpf *mb, uint32_t ifindex, const char *name, int new_fd);

/* Takes off what one that died in there has left: all but the first of the programs named `name`.
 */
int mb_attach_tidy(struct macbpf *mb, uint32_t ifindex, const char *name);

/* Swaps the program named `name` for another, wherever it is; no frame meets neither. */
int mb_attach_replace(struct macbpf *mb, uint32_t ifindex, const char *name, int new_fd);

/*
 * Makes the program named `name` run at `hook`. It is there before it is gone elsewhere: a frame
 * that meets both is decided by the first. `ours` is as for mb_attach().
 */
int mb_attach_move(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name, bool ours);

/*
 * Puts a program behind all others: what the device receives and they leave is for this one,
 * whatever becomes of them. 0 also if there is one already. -EOPNOTSUPP: this kernel can't. `ours`
 * is as for mb_attach().
 */
int mb_attach_behind(struct macbpf *mb, uint32_t ifindex, int prog_fd, bool ours);

/* Removes it, and with `place` what mb_attach() made besides, unless others use that. */
int mb_attach_remove(struct macbpf *mb, uint32_t ifindex, const char *name, bool place);

/* The same wherever it is but at `hook`, with what was made for it: the device is ours. */
int mb_attach_remove_but(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name);

/*
 * Whether programs can be attached at `hook`: attaches this one, of mb_datapath_load_probe(), to
 * the device and removes it. 1, 0 or an error.
 */
int mb_attach_probe(struct mb_netlink *rtnl, uint32_t hook, uint32_t ifindex, int prog_fd);

/* Whether this kernel has netkit devices. */
bool mb_mprog_has_netkit(void);

#endif /* MB_ATTACH_H */
