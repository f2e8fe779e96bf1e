/* SPDX-License-Identifier: GPL-2.0-only */
/* queue.h - a queue of a tap, macbpf's or the kernel's macvtap. */
#ifndef HARNESS_QUEUE_H
#define HARNESS_QUEUE_H

#include <stdbool.h>

#include "netns.h"

/* TUN_F_CSUM, TSO4, TSO6, USO4, USO6; kernels before 6.2 do without the last two. */
#define QUEUE_OFFLOADS 0x67u

/*
 * Attaches a queue, O_NONBLOCK, with a header of VNET_LEN bytes, and no limit of what may be under
 * way. The caller closes it. Refusals end the program.
 */
int queue_open(const struct netns *ns, const char *device, bool macvtap, unsigned int offloads);

#endif
