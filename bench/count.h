/* SPDX-License-Identifier: GPL-2.0-only */
/* count.h - count our frames where they arrive, without a system call to look. */
#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include <stdint.h>

#include "tests/harness/netns.h"
#include "count_layout.h"

/* seen[ifindex] is what that device of the namespace got, seen[COUNT_ALL] the sum. */
struct count {
	volatile const uint64_t *seen;
	struct count_bpf *bpf;
	int fd;
};

/* Counts marked frames of one Ethernet protocol, on all devices of a namespace. */
void count_open(struct count *c, const struct netns *ns, uint16_t protocol);
void count_reset(struct count *c);
void count_close(struct count *c);

#endif
