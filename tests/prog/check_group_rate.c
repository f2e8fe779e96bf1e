// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_group_rate.c - so many frames for groups in a second, and as many at once; no other is
 * held.
 *
 * guards: bpf/group_rate.h
 */
#include <bpf/bpf.h>
#include <err.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bpf/policy.h"
#include "tests/harness/runner.h"
#include "port.h"
#include "tell.h"

#define AT_ONCE 3u

static struct rig rig;
static struct outcome out;

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * MB_NS_PER_SECOND + (uint64_t)t.tv_nsec;
}

/* A frame pays for a third of a second; of what was paid for so much is saved up. */
static void put_rate(enum who who, uint64_t paid)
{
	struct mb_group_rate rate = { .interval = MB_NS_PER_SECOND / AT_ONCE, .paid = paid };
	uint32_t hostdev = world_hostdev(who);

	if (bpf_map_update_elem(rig_map_fd(&rig, "mb_group_rates"), &hostdev, &rate, 0))
		err(1, "put a rate");
}

/* Whether it was let through. */
static bool passes(enum who from, const uint8_t dst[6])
{
	uint8_t frame[FRAME_LEN];
	bool refused;

	port_frame(frame, from, WIRE, ETYPE);
	memcpy(frame, dst, 6);
	ck_assert_int_eq(rig_run(&rig, from, frame, FRAME_LEN, 0, &out), 0);
	refused = out.cb[MB_TRACE_ACT] == MB_ACT_DROP;
	ck_assert_uint_eq(out.cb[MB_TRACE_REASON] == MB_R_GROUP_RATE, refused);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_GROUP_RATE), refused);
	ck_assert_uint_eq(rig_counted_of(&rig, from, MB_R_GROUP_RATE), refused);
	if (refused)
		ck_assert_uint_eq(out.cb[MB_TRACE_COPIES], 0);
	return !refused;
}

static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
static const uint8_t multicast[6] = { 0x01, 0x00, 0x5e, 1, 2, 3 };

/* However long nobody sent. A machine that is late has saved up one more: then once again. */
START_TEST(as_many_at_once_as_in_a_second)
{
	uint64_t start;
	bool more;

	rig_open(&rig, MB_F_GROUP_RATE | MB_F_TRACE | (_i ? MB_F_BRIDGE : 0));
	do {
		start = now_ns();
		put_rate(B1, 0);
		for (uint32_t i = 0; i < AT_ONCE; i++)
			ck_assert(passes(B1, i & 1 ? broadcast : multicast));
		more = passes(B1, broadcast) || passes(B1, multicast);
	} while (more && now_ns() - start > MB_NS_PER_SECOND / AT_ONCE);
	ck_assert(!more);
	rig_close(&rig);
}
END_TEST

START_TEST(time_gives_back)
{
	rig_open(&rig, MB_F_BRIDGE | MB_F_GROUP_RATE | MB_F_TRACE);
	put_rate(B1, now_ns() - MB_NS_PER_SECOND / AT_ONCE);
	ck_assert(passes(B1, broadcast));
	put_rate(B1, now_ns() + 60 * MB_NS_PER_SECOND);
	ck_assert(!passes(B1, broadcast));
	rig_close(&rig);
}
END_TEST

/* Who tells of a frame pays nothing for it, and says what would be now. */
START_TEST(telling_is_free)
{
	static struct mb_told told;
	uint8_t frame[FRAME_LEN];

	rig_open(&rig, MB_F_BRIDGE | MB_F_GROUP_RATE | MB_F_TRACE);
	put_rate(B1, 0);
	port_frame(frame, B1, WIRE, ETYPE);
	memcpy(frame, broadcast, 6);
	for (uint32_t i = 0; i < 2 * AT_ONCE; i++)
		ck_assert_int_eq(tell_run(&rig, B1, frame, FRAME_LEN, 0, &out, &told), 0);
	ck_assert_uint_eq(out.cb[MB_TRACE_REASON], MB_R_FLOOD_ENDPOINT);
	ck_assert(passes(B1, broadcast));
	put_rate(B1, now_ns() + 60 * MB_NS_PER_SECOND);
	ck_assert_int_eq(tell_run(&rig, B1, frame, FRAME_LEN, 0, &out, &told), 0);
	ck_assert_uint_eq(out.cb[MB_TRACE_REASON], MB_R_GROUP_RATE);
	ck_assert_uint_eq(told.counted[MB_R_GROUP_RATE], 1);
	rig_close(&rig);
}
END_TEST

START_TEST(unicast_and_others_are_not_held)
{
	uint8_t sibling[6];

	world_mac(B2, sibling);
	rig_open(&rig, MB_F_BRIDGE | MB_F_GROUP_RATE | MB_F_TRACE);
	put_rate(B1, now_ns() + 60 * MB_NS_PER_SECOND);
	ck_assert(!passes(B1, broadcast));
	ck_assert(passes(B1, sibling));
	for (uint32_t i = 0; i < 2 * AT_ONCE; i++)
		ck_assert(passes(B2, broadcast));
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("group rate");
	TCase *tc = tcase_create("group rate");

	world_open("check_group_rate");
	tcase_add_loop_test(tc, as_many_at_once_as_in_a_second, 0, 2);
	tcase_add_test(tc, time_gives_back);
	tcase_add_test(tc, telling_is_free);
	tcase_add_test(tc, unicast_and_others_are_not_held);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
