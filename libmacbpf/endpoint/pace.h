/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* pace.h - what holds an endpoint to its rate. */
#ifndef MB_PACE_H
#define MB_PACE_H

#include "endpoint/change.h"
#include "kernel/tbf.h"

/* What it is to have. */
struct mb_rate mb_pace_wanted(const struct mb_change *c);

/* Refuses where the place of the qdisc is somebody else's. */
int mb_pace_fits(const struct mb_change *c);

/* The qdisc that holds it. */
struct mb_tbf mb_pace_tbf(const struct mb_rate *rate, enum mb_rate_way way);

/* Bytes, never less than a frame of the lower; 0: no limit. */
uint32_t mb_pace_burst(const struct mb_rate *rate, enum mb_rate_way way);

/* Whether that is another by the lower's MTU as it is now, which `rate` has then. */
bool mb_pace_is_outgrown(const struct mb_port *port, struct mb_rate *rate, enum mb_rate_way way);

/* From whatever there is to this rate. */
int mb_pace_set(struct macbpf *mb, struct mb_endpoint *ep, const struct mb_rate *rate);

#endif /* MB_PACE_H */
