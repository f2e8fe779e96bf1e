/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* trace_hold.h - doors of programs that others have loaded are looked at for a second. */
#ifndef MB_TRACE_HOLD_H
#define MB_TRACE_HOLD_H

#include "port/tracer.h"
#include "session/ears.h"

struct mb_trace_hold {
	int timer_fd;
	uint32_t ms; /* till they are looked at again */
};

int mb_trace_hold_open(struct macbpf *mb, struct mb_trace_hold *hold, struct mb_ears *ears);

/* There are new ones. */
void mb_trace_hold_begin(struct mb_trace_hold *hold);

/* Opens again what is shut, if it is time: see mb_tracing_hold(). */
void mb_trace_hold_again(struct mb_trace_hold *hold, struct mb_tracer *tracer);

#endif /* MB_TRACE_HOLD_H */
