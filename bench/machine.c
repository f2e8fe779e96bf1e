// SPDX-License-Identifier: GPL-2.0-only
/* machine.c - the clock, the CPUs, and the program under test. */
#include <err.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

const char *macbpf_path(void)
{
	return getenv("MACBPF");
}

bool pin_to(int cpu)
{
	static cpu_set_t allowed;
	cpu_set_t one;

	if (!CPU_COUNT(&allowed) && sched_getaffinity(0, sizeof(allowed), &allowed))
		err(1, "bench: CPUs");
	for (int i = 0; i < CPU_SETSIZE; i++) {
		if (!CPU_ISSET(i, &allowed) || cpu--)
			continue;
		CPU_ZERO(&one);
		CPU_SET(i, &one);
		return !sched_setaffinity(0, sizeof(one), &one);
	}
	return false;
}
