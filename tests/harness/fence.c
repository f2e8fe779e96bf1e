// SPDX-License-Identifier: GPL-2.0-only
/* fence.c - a veth pair whose frames overtake nothing. */
#include "fence.h"

#include <err.h>
#include <net/ethernet.h>
#include <sched.h>
#include <stdbool.h>
#include <unistd.h>

#include "capture.h"
#include "frame.h"
#include "run.h"
#include "wait.h"

#define HOPS 4 /* one more than endpoint -> hostdev -> lower -> wire */

static struct netns ns = { .fd = -1 };
static struct capture capture;
static uint32_t last;
static int sender;

static void pin(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		err(1, "pin to one CPU");
}

static bool crossed(void *arg)
{
	(void)arg;
	capture_drain(&capture);
	return capture_count(&capture, 0, last) > 0;
}

static bool can_cross(void *arg)
{
	frame_send(sender, &(struct frame){ .token = ++last });
	return crossed(arg);
}

void fence_open(void)
{
	pin();
	netns_make(&ns, "nt-fence");
	run_ok(&ns, "ip link add fence0 type veth peer name fence1");
	run_ok(&ns, "ip link set fence0 up");
	run_ok(&ns, "ip link set fence1 up");
	capture_watch(&capture, &ns, "fence1", ETH_P_ALL, 0);
	sender = frame_socket(&ns, "fence0");
	if (!wait_until(can_cross, NULL, WAIT_MS))
		errx(1, "fence: the veth pair doesn't come up");
}

static bool cross(void)
{
	capture_forget(&capture);
	frame_send(sender, &(struct frame){ .token = ++last });
	return wait_until(crossed, NULL, WAIT_MS);
}

/* Where a crowd has just come up its own frames may fill this CPU's queue: one more comes behind
 * them. */
void fence_wait(void)
{
	for (int hop = 0; hop < HOPS; hop++)
		if (!cross() && !cross())
			errx(1, "fence: frame lost twice");
}

void fence_close(void)
{
	close(sender);
	capture_close(&capture);
	netns_drop(&ns);
}
