// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_team.c - lowers that are teams.
 *
 * guards: libmacbpf/port/lower.c bpf/
 */
#include <net/if.h>
#include <string.h>

#include "tests/harness/run.h"
#include "scene.h"

/* A team does nothing before it is told what. */
static void make_team(const struct netns *ns, const char *name, const char *mode)
{
	run_ok(ns, "ip link add %s up type team", name);
	run_ok(ns, "teamnl %s setoption mode %s", name, mode);
}

START_TEST(team_takes_turns)
{
	make_team(FAR, "net", "roundrobin");
	scene_enslave(FAR, "wire", "net");
	scene_enslave(FAR, "wire2", "net");
	run_ok(FAR, "ip link set net address 02:00:00:00:00:02");
	make_team(HOST, "team0", "roundrobin");
	scene_enslave(HOST, "low", "team0");
	scene_enslave(HOST, "low2", "team0");
	scene_make_pair(_i, "team0");
	scene_expect_all_paths();
}
END_TEST

static void activate(const char *port)
{
	unsigned int ifindex;

	netns_enter(HOST);
	ifindex = if_nametoindex(port);
	netns_leave();
	run_ok(HOST, "teamnl team0 setoption activeport %u", ifindex);
}

START_TEST(team_fails_over)
{
	run_ok(FAR, "ip link add net up type bridge stp_state 0 mcast_snooping 0");
	scene_enslave(FAR, "wire", "net");
	scene_enslave(FAR, "wire2", "net");
	run_ok(FAR, "ip link set net address 02:00:00:00:00:02");
	make_team(HOST, "team0", "activebackup");
	scene_enslave(HOST, "low", "team0");
	scene_enslave(HOST, "low2", "team0");
	activate("low");
	scene_make_pair(_i, "team0");
	scene_expect_all_paths();
	activate("low2");
	scene_expect_all_paths();
}
END_TEST

START_TEST(port_of_a_team_is_no_lower)
{
	make_team(HOST, "team0", "roundrobin");
	scene_enslave(HOST, "low", "team0");
	scene_expect_part(_i, "team0");
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, team_takes_turns);
	add_for_both(tc, team_fails_over);
	add_for_both(tc, port_of_a_team_is_no_lower);
}

int main(void)
{
	return scene_suite("lowers: team", "team", add_tests);
}
