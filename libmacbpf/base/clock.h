/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* clock.h - time that only goes on; depends on C only. */
#ifndef MB_CLOCK_H
#define MB_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t mb_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static inline void mb_clock_sleep(uint32_t ms)
{
	struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

#endif /* MB_CLOCK_H */
