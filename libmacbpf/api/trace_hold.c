// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* trace_hold.c - doors of programs that others have loaded are looked at for a second. */
#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "api/trace_hold.h"

#define LAST_MS 1000 /* a worker of the kernel is not that late */

static void set_timer(const struct mb_trace_hold *hold)
{
	const struct itimerspec when = {
		.it_value = { 0, (long)hold->ms * 1000000L },
	};

	timerfd_settime(hold->timer_fd, 0, &when, NULL);
}

int mb_trace_hold_open(struct macbpf *mb, struct mb_trace_hold *hold, struct mb_ears *ears)
{
	hold->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (hold->timer_fd < 0)
		return mb_fail(mb, -errno, "can't make a timer: %s", strerror(errno));
	return mb_ears_add(ears, hold->timer_fd);
}

void mb_trace_hold_begin(struct mb_trace_hold *hold)
{
	hold->ms = 1;
	set_timer(hold);
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
		set_timer(hold);
}
