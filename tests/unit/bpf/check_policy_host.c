// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_policy_host.c - the datapath's decisions with host access, one sentence each.
 *
 * guards: bpf/policy.h
 */
#include <check.h>
#include <stdlib.h>

#include "tests/harness/runner.h"
#include "bpf/policy.h"

#define NONE	0
#define VEPA	MB_MODE_VEPA
#define PRIVATE MB_MODE_PRIVATE
#define BRIDGE	MB_MODE_BRIDGE
#define SOURCE	MB_MODE_SOURCE
#define HOST	MB_MODE_HOST
#define ALL	(PRIVATE | VEPA | MB_MODE_PASSTHRU | MB_MODE_BRIDGES)

/* Of a frame; what is PLAIN is neither. */
enum sort { PLAIN, PAUSE, TAGGED };

enum where { WIRE_UNICAST, WIRE_GROUP, BRIDGE_UNICAST, VEPA_UNICAST, HOST_UNICAST, HOST_GROUP };

static struct mb_plan ask(enum where where, enum sort sort, __u32 owner)
{
	bool tagged = sort == TAGGED, pause = sort == PAUSE;

	switch (where) {
	case WIRE_UNICAST:
		return mb_plan_wire_unicast(false, owner);
	case WIRE_GROUP:
		return mb_plan_wire_group_host(owner, pause, tagged);
	case BRIDGE_UNICAST:
		return mb_plan_to_host(mb_plan_endpoint_unicast(true, owner, false), owner, tagged);
	case VEPA_UNICAST: /* it looks nobody up */
		return mb_plan_to_host(mb_plan_endpoint_unicast(false, 0, false), 0, tagged);
	case HOST_UNICAST:
		return mb_plan_host_unicast(owner);
	default:
		return mb_plan_host_group(pause);
	}
}

static const struct {
	const char *what;
	enum where where;
	enum sort sort;
	__u32 owner;
	__u8 act, reason;
	__u16 modes;
} cases[] = {
#define QUIET MB_R_NONE, 0
	{ "the host's is left to it", WIRE_UNICAST, PLAIN, HOST, MB_ACT_NEXT, QUIET },
	{ "what is bridged stays so", BRIDGE_UNICAST, PLAIN, BRIDGE, MB_ACT_DELIVER, QUIET },
	{ "bridge to the host stays local", BRIDGE_UNICAST, PLAIN, HOST, MB_ACT_HOST, QUIET },
	{ "with a tag it does not", BRIDGE_UNICAST, TAGGED, HOST, MB_ACT_WIRE, QUIET },
	{ "bridge to a stranger uses the wire", BRIDGE_UNICAST, PLAIN, NONE, MB_ACT_WIRE, QUIET },
	{ "vepa to the host uses the wire", VEPA_UNICAST, PLAIN, HOST, MB_ACT_WIRE, QUIET },
	{ "host to bridge stays local", HOST_UNICAST, PLAIN, BRIDGE, MB_ACT_DELIVER, QUIET },
	{ "host to vepa uses the wire", HOST_UNICAST, PLAIN, VEPA, MB_ACT_NEXT, QUIET },
	{ "host to private uses the wire", HOST_UNICAST, PLAIN, PRIVATE, MB_ACT_NEXT, QUIET },
	{ "host to source uses the wire", HOST_UNICAST, PLAIN, SOURCE, MB_ACT_NEXT, QUIET },
	{ "host to a stranger uses the wire", HOST_UNICAST, PLAIN, NONE, MB_ACT_NEXT, QUIET },
	{ "host to itself uses the wire", HOST_UNICAST, PLAIN, HOST, MB_ACT_NEXT, QUIET },
	{ "the host reaches bridge endpoints and the wire", HOST_GROUP, PLAIN, 0, MB_ACT_NEXT,
	  MB_R_FLOOD_HOST, MB_MODE_BRIDGES },
	{ "its PAUSE reaches the wire alone", HOST_GROUP, PAUSE, 0, MB_ACT_NEXT, MB_R_PAUSE, 0 },
	{ "a stranger reaches all, and the host", WIRE_GROUP, PLAIN, NONE, MB_ACT_NEXT,
	  MB_R_FLOOD_WIRE, ALL },
	{ "the host, reflected, reaches those who had none", WIRE_GROUP, PLAIN, HOST, MB_ACT_NEXT,
	  MB_R_FLOOD_WIRE, ALL & ~MB_MODE_BRIDGES },
	{ "with a tag it reaches all", WIRE_GROUP, TAGGED, HOST, MB_ACT_NEXT, MB_R_FLOOD_WIRE,
	  ALL },
	{ "of a bridge endpoint, reflected, the host had its copy", WIRE_GROUP, PLAIN, BRIDGE,
	  MB_ACT_DROP, MB_R_FLOOD_WIRE, VEPA },
	{ "with a tag it had not", WIRE_GROUP, TAGGED, BRIDGE, MB_ACT_NEXT, MB_R_FLOOD_WIRE, VEPA },
	{ "of its PAUSE it had not", WIRE_GROUP, PAUSE, BRIDGE, MB_ACT_NEXT, MB_R_PAUSE, 0 },
	{ "vepa, reflected, reaches vepa, bridge and the host", WIRE_GROUP, PLAIN, VEPA,
	  MB_ACT_NEXT, MB_R_FLOOD_WIRE, VEPA | MB_MODE_BRIDGES },
	{ "private, reflected, has it back", WIRE_GROUP, PLAIN, PRIVATE, MB_ACT_REFLECT,
	  MB_R_REFLECTED, 0 },
};

START_TEST(planned)
{
	struct mb_plan plan = ask(cases[_i].where, cases[_i].sort, cases[_i].owner);

	ck_assert_msg(plan.act == cases[_i].act, "%s: act %u", cases[_i].what, plan.act);
	ck_assert_msg(plan.reason == cases[_i].reason, "%s: reason %u", cases[_i].what,
		      plan.reason);
	ck_assert_msg(plan.modes == cases[_i].modes, "%s: modes 0x%x", cases[_i].what, plan.modes);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("policy host");
	TCase *tc = tcase_create("policy host");

	tcase_add_loop_test(tc, planned, 0, sizeof(cases) / sizeof(cases[0]));
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
