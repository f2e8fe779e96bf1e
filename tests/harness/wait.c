// SPDX-License-Identifier: GPL-2.0-only
/* wait.c - wait for a fact with a deadline. */
#include "wait.h"

#include <stdlib.h>
#include <time.h>

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* An emulated machine is slower than a real one by this factor. */
static int slowness(void)
{
	const char *text = getenv("TEST_SLOWNESS");

	return text ? atoi(text) : 1;
}

bool wait_until(bool (*ready)(void *arg), void *arg, int timeout_ms)
{
	struct timespec tick = { .tv_nsec = 20 * 1000 };
	long long end = now_ms() + (long long)timeout_ms * slowness();

	while (!ready(arg)) {
		if (now_ms() >= end)
			return ready(arg);
		nanosleep(&tick, NULL);
		if (tick.tv_nsec < 2 * 1000 * 1000)
			tick.tv_nsec *= 2;
	}
	return true;
}
