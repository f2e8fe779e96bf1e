// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_group_harm.c - endpoints that report groups in order to do harm: bounded, counted, and
 * nobody else is affected.
 *
 * guards: bpf/report.h bpf/groups.h
 */
#include <check.h>
#include <linux/if_ether.h>
#include <stdlib.h>

#include "tests/harness/runner.h"
#include "listen.h"
#include "port.h"

/* B2 listens to group 9, and B1 may do what it likes. */
static struct mb_group_list begin_harm(int version)
{
	struct mb_group_list list;

	open_groups(MB_F_BRIDGE);
	listen_play(B2, group_report(B2, version, true, 9));
	read_list(B2, &list);
	return list;
}

static void expect_no_harm(int version, const struct mb_group_list *before)
{
	struct mb_group_list after;

	read_list(B2, &after);
	ck_assert_mem_eq(before, &after, sizeof(after));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, version, 9)) & TO(B2), TO(B2));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, version, 50)) & TO(B2), 0);
	rig_close(&listen_rig);
}

/* All is counted, and no more is kept than there is room for. */
START_TEST(floods_of_reports)
{
	struct mb_group_list before = begin_harm(_i), list;

	for (unsigned int n = 0; n < 200; n++) {
		listen_play(B1, group_report(B1, _i, n % 3, n / 2));
		ck_assert_uint_eq(rig_counted(&listen_rig, MB_R_MCAST_REPORT), 1);
		read_list(B1, &list);
		ck_assert_uint_le(list.count, MB_GROUPS_EACH);
	}
	expect_no_harm(_i, &before);
}
END_TEST

/* Of all groups that have one MAC, the last that is left counts. */
START_TEST(all_groups_of_one_mac)
{
	struct mb_group_list before = begin_harm(IGMP2), list;

	for (unsigned int i = 0; i < 32; i++)
		listen_play(B1, group_report(B1, IGMP2, true, 3 + 128 * i));
	read_list(B1, &list);
	ck_assert_uint_eq(list.count, 32);
	ck_assert_uint_eq(list.flags, 0);
	for (unsigned int i = 0; i < 32; i++) {
		ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, IGMP2, 3)), TO(B1));
		listen_play(B1, group_report(B1, IGMP2, false, 3 + 128 * i));
	}
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, IGMP2, 3)), 0);
	expect_no_harm(IGMP2, &before);
}
END_TEST

/* More records, more sources, or more behind them than the message has. */
START_TEST(records_that_lie)
{
	static const size_t from_end_v4[] = { 10, 9, 7, 6, 5 },
			    from_end_v6[] = { 22, 21, 19, 18, 17 };

	for (int v = IGMP3; v <= MLD2; v += MLD2 - IGMP3)
		for (size_t i = 0; i < 5; i++) {
			struct mb_group_list before = begin_harm(v);
			struct message m = group_report(B1, v, true, 3);

			m.data[m.len - (v == MLD2 ? from_end_v6 : from_end_v4)[i]] = 0xff;
			listen_play(B1, m);
			expect_no_harm(v, &before);
		}
}
END_TEST

/* Any bytes behind the headers of a report. */
START_TEST(any_bytes)
{
	struct mb_group_list before = begin_harm(_i);
	size_t head = ETH_HLEN + (group_is_v6(_i) ? 48 : 24);
	struct outcome out;

	srand(1);
	for (int i = 0; i < 500; i++) {
		struct message m = group_report(B1, _i, true, 3);

		m.len = head + (size_t)rand() % 200;
		for (size_t at = head + (size_t)(i % 2); at < m.len; at++)
			m.data[at] = (uint8_t)rand();
		world_forget();
		ck_assert_int_eq(rig_run(&listen_rig, B1, m.data, m.len, 0, &out), 0);
		ck_assert_int_eq(out.verdict, 7);
	}
	world_forget();
	expect_no_harm(_i, &before);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("group harm");
	TCase *tc = tcase_create("group harm");

	world_open("check_group_harm");
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, floods_of_reports, 0, VERSIONS);
	tcase_add_loop_test(tc, any_bytes, 0, VERSIONS);
	tcase_add_test(tc, all_groups_of_one_mac);
	tcase_add_test(tc, records_that_lie);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
