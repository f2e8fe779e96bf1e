/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* rate.h - how much an endpoint may get in a second: mb_rates. No program reads it. */
#ifndef MB_ABI_RATE_H
#define MB_ABI_RATE_H

#include <linux/types.h>

enum mb_rate_way {
	MB_RATE_IN, /* what it receives */
	MB_RATE_OUT,
	MB_RATE_WAYS,
};

/* mb_rates[hostdev]: what a command asked for; what holds it is made to agree. */
struct mb_rate {
	__u64 bits[MB_RATE_WAYS];  /* per second; 0: no limit */
	__u32 burst[MB_RATE_WAYS]; /* bytes; 0: as macbpf has it */
	__u32 more[10];		   /* 0, which has to be the default of what comes */
};
_Static_assert(sizeof(struct mb_rate) == 64, "mb_rate has padding");

#endif /* MB_ABI_RATE_H */
