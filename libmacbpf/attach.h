/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * attach.h - programs on a device's ingress hook.
 *
 * Plain program attachment: what is attached lives exactly as long as the device. The netns is the
 * calling thread's.
 */
#ifndef MB_ATTACH_H
#define MB_ATTACH_H

#include <stdint.h>

/* -EOPNOTSUPP: this kernel has no such hook. */
int mb_attach(uint32_t ifindex, int prog_fd);

/* Swaps one program for another in its place; no frame meets neither. */
int mb_attach_replace(uint32_t ifindex, int new_fd, int old_fd);

int mb_attach_remove(uint32_t ifindex, int prog_fd);

/* Opens the program named `name` that is attached to the device; -ENOENT if there is none. */
int mb_attach_find(uint32_t ifindex, const char *name);

/* The kernel's word for the hook, e.g. "tcx". */
const char *mb_attach_kind(void);

#endif /* MB_ATTACH_H */
