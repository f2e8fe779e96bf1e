/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* macs.h - lists of MACs, and what an operation makes of one; pure. */
#ifndef MB_MACS_H
#define MB_MACS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mb_macs {
	uint8_t (*mac)[6];
	size_t count;
};

void mb_macs_free(struct mb_macs *macs);

bool mb_macs_has(const struct mb_macs *macs, const uint8_t mac[6]);

/* The list that `op` (enum macbpf_macaddr_op) with `args` makes of `old`; pure. -ENOMEM. */
int mb_macs_apply(const struct mb_macs *old, uint32_t op, const uint8_t (*args)[6], size_t count,
		  struct mb_macs *out);

#endif /* MB_MACS_H */
