/* SPDX-License-Identifier: GPL-2.0-only */
/* crowd_kinds.h - what is measured with many endpoints. */
#ifndef BENCH_CROWD_KINDS_H
#define BENCH_CROWD_KINDS_H

#include "bench.h"

/* group.c: until the last copy of a frame has arrived */
void group_measure(void *state, double cost[PARTS]);
struct account group_close(void *state);
void group_set_snooping(const struct peer *peer, const char *to); /* on or off, if it is ours */
extern const struct kind kind_broadcast, kind_broadcast_cpu;
extern const struct kind kind_multicast; /* to SPOT_B: one endpoint listens; else nobody */
extern const struct kind kind_snooping;	 /* the same, with mcast-snooping */

/* arp.c */
extern const struct kind kind_arp, kind_arp_directed;

/* noise.c */
extern const struct kind kind_noise, kind_noise_snooping;

/* random.c */
extern const struct kind kind_random;

#endif
