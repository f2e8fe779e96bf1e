/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* guard.h - what an endpoint may send, and whether it is isolated. */
#ifndef MB_ENDPOINT_GUARD_H
#define MB_ENDPOINT_GUARD_H

#include "endpoint/change.h"

/* What it is to have of enum mb_guard_flag. */
uint32_t mb_guard_wanted(const struct mb_change *c);

/* Makes the tables agree with the record; the list is in the tables alone. */
int mb_guard_restore(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep);

#endif /* MB_ENDPOINT_GUARD_H */
