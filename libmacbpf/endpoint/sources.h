/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* sources.h - an endpoint's source list: reading it, and making it another. */
#ifndef MB_SOURCES_H
#define MB_SOURCES_H

#include "endpoint/macs.h"
#include "world/world.h"

/* The source table of a port, read once for all of its endpoints. */
struct mb_source_table {
	const struct mb_port *port; /* whose it is; NULL: nobody's yet */
	struct mb_source_row *row;
	size_t count;
};

/* The endpoint's list, sorted, from the table, which becomes its port's; the caller frees both. */
int mb_sources_pick(struct macbpf *mb, struct mb_source_table *table, const struct mb_port *port,
		    const struct mb_endpoint *ep, struct mb_macs *out);
void mb_sources_table_free(struct mb_source_table *table);

/* The same for one that stands alone. */
int mb_sources_get(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		   struct mb_macs *out);

/*
 * Makes the source table hold, for this endpoint, exactly `want`, with its flags of now. After an
 * error it holds something between: the caller, who knows the flags of before, puts that back.
 */
int mb_sources_set(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep,
		   const struct mb_macs *want);

#endif /* MB_SOURCES_H */
