// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* timer.c - a time by which who listens is woken. */
#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>

#include "common/own.h"
#include "session/timer.h"

int mb_timer_open(struct macbpf *mb, struct mb_ears *ears)
{
	mb_auto_close int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	int err = fd < 0 ? -errno : mb_ears_add(ears, fd);

	if (err)
		return mb_fail(mb, err, "can't make a timer: %s", strerror(-err));
	return mb_take_fd(fd);
}

void mb_timer_set(int fd, uint64_t ms)
{
	const struct itimerspec when = {
		.it_value = { (time_t)(ms / 1000), (long)(ms % 1000) * 1000000L },
	};

	timerfd_settime(fd, 0, &when, NULL);
}
