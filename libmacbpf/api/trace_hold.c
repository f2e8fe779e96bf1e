// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* trace_hold.c - doors of programs that others have loaded are looked at for a second. */
#include <unistd.h>

#include "api/trace_hold.h"
#include "session/timer.h"

#define LAST_MS 1000 /* a worker of the kernel is not that late */

int mb_trace_hold_open(struct macbpf *mb, struct mb_trace_hold *hold, struct mb_ears *ears)
{
	hold->timer_fd = mb_timer_open(mb, ears);
	return hold->timer_fd < 0 ? hold->timer_fd : 0;
}

void mb_trace_hold_begin(struct mb_trace_hold *hold)
{
	hold->ms = 1;
	mb_timer_set(hold->timer_fd, hold->ms);
}

/* At growing distances. */
void mb_trace_hold_again(struct mb_trace_hold *hold, struct mb_tracer *tracer)
{
	uint64_t times;

	if (read(hold->timer_fd, &times, sizeof(times)) != sizeof(times))
		return;
	mb_tracer_hold(tracer);
	hold->ms *= 2;
	if (hold->ms < LAST_MS)
		mb_timer_set(hold->timer_fd, hold->ms);
}
