// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_stations.c - who is behind an endpoint, learnt from what it sends: one frame a rule.
 *
 * guards: bpf/stations.h
 */
#include <bpf/bpf.h>
#include <err.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <string.h>

#include "bpf/policy.h"
#include "tests/harness/run.h"
#include "tests/harness/runner.h"
#include "port.h"

#define LEARNS (MB_F_BRIDGE | MB_F_LEARNT | MB_F_LEARNS | MB_F_TRACE)

static struct rig rig;
static struct outcome out;

static void begin(enum who who, uint32_t limit)
{
	struct mb_learner learner = { .slot = who, .limit = limit };
	uint32_t hostdev = world_hostdev(who);

	if (bpf_map_update_elem(rig_map_fd(&rig, "mb_learners"), &hostdev, &learner, 0))
		err(1, "make a learner");
}

static void open_rig(uint32_t features)
{
	rig_open(&rig, features);
	begin(B1, 2);
	begin(B2, 2);
}

static void put(enum who from, enum who src, enum who dst)
{
	uint8_t frame[FRAME_LEN];

	port_frame(frame, src, dst, ETYPE);
	ck_assert_int_eq(rig_run(&rig, from, frame, FRAME_LEN, 0, &out), 0);
}

static struct mb_fdb_key key_of(enum who whose)
{
	struct mb_fdb_key key = { 0 };

	world_mac(whose, key.mac);
	return key;
}

/* Whose it is by what was heard: an ifindex; 0: the host's; -1: nobody's. */
static int64_t owner(enum who whose)
{
	struct mb_fdb_key key = key_of(whose);
	struct mb_station station;

	if (bpf_map_lookup_elem(rig_map_fd(&rig, "mb_stations"), &key, &station))
		return -1;
	return station.hostdev;
}

/* As if it had been silent for so long. */
static void age(enum who whose, uint64_t ns)
{
	struct mb_fdb_key key = key_of(whose);
	struct mb_station station;
	int fd = rig_map_fd(&rig, "mb_stations");

	if (bpf_map_lookup_elem(fd, &key, &station))
		err(1, "find it");
	station.seen -= ns;
	if (bpf_map_update_elem(fd, &key, &station, 0))
		err(1, "make it old");
}

static void expect_to(enum mb_act act, enum who to)
{
	ck_assert_uint_eq(out.cb[MB_TRACE_ACT], act);
	if (act == MB_ACT_DELIVER)
		ck_assert_uint_eq(out.cb[MB_TRACE_TARGET], world_hostdev(to));
}

START_TEST(who_sends_is_reached)
{
	open_rig(LEARNS);
	put(WIRE, LISTED_S1, EXT);
	expect_to(MB_ACT_NEXT, NOBODY);
	put(B1, EXT, WIRE);
	ck_assert_int_eq(owner(EXT), world_hostdev(B1));
	put(WIRE, LISTED_S1, EXT);
	expect_to(MB_ACT_DELIVER, B1);
	put(B2, B2, EXT);
	expect_to(MB_ACT_DELIVER, B1);
	rig_close(&rig);
}
END_TEST

START_TEST(without_it_nothing_is_learnt)
{
	open_rig(MB_F_BRIDGE | MB_F_TRACE);
	put(B1, EXT, WIRE);
	ck_assert_int_eq(owner(EXT), -1);
	put(WIRE, LISTED_S1, EXT);
	expect_to(MB_ACT_NEXT, NOBODY);
	rig_close(&rig);
}
END_TEST

/* It sends to who is beside it there: a switch gives nothing back. */
START_TEST(nothing_goes_back)
{
	open_rig(LEARNS);
	put(B1, EXT, WIRE);
	put(B1, LISTED_S1, EXT);
	expect_to(MB_ACT_DROP, NOBODY);
	rig_close(&rig);
}
END_TEST

START_TEST(no_more_than_the_limit)
{
	open_rig(LEARNS);
	put(B1, EXT, WIRE);
	put(B1, LISTED_S1, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 0);
	put(B1, LISTED_S3, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 1);
	ck_assert_uint_eq(rig_counted_of(&rig, B1, MB_R_NOT_LEARNT), 1);
	expect_to(MB_ACT_WIRE, NOBODY);
	ck_assert_int_eq(owner(LISTED_S3), -1);
	age(LISTED_S1, MB_STATION_AGE);
	for (int i = 0; i < 2; i++)
		put(B1, LISTED_S3, WIRE);
	ck_assert_int_eq(owner(LISTED_S3), world_hostdev(B1));
	ck_assert_int_eq(owner(LISTED_S1), -1);
	ck_assert_int_eq(owner(EXT), world_hostdev(B1));
	rig_close(&rig);
}
END_TEST

START_TEST(no_room_is_none)
{
	open_rig(LEARNS);
	begin(B1, 0);
	put(B1, EXT, WIRE);
	ck_assert_int_eq(owner(EXT), -1);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 1);
	rig_close(&rig);
}
END_TEST

START_TEST(what_is_anothers_is_not_learnt)
{
	struct mb_fdb_key key = key_of(LOW);
	struct mb_station host = { 0 };

	open_rig(LEARNS);
	bpf_map_update_elem(rig_map_fd(&rig, "mb_stations"), &key, &host, 0);
	put(B2, EXT, WIRE);
	put(B1, EXT, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 1);
	ck_assert_int_eq(owner(EXT), world_hostdev(B2));
	put(B1, LOW, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 1);
	ck_assert_int_eq(owner(LOW), 0);
	put(B1, V1, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 1);
	ck_assert_int_eq(owner(V1), -1);
	put(B1, B1, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 0);
	ck_assert_int_eq(owner(B1), -1);
	rig_close(&rig);
}
END_TEST

/* Whatever commands know of it. */
START_TEST(the_lowers_own_is_the_lowers)
{
	open_rig(LEARNS);
	put(B1, LOW, WIRE);
	put(WIRE, EXT, LOW);
	expect_to(MB_ACT_NEXT, NOBODY);
	rig_close(&rig);
}
END_TEST

START_TEST(groups_and_nobody_are_not_learnt)
{
	open_rig(LEARNS);
	put(B1, MCAST, WIRE);
	put(B1, NOBODY, WIRE);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_NOT_LEARNT), 0);
	ck_assert_int_eq(owner(MCAST), -1);
	rig_close(&rig);
}
END_TEST

START_TEST(the_silent_are_forgotten)
{
	open_rig(LEARNS);
	put(B1, EXT, WIRE);
	age(EXT, MB_STATION_AGE);
	put(WIRE, LISTED_S1, EXT);
	expect_to(MB_ACT_NEXT, NOBODY);
	put(B2, EXT, WIRE);
	ck_assert_int_eq(owner(EXT), world_hostdev(B2));
	rig_close(&rig);
}
END_TEST

/* Its own broadcast, sent back by a switch, is known by its sender; later it has moved. */
START_TEST(who_is_heard_on_the_wire_has_moved)
{
	open_rig(LEARNS);
	put(B1, EXT, WIRE);
	put(WIRE, EXT, BCAST);
	ck_assert_uint_eq(out.cb[MB_TRACE_COPIES], 2); /* vepas alone */
	ck_assert_int_eq(owner(EXT), world_hostdev(B1));
	age(EXT, MB_STATION_PATIENCE);
	put(WIRE, EXT, BCAST);
	ck_assert_uint_eq(out.cb[MB_TRACE_COPIES], 6);
	ck_assert_int_eq(owner(EXT), -1);
	rig_close(&rig);
}
END_TEST

/* In this mode all goes to the wire, and who sends is learnt all the same. */
START_TEST(other_modes_teach_too)
{
	open_rig(MB_F_LEARNT | MB_F_LEARNS | MB_F_TRACE);
	begin(V1, 2);
	put(V1, EXT, WIRE);
	expect_to(MB_ACT_WIRE, NOBODY);
	put(WIRE, LISTED_S1, EXT);
	expect_to(MB_ACT_DELIVER, V1);
	rig_close(&rig);
}
END_TEST

/* By which the kernel tells what is for the lower. */
static void give_lower_its_address(void)
{
	char name[IF_NAMESIZE];
	uint8_t m[6];

	if (!if_indextoname(world_hostdev(WIRE), name))
		err(1, "find the lower");
	world_mac(LOW, m);
	run_ok(NULL, "ip link set dev %s address %02x:%02x:%02x:%02x:%02x:%02x", name, m[0], m[1],
	       m[2], m[3], m[4], m[5]);
}

int main(void)
{
	Suite *suite = suite_create("stations");
	TCase *tc = tcase_create("stations");

	world_open("check_stations");
	give_lower_its_address();
	tcase_add_test(tc, who_sends_is_reached);
	tcase_add_test(tc, without_it_nothing_is_learnt);
	tcase_add_test(tc, nothing_goes_back);
	tcase_add_test(tc, no_more_than_the_limit);
	tcase_add_test(tc, no_room_is_none);
	tcase_add_test(tc, what_is_anothers_is_not_learnt);
	tcase_add_test(tc, the_lowers_own_is_the_lowers);
	tcase_add_test(tc, groups_and_nobody_are_not_learnt);
	tcase_add_test(tc, the_silent_are_forgotten);
	tcase_add_test(tc, who_is_heard_on_the_wire_has_moved);
	tcase_add_test(tc, other_modes_teach_too);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
