// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_crowd.c - two hundred endpoints on one lower, all of which hear a broadcast.
 *
 * guards: libmacbpf/ bpf/
 */
#include <net/ethernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/capture.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/suite.h"

#define HOST (&fx.host)
#define WIRE AT(&fx.far, "wire")

#define CROWD 200
#define TOKEN (1u << 30) /* no frame of arrives() has it */

static struct netns home[CROWD];
static struct capture ear[CROWD];

static void make_crowd(int tool)
{
	char path[] = "/tmp/suite-crowd.XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");

	ck_assert_ptr_nonnull(f);
	for (int i = 0; i < CROWD; i++) {
		char name[16];

		snprintf(name, sizeof(name), "nt-home%d", i);
		netns_make(&home[i], name);
		fprintf(f, "link add link low name mv%d netns %s up type macvlan mode bridge\n", i,
			name);
	}
	fclose(f);
	run_ok(HOST, "%s -batch %s", tool_path(tool), path);
	unlink(path);
	fixture_mark();
}

static void drop_crowd(void)
{
	for (int i = 0; i < CROWD; i++) {
		capture_close(&ear[i]);
		netns_drop(&home[i]);
	}
}

struct call {
	int from; /* socket */
	int silent;
	struct frame frame;
};

static int ears_that_heard(uint32_t token)
{
	int n = 0;

	for (int i = 0; i < CROWD; i++) {
		capture_drain(&ear[i]);
		n += capture_count(&ear[i], 0, token) == 1;
	}
	return n;
}

static bool all_have_heard(void *arg)
{
	struct call *call = arg;

	return ears_that_heard(call->frame.token) == CROWD - call->silent;
}

static void expect_heard_by_all(struct call *call)
{
	memcpy(call->frame.dst, mac_all, 6);
	memcpy(call->frame.src, mac_wire, 6);
	ck_assert_int_eq(backlog_send(call->from, &call->frame), 0);
	ck_assert_msg(wait_until(all_have_heard, call, 2 * WAIT_MS), "%d of %d heard it",
		      ears_that_heard(call->frame.token), CROWD);
}

static bool lower_is_left(void *arg)
{
	next_command(*(int *)arg);
	return device_says(HOST, "low", "promiscuity 0 ");
}

START_TEST(two_hundred_hear_one_broadcast)
{
	struct call outside = { .from = frame_socket(&fx.far, "wire"),
				.frame = { .token = TOKEN } };
	struct call inside = { .silent = 0, .frame = { .token = TOKEN + 1 } };
	char name[16];

	make_crowd(_i);
	for (int i = 0; i < CROWD; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&home[i], name)));
		capture_watch(&ear[i], &home[i], name, ETH_P_ALL, 0);
	}
	expect_heard_by_all(&outside);
	/* The sender's own tap sees the frame go out. */
	inside.from = frame_socket(&home[0], "mv0");
	expect_heard_by_all(&inside);
	expect_devices(devices_with(_i, 2, CROWD));
	close(outside.from);
	close(inside.from);
	drop_crowd();
	ck_assert_msg(wait_until(lower_is_left, &_i, 6 * WAIT_MS), "endpoints stay");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 250);
	add_for_both(tc, two_hundred_hear_one_broadcast);
}

int main(void)
{
	return run_suite("net: crowd", add_tests);
}
