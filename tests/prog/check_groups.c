// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_groups.c - multicast that goes to those who report, of all versions, and reports that go to
 * routers; all that is not understood goes to all.
 *
 * guards: bpf/report.h bpf/groups.h bpf/listeners.h
 */
#include <check.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "group.h"
#include "port.h"
#include "listen.h"

/* ---------------------------------------------------------------- reports */

/* _i: enum version */
START_TEST(who_joins_gets_it)
{
	open_groups(MB_F_BRIDGE);
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), 0);
	ck_assert_uint_eq(listen_play(B1, group_report(B1, _i, true, 3)), 0);
	ck_assert_uint_eq(rig_counted(&listen_rig, MB_R_MCAST_REPORT), 1);
	ck_assert_uint_eq(rig_counted_of(&listen_rig, B1, MB_R_MCAST_REPORT), 1);
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(B1));
	ck_assert_uint_eq(listen_play(B2, group_data(B2, _i, 3)), TO(B1));
	ck_assert_uint_eq(listen_play(B1, group_data(B1, _i, 3)), 0);
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 4)), 0);
	rig_close(&listen_rig);
}
END_TEST

START_TEST(who_leaves_gets_no_more)
{
	if (_i == IGMP1)
		return;
	open_groups(MB_F_BRIDGE);
	listen_play(B1, group_report(B1, _i, true, 3));
	listen_play(B2, group_report(B2, _i, true, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), BRIDGES);
	listen_play(B1, group_report(B1, _i, false, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(B2));
	listen_play(B1, group_report(B1, _i, false, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(B2));
	rig_close(&listen_rig);
}
END_TEST

/* With host access: its streams go to who listens, its reports and queries as those of the wire. */
START_TEST(the_host_is_as_the_wire)
{
	open_groups(MB_F_BRIDGE | MB_F_HOST);
	ck_assert_uint_eq(listen_play(HOST, group_data(HOST, _i, 3)), 0);
	listen_play(B1, group_report(B1, _i, true, 3));
	ck_assert_uint_eq(listen_play(HOST, group_data(HOST, _i, 3)), TO(B1));
	ck_assert_uint_eq(listen_play(B2, group_data(B2, _i, 3)), TO(B1) | TO(HOST));
	ck_assert_uint_eq(listen_play(HOST, group_report(HOST, _i, true, 3)), 0);
	ck_assert_uint_eq(listen_play(HOST, group_query(HOST, _i)), BRIDGES);
	listen_play(B2, group_query(B2, _i));
	ck_assert_uint_eq(listen_play(HOST, group_report(HOST, _i, true, 3)), TO(B2));
	rig_close(&listen_rig);
}
END_TEST

/* Other modes send to the wire alone, and are heard all the same. */
START_TEST(modes)
{
	static const enum who others[] = { V1, P1 };

	for (size_t i = 0; i < 2; i++) {
		open_groups(0);
		ck_assert_uint_eq(listen_play(others[i], group_report(others[i], _i, true, 3)), 0);
		ck_assert_uint_eq(rig_counted(&listen_rig, MB_R_MCAST_REPORT), 1);
		ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(others[i]));
		rig_close(&listen_rig);
	}
}
END_TEST

static const struct {
	enum record type;
	unsigned int sources;
	bool before, after;
} records[] = {
	{ IS_EX, 0, false, true },  { IS_EX, 2, false, true }, { TO_EX, 0, false, true },
	{ IS_IN, 1, false, true },  { TO_IN, 1, false, true }, { ALLOW, 1, false, true },
	{ ALLOW, 0, false, false }, { BLOCK, 1, true, true },  { BLOCK, 1, false, false },
	{ TO_IN, 0, true, false },  { IS_IN, 0, true, false }, { 7, 0, true, true },
};

START_TEST(kinds_of_records)
{
	for (int v = IGMP3; v <= MLD2; v += MLD2 - IGMP3)
		for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
			open_groups(MB_F_BRIDGE);
			if (records[i].before)
				listen_play(B1, group_report(B1, v, true, 3));
			listen_play(B1,
				    group_record(B1, v, records[i].type, 3, records[i].sources));
			ck_assert_msg(listen_play(WIRE, group_data(WIRE, v, 3)) ==
					      (records[i].after ? TO(B1) : 0),
				      "version %d, type %d with %u sources", v, records[i].type,
				      records[i].sources);
			rig_close(&listen_rig);
		}
}
END_TEST

/* Two groups of one MAC: who leaves one still listens to the other. */
START_TEST(one_mac)
{
	open_groups(MB_F_BRIDGE);
	listen_play(B1, group_report(B1, IGMP2, true, 3));
	listen_play(B1, group_report(B1, IGMP2, true, 3 + 128));
	listen_play(B1, group_report(B1, IGMP2, false, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, IGMP2, 3)), TO(B1));
	listen_play(B1, group_report(B1, IGMP2, false, 3 + 128));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, IGMP2, 3)), 0);
	rig_close(&listen_rig);
}
END_TEST

/* ---------------------------------------------------------------- routers, and all */

START_TEST(routers_get_reports)
{
	open_groups(MB_F_BRIDGE);
	ck_assert_uint_eq(listen_play(B2, group_query(B2, _i)) & TO(B1), TO(B1));
	ck_assert_uint_eq(listen_play(B1, group_report(B1, _i, true, 3)), TO(B2));
	ck_assert_uint_eq(listen_play(WIRE, group_report(WIRE, _i, true, 4)), TO(B2));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 4)), TO(B2));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), BRIDGES);
	rig_close(&listen_rig);
}
END_TEST

START_TEST(queries_of_the_wire_are_for_all)
{
	open_groups(MB_F_BRIDGE);
	ck_assert_uint_eq(listen_play(WIRE, group_query(WIRE, _i)), ALL);
	ck_assert_uint_eq(listen_play(B1, group_report(B1, _i, true, 3)), 0);
	rig_close(&listen_rig);
}
END_TEST

START_TEST(not_filtered)
{
	static const uint8_t macs[][6] = {
		{ 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
		{ 1, 0, 0x5e, 0, 0, 1 },
		{ 1, 0, 0x5e, 0, 0, 251 },
		{ 0x33, 0x33, 0, 0, 0, 1 },
		{ 0x33, 0x33, 0, 0, 0, 0xfb },
		{ 1, 0x80, 0xc2, 0, 0, 0xe },
		{ 1, 0, 0x5e, 0x80, 0, 1 },
		{ 3, 0, 0, 0, 0, 1 },
	};

	open_groups(MB_F_BRIDGE);
	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++) {
		struct message m = group_begin(WIRE, macs[i], 0x88b5);

		m.len = 60;
		ck_assert_msg(listen_play(WIRE, m) == ALL, "address %zu", i);
	}
	rig_close(&listen_rig);
}
END_TEST

/* Who asks for a router has no business with other hosts. */
START_TEST(router_solicitations_go_to_who_listens)
{
	static const uint8_t routers[] = { 0x33, 0x33, 0, 0, 0, 2 };
	struct message m = group_begin(WIRE, routers, ETH_P_IPV6);

	m.len = 60;
	open_groups(MB_F_BRIDGE);
	ck_assert_uint_eq(listen_play(WIRE, m), 0);
	ck_assert_uint_eq(listen_play(B1, m), 0);
	listen_play(B2, group_query(B2, MLD2));
	ck_assert_uint_eq(listen_play(WIRE, m), TO(B2));
	rig_close(&listen_rig);
}
END_TEST

/* ---------------------------------------------------------------- bounds */

START_TEST(too_many_groups)
{
	struct mb_group_list list;

	open_groups(MB_F_BRIDGE);
	for (unsigned int n = 0; n <= MB_GROUPS_EACH; n++) {
		read_list(B1, &list);
		ck_assert_uint_eq(list.count, n);
		ck_assert_uint_eq(list.flags, 0);
		listen_play(B1, group_report(B1, _i, true, n));
	}
	read_list(B1, &list);
	ck_assert_uint_eq(list.count, MB_GROUPS_EACH);
	ck_assert_uint_eq(list.flags, MB_GROUP_OVER);
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 100)), TO(B1));
	rig_close(&listen_rig);
}
END_TEST

START_TEST(behind_a_tag)
{
	open_groups(MB_F_BRIDGE);
	listen_play_tagged(B1, group_report(B1, _i, true, 3), TAG);
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 100)), TO(B1));
	rig_close(&listen_rig);
}
END_TEST

/* Cut anywhere, or longer than they say: no crash, and nobody else is affected. */
START_TEST(malformed)
{
	open_groups(MB_F_BRIDGE);
	listen_play(B2, group_report(B2, _i, true, 9));
	for (size_t len = ETH_HLEN + (group_is_v6(_i) ? 40 : 20);
	     len < group_report(B1, _i, true, 3).len; len++) {
		struct message m = group_report(B1, _i, true, 3);

		m.len = len;
		listen_play(B1, m);
	}
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 9)), TO(B2));
	rig_close(&listen_rig);
}
END_TEST

/* Who shares the tables with others speaks for nobody else, whatever its frame says. */
START_TEST(with_the_address_of_another)
{
	open_groups(MB_F_BRIDGE);
	listen_play(B1, group_report(B2, _i, true, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(B1));
	listen_play(B2, group_report(B1, _i, false, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(B1));
	rig_close(&listen_rig);
}
END_TEST

/* Beside a table of addresses, and source-mode endpoints, which have lists of their own. */
START_TEST(with_other_features)
{
	open_groups(MB_F_BRIDGE | MB_F_DIRECTED | MB_F_SOURCES);
	listen_play(B1, group_report(B1, _i, true, 3));
	ck_assert_uint_eq(listen_play(WIRE, group_data(WIRE, _i, 3)), TO(B1));
	ck_assert_uint_eq(listen_play(WIRE, group_data(LISTED_S1, _i, 3)), TO(B1) | TO(S1));
	rig_close(&listen_rig);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		who_joins_gets_it,
		the_host_is_as_the_wire,
		who_leaves_gets_no_more,
		modes,
		routers_get_reports,
		too_many_groups,
		behind_a_tag,
		malformed,
		with_the_address_of_another,
		with_other_features,
		queries_of_the_wire_are_for_all,
	};
	Suite *suite = suite_create("groups");
	TCase *tc = tcase_create("groups");

	world_open("check_groups");
	tcase_set_timeout(tc, 60);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_loop_test(tc, tests[i], 0, VERSIONS);
	tcase_add_test(tc, kinds_of_records);
	tcase_add_test(tc, one_mac);
	tcase_add_test(tc, not_filtered);
	tcase_add_test(tc, router_solicitations_go_to_who_listens);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
