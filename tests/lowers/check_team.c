// SPDX-License-Identifier: GPL-2.0-only
/* check_team.c - lowers that are teams. */
#include <net/if.h>
#include <string.h>

#include "../harness/run.h"
#include "scene.h"

static void add_port(const struct netns *ns, const char *device, const char *team)
{
	run_ok(ns, "ip link set %s down", device);
	run_ok(ns, "ip link set %s master %s", device, team);
	run_ok(ns, "ip link set %s up", device);
}

/* A team does nothing before it is told what. */
static void make_team(const struct netns *ns, const char *name, const char *mode)
{
	run_ok(ns, "ip link add %s up type team", name);
	run_ok(ns, "teamnl %s setoption mode %s", name, mode);
}

START_TEST(team_takes_turns)
{
	make_team(FAR, "net", "roundrobin");
	add_port(FAR, "wire", "net");
	add_port(FAR, "wire2", "net");
	run_ok(FAR, "ip link set net address 02:00:00:00:00:02");
	make_team(HOST, "team0", "roundrobin");
	add_port(HOST, "low", "team0");
	add_port(HOST, "low2", "team0");
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
	add_port(FAR, "wire", "net");
	add_port(FAR, "wire2", "net");
	run_ok(FAR, "ip link set net address 02:00:00:00:00:02");
	make_team(HOST, "team0", "activebackup");
	add_port(HOST, "low", "team0");
	add_port(HOST, "low2", "team0");
	activate("low");
	scene_make_pair(_i, "team0");
	scene_expect_all_paths();
	activate("low2");
	scene_expect_all_paths();
}
END_TEST

START_TEST(port_of_a_team_is_no_lower)
{
	static struct run r;

	make_team(HOST, "team0", "roundrobin");
	add_port(HOST, "low", "team0");
	ck_assert_int_eq(run(&r, HOST, "%s link add link low name mv0 type macvlan mode bridge",
			     tool_path(_i)),
			 2);
	if (_i == TOOL_MACBPF)
		ck_assert_ptr_nonnull(strstr(r.err, "give team0 itself"));
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
