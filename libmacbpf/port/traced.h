/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* traced.h - programs that a tracer can see into, while there is one. */
#ifndef MB_TRACED_H
#define MB_TRACED_H

#include "world/world.h"

/* Which token a tracer of a lower holds: mb_token_take(). */
#define MB_TRACED_TOKEN "trace"

/* Of all programs but those behind them on hostdevs. */
static inline uint32_t mb_traced_feature(const struct mb_port *port)
{
	return port->rec.flags & MB_PORT_TRACED ? MB_F_TRACED : 0;
}

/*
 * Makes all programs of a port such, or such no more, each in one step: a setting, which all that
 * is loaded from now on follows. What is left of one who dies in here the next that writes does.
 */
int mb_traced_set(struct macbpf *mb, struct mb_port *port, bool on);

/* Of a tracer that died. */
void mb_traced_heal(struct macbpf *mb, struct mb_port *port);

#endif /* MB_TRACED_H */
