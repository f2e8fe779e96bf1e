/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* sources.h - an endpoint's source list: reading it, and making it another. */
#ifndef MB_SOURCES_H
#define MB_SOURCES_H

#include "world/world.h"

struct mb_macs {
	uint8_t (*mac)[6];
	size_t count;
};

void mb_macs_free(struct mb_macs *macs);

/* The list that `op` (enum macbpf_macaddr_op) with `args` makes of `old`; pure. -ENOMEM. */
int mb_macs_apply(const struct mb_macs *old, uint32_t op, const uint8_t (*args)[6], size_t count,
		  struct mb_macs *out);

/* The endpoint's list, sorted; the caller frees it. */
int mb_sources_get(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		   struct mb_macs *out);

/*
 * Makes the source table hold, for this endpoint, exactly `want`, with its flags of now. After an
 * error it holds something between: the caller, who knows the flags of before, puts that back.
 */
int mb_sources_set(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep,
		   const struct mb_macs *want);

#endif /* MB_SOURCES_H */
