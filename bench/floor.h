/* SPDX-License-Identifier: GPL-2.0-only */
/* floor.h - what no program on the same hooks can undercut. */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include "bench.h"

/* Whether the kernel has TCX, where the floor is. */
bool floor_is_possible(void);

/*
 * Takes macbpf's programs off a peer that was made with it, and puts the least there is on. The
 * MACs of its two endpoints end in 1 and 2.
 */
void floor_lay(const struct peer *peer);
void floor_lay_taps(const struct peer *peer);

/* The same for the first of many endpoints, which then sends to the others. */
void floor_lay_crowd(const struct peer *peer);

#endif
