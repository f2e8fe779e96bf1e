/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* rate.h - how much an endpoint may get in a second. */
#ifndef MB_ENDPOINT_RATE_H
#define MB_ENDPOINT_RATE_H

#include "endpoint/change.h"

/* Whether it has a rate, in its record: as is wanted, and as it was. */
void mb_rate_take(struct mb_change *c);
void mb_rate_untake(struct mb_change *c);

/* Makes record and qdisc agree with the table, which says what was meant. */
int mb_rate_restore(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

#endif /* MB_ENDPOINT_RATE_H */
