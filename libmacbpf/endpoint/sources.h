/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* sources.h - an endpoint's source list: reading it, and making it another. */
#ifndef MB_SOURCES_H
#define MB_SOURCES_H

#include "endpoint/macs.h"
#include "world/world.h"

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
