// SPDX-License-Identifier: GPL-2.0-only
/* backlog.c - send beside others who fill the kernel's queues of received frames. */
#include "backlog.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "wait.h"

uint64_t backlog_lost(void)
{
	FILE *file = fopen("/proc/self/net/softnet_stat", "re");
	unsigned int lost;
	uint64_t sum = 0;

	if (!file)
		err(1, "softnet_stat");
	while (fscanf(file, "%*x %x %*[^\n]", &lost) == 1)
		sum += lost;
	fclose(file);
	return sum;
}

struct attempt {
	const struct frame *frame;
	int fd, err;
};

/* When it was last looked at; before the first frame of a program, too. */
static uint64_t known;

static bool has_lost_more(void)
{
	uint64_t before = known;

	known = backlog_lost();
	return known != before;
}

/* Whoever else refuses a frame, as a program of a netkit does, does so without this count. */
static bool is_judged(void *arg)
{
	struct attempt *a = arg;

	a->err = frame_send(a->fd, a->frame);
	return a->err != ENOBUFS || !has_lost_more();
}

int backlog_send(int fd, const struct frame *frame)
{
	struct attempt a = { .frame = frame, .fd = fd };

	if (!known)
		has_lost_more();
	wait_until(is_judged, &a, WAIT_MS);
	return a.err;
}
