/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* rate.h - how much an endpoint may get and send in a second: mb_rates and others. */
#ifndef MB_ABI_RATE_H
#define MB_ABI_RATE_H

#include <linux/types.h>

#include "base.h"

enum mb_rate_way {
	MB_RATE_IN, /* what it receives */
	MB_RATE_OUT,
	MB_RATE_WAYS,
};

/*
 * mb_rates[hostdev]: what a command asked for; what holds it is made to agree. No program reads it.
 */
struct mb_rate {
	__u64 bits[MB_RATE_WAYS];  /* per second; 0: no limit */
	__u32 burst[MB_RATE_WAYS]; /* bytes; 0: as macbpf has it */
	__u32 group;		   /* frames for groups that it may send; 0: no limit */
	__u32 least[MB_RATE_WAYS]; /* bytes: a frame of the lower when its qdisc was put; 0: any */
	__u32 more[7];		   /* 0, which has to be the default of what comes */
};
_Static_assert(sizeof(struct mb_rate) == 64, "mb_rate has padding");

#define MB_NS_PER_SECOND  1000000000ull
#define MB_GROUP_RATE_MAX 1000000u

/*
 * mb_group_rates[hostdev]: what it may send to groups, made from mb_rates. Each frame pays for an
 * interval, and a second may be saved up. Who has no entry has no limit.
 */
struct mb_group_rate {
	__u64 interval; /* ns */
	__u64 paid;	/* until when, as bpf_ktime_get_ns() has it; programs move it on */
};
_Static_assert(sizeof(struct mb_group_rate) == 16, "mb_group_rate has padding");

/*
 * mb_paces[ifindex]: of a hostdev, where its endpoint's frames go into a queue; of that device its
 * peer, where they come out again, for commands; of that one the hostdev.
 */
#define MB_PACES_MAX (3 * MB_ENDPOINTS_MAX)

#endif /* MB_ABI_RATE_H */
