// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_policy.c - the datapath's decisions, one sentence each.
 *
 * guards: bpf/policy.h
 */
#include <check.h>
#include <stdlib.h>

#include "tests/harness/runner.h"
#include "bpf/policy.h"

#define NONE	 0
#define PRIVATE	 MB_MODE_PRIVATE
#define VEPA	 MB_MODE_VEPA
#define BRIDGE	 MB_MODE_BRIDGE
#define PASSTHRU MB_MODE_PASSTHRU
#define SOURCE	 MB_MODE_SOURCE
#define APART	 MB_MODE_APART

static const __u32 modes[] = { PRIVATE, VEPA, BRIDGE, PASSTHRU, SOURCE };
#define MODES (sizeof(modes) / sizeof(modes[0]))

static const char *const act_names[] = {
	[MB_ACT_NEXT] = "goes on to the host", [MB_ACT_DROP] = "is dropped",
	[MB_ACT_WIRE] = "goes to the wire",    [MB_ACT_DELIVER] = "is delivered",
	[MB_ACT_REFLECT] = "is given back",    [MB_ACT_HOST] = "is the host's",
};

static const char *const reason_names[256] = {
#define REASON_NAME(name, word, text) [MB_R_##name] = word,
	MB_REASONS(REASON_NAME)
#undef REASON_NAME
		[MB_R_NONE] = "nothing",
};

static void assert_plan(const char *what, struct mb_plan got, struct mb_plan want)
{
	ck_assert_msg(got.act == want.act, "%s: it %s; want: it %s", what, act_names[got.act],
		      act_names[want.act]);
	ck_assert_msg(got.reason == want.reason, "%s: it counts as %s, not as %s", what,
		      reason_names[got.reason], reason_names[want.reason]);
	ck_assert_msg(got.modes == want.modes, "%s: modes 0x%x get copies, not 0x%x", what,
		      got.modes, want.modes);
}

/* One signature for all questions, so that one table can hold them. */
static struct mb_plan wire_unicast(__u32 port, __u32 owner)
{
	return mb_plan_wire_unicast(port == PASSTHRU, owner);
}

static struct mb_plan wire_group(__u32 pause, __u32 owner)
{
	return mb_plan_wire_group(owner, pause);
}

static struct mb_plan endpoint_unicast(__u32 sender, __u32 owner)
{
	return mb_plan_endpoint_unicast(sender & MB_MODE_BRIDGES, owner, sender == APART);
}

static struct mb_plan endpoint_group(__u32 sender, __u32 pause)
{
	return mb_plan_endpoint_group(sender & MB_MODE_BRIDGES, pause, sender == APART);
}

static struct mb_plan too_short(__u32 from_wire, __u32 unused)
{
	(void)unused;
	return mb_plan_short(from_wire);
}

static struct mb_plan loopback(__u32 unused, __u32 unused2)
{
	(void)unused;
	(void)unused2;
	return mb_plan_loopback();
}

static struct mb_plan vlan(__u32 unused, __u32 unused2)
{
	(void)unused;
	(void)unused2;
	return mb_plan_vlan();
}

static struct mb_plan taken(__u32 unused, __u32 unused2)
{
	(void)unused;
	(void)unused2;
	return mb_plan_taken();
}

static struct mb_plan over_mtu(__u32 unused, __u32 unused2)
{
	(void)unused;
	(void)unused2;
	return mb_plan_over_mtu();
}

static struct mb_plan closed(__u32 unused, __u32 unused2)
{
	(void)unused;
	(void)unused2;
	return mb_plan_closed();
}

#define BRIDGES	 (BRIDGE | APART)
#define EVERYONE (PRIVATE | VEPA | PASSTHRU | BRIDGES)
#define PAUSE	 true
#define NO_PAUSE false

#define PLAN(...) ((struct mb_plan){ __VA_ARGS__ })
#define NEXT	  PLAN(MB_ACT_NEXT, MB_R_NONE, 0)
#define DELIVER	  PLAN(MB_ACT_DELIVER, MB_R_NONE, 0)
#define WIRE	  PLAN(MB_ACT_WIRE, MB_R_NONE, 0)
#define REFLECT	  PLAN(MB_ACT_REFLECT, MB_R_REFLECTED, 0)

static const struct {
	const char *what;
	struct mb_plan (*ask)(__u32, __u32);
	__u32 a, b;
	struct mb_plan want;
} cases[] = {
	{ "wire unicast for a private endpoint is delivered", wire_unicast, 0, PRIVATE, DELIVER },
	{ "wire unicast for a vepa endpoint is delivered", wire_unicast, 0, VEPA, DELIVER },
	{ "wire unicast for a bridge endpoint is delivered", wire_unicast, 0, BRIDGE, DELIVER },
	{ "wire unicast for a source endpoint's own MAC is the host's", wire_unicast, 0, SOURCE,
	  NEXT },
	{ "wire unicast for the lower, a stranger or a down endpoint is the host's", wire_unicast,
	  0, NONE, NEXT },
	{ "wire unicast on a passthru port is its endpoint's", wire_unicast, PASSTHRU, PASSTHRU,
	  DELIVER },
	{ "wire unicast on a passthru port without endpoint is dropped",
	  wire_unicast,
	  PASSTHRU,
	  NONE,
	  { MB_ACT_DROP, MB_R_NO_ENDPOINT, 0 } },

	{ "wire group frame of a stranger reaches all but source endpoints, and the host",
	  wire_group,
	  NO_PAUSE,
	  NONE,
	  { MB_ACT_NEXT, MB_R_FLOOD_WIRE, EVERYONE } },
	{ "wire group frame of a vepa endpoint reaches vepa and bridge, and the host",
	  wire_group,
	  NO_PAUSE,
	  VEPA,
	  { MB_ACT_NEXT, MB_R_FLOOD_WIRE, VEPA | BRIDGES } },
	{ "wire group frame of a bridge endpoint reaches vepa only, and the host",
	  wire_group,
	  NO_PAUSE,
	  BRIDGE,
	  { MB_ACT_NEXT, MB_R_FLOOD_WIRE, VEPA } },
	{ "wire group frame of a private endpoint returns to it alone", wire_group, NO_PAUSE,
	  PRIVATE, REFLECT },
	{ "wire group frame of a passthru endpoint returns to it alone", wire_group, NO_PAUSE,
	  PASSTHRU, REFLECT },
	{ "wire group frame of a source endpoint returns to it alone", wire_group, NO_PAUSE, SOURCE,
	  REFLECT },
	{ "wire PAUSE of a stranger is for the host alone",
	  wire_group,
	  PAUSE,
	  NONE,
	  { MB_ACT_NEXT, MB_R_PAUSE, 0 } },
	{ "wire PAUSE of a vepa endpoint is for the host alone",
	  wire_group,
	  PAUSE,
	  VEPA,
	  { MB_ACT_NEXT, MB_R_PAUSE, 0 } },
	{ "wire PAUSE of a bridge endpoint is for the host alone",
	  wire_group,
	  PAUSE,
	  BRIDGE,
	  { MB_ACT_NEXT, MB_R_PAUSE, 0 } },
	{ "wire PAUSE of a private endpoint returns to it like any group frame", wire_group, PAUSE,
	  PRIVATE, REFLECT },
	{ "wire PAUSE of a passthru endpoint returns to it like any group frame", wire_group, PAUSE,
	  PASSTHRU, REFLECT },
	{ "wire PAUSE of a source endpoint returns to it like any group frame", wire_group, PAUSE,
	  SOURCE, REFLECT },

	{ "bridge to bridge stays local", endpoint_unicast, BRIDGE, BRIDGE, DELIVER },
	{ "bridge to private uses the wire", endpoint_unicast, BRIDGE, PRIVATE, WIRE },
	{ "bridge to vepa uses the wire", endpoint_unicast, BRIDGE, VEPA, WIRE },
	{ "bridge to source uses the wire", endpoint_unicast, BRIDGE, SOURCE, WIRE },
	{ "bridge to the lower, a stranger or a down endpoint uses the wire", endpoint_unicast,
	  BRIDGE, NONE, WIRE },

	{ "group frame of a bridge endpoint reaches bridge endpoints and the wire",
	  endpoint_group,
	  BRIDGE,
	  NO_PAUSE,
	  { MB_ACT_WIRE, MB_R_FLOOD_ENDPOINT, BRIDGES } },
	{ "group frame of an isolated endpoint reaches those that are not, and the wire",
	  endpoint_group,
	  APART,
	  NO_PAUSE,
	  { MB_ACT_WIRE, MB_R_FLOOD_ENDPOINT, BRIDGE } },
	{ "wire unicast for an isolated endpoint is delivered", wire_unicast, 0, APART, DELIVER },
	{ "isolated to bridge stays local", endpoint_unicast, APART, BRIDGE, DELIVER },
	{ "bridge to isolated stays local", endpoint_unicast, BRIDGE, APART, DELIVER },
	{ "isolated to the lower or a stranger uses the wire", endpoint_unicast, APART, NONE,
	  WIRE },
	{ "isolated to isolated is dropped",
	  endpoint_unicast,
	  APART,
	  APART,
	  { MB_ACT_DROP, MB_R_ISOLATED, 0 } },
	{ "wire group frame of an isolated endpoint reaches vepa only, and the host",
	  wire_group,
	  NO_PAUSE,
	  APART,
	  { MB_ACT_NEXT, MB_R_FLOOD_WIRE, VEPA } },
	{ "PAUSE of a bridge endpoint reaches the wire alone",
	  endpoint_group,
	  BRIDGE,
	  PAUSE,
	  { MB_ACT_WIRE, MB_R_PAUSE, 0 } },

	{ "the host's own multicast on its way back stays the host's", loopback, 0, 0, NEXT },
	{ "a frame with the tag of a VLAN device on the lower is left to that", vlan, 0, 0, NEXT },
	{ "a frame that a nodst endpoint took goes nowhere else",
	  taken,
	  0,
	  0,
	  { MB_ACT_DROP, MB_R_NODST, 0 } },
	{ "what a program that was taken off leaves is dropped",
	  closed,
	  0,
	  0,
	  { MB_ACT_DROP, MB_R_CLOSED, 0 } },
	{ "a frame that the lower would not take is dropped",
	  over_mtu,
	  0,
	  0,
	  { MB_ACT_DROP, MB_R_OVER_MTU, 0 } },
	{ "a short frame from the wire is left to the host",
	  too_short,
	  true,
	  0,
	  { MB_ACT_NEXT, MB_R_SHORT_LOWER, 0 } },
	{ "a short frame from an endpoint never reaches the host",
	  too_short,
	  false,
	  0,
	  { MB_ACT_DROP, MB_R_SHORT_ENDPOINT, 0 } },
};

START_TEST(planned)
{
	assert_plan(cases[_i].what, cases[_i].ask(cases[_i].a, cases[_i].b), cases[_i].want);
}
END_TEST

/* _i: a sender's mode */
START_TEST(not_bridge)
{
	const struct mb_plan wire = WIRE;
	__u32 sender = modes[_i];

	if (sender == BRIDGE)
		return;
	assert_plan("only bridge endpoints talk sideways", endpoint_unicast(sender, NONE), wire);
	for (size_t i = 0; i < MODES; i++)
		assert_plan("only bridge endpoints talk sideways",
			    endpoint_unicast(sender, modes[i]), wire);
	assert_plan("only bridge endpoints flood", endpoint_group(sender, NO_PAUSE), wire);
	assert_plan("PAUSE is nothing special where nothing is flooded",
		    endpoint_group(sender, PAUSE), wire);
}
END_TEST

/* _i: an owner's mode */
START_TEST(source_listens_only)
{
	struct mb_plan plan = mb_plan_wire_group(modes[_i], false);

	ck_assert_msg(!(plan.modes & SOURCE),
		      "a source endpoint gets a flood copy of a frame of mode %u", modes[_i]);
}
END_TEST

#define KNOWN .known = true
#define MINE  .known = true, .mine = true
#define SAME  .known = true, .mine = true, .same = true
#define SOUND .sound = true, .local = true

static const struct {
	const char *what;
	struct mb_claim claim;
	__u32 want;
} claims[] = {
	{ "a new address is the first speaker's", { SOUND }, MB_CLAIM_TAKE },
	{ "unless he speaks for another MAC", { .local = true }, MB_CLAIM_IGNORE },
	{ "or comes back from the wire", { .sound = true }, MB_CLAIM_IGNORE },
	{ "its owner is heard again", { SAME, SOUND }, MB_CLAIM_KEEP },
	{ "also when that comes back from the wire", { SAME, .sound = true }, MB_CLAIM_KEEP },
	{ "not if it is told by another MAC", { SAME, .local = true }, MB_CLAIM_DISPUTE },
	{ "its owner has another MAC now", { MINE, SOUND }, MB_CLAIM_TAKE },
	{ "not if that comes back from the wire", { MINE, .sound = true }, MB_CLAIM_DISPUTE },
	{ "not if a third MAC tells it", { MINE, .local = true }, MB_CLAIM_DISPUTE },
	{ "who comes second makes it doubtful", { KNOWN, SOUND }, MB_CLAIM_DISPUTE },
	{ "from wherever", { KNOWN, .sound = true }, MB_CLAIM_DISPUTE },
	{ "and however", { KNOWN }, MB_CLAIM_DISPUTE },
};

START_TEST(judged)
{
	__u32 verdict = mb_judge_claim(claims[_i].claim);

	ck_assert_msg(verdict == claims[_i].want, "%s: verdict %u, not %u", claims[_i].what,
		      verdict, claims[_i].want);
}
END_TEST

START_TEST(sure_in_time)
{
	struct mb_neigh neigh = { .expires = 100, .disputed = 10, .check = 50 };

	ck_assert_msg(mb_neigh_state(&neigh, 9) == MB_NEIGH_DISPUTED, "disputed");
	ck_assert_msg(mb_neigh_state(&neigh, 10) == MB_NEIGH_SURE, "not any more");
	ck_assert_msg(mb_neigh_state(&neigh, 49) == MB_NEIGH_SURE, "not to be checked yet");
	ck_assert_msg(mb_neigh_state(&neigh, 50) == MB_NEIGH_DUE, "to be checked");
	neigh.check = 1000;
	ck_assert_msg(mb_neigh_state(&neigh, 99) == MB_NEIGH_SURE, "not silent for too long yet");
	ck_assert_msg(mb_neigh_state(&neigh, 100) == MB_NEIGH_EXPIRED, "silent for too long");
	neigh.expires = 1ull << 62;
	neigh.check = 1ull << 62;
	neigh.asked = 1000;
	ck_assert_msg(mb_neigh_state(&neigh, 999 + MB_NEIGH_PATIENCE) == MB_NEIGH_SURE,
		      "may answer yet");
	ck_assert_msg(mb_neigh_state(&neigh, 1000 + MB_NEIGH_PATIENCE) == MB_NEIGH_MUTE,
		      "has not answered");
}
END_TEST

/* Nobody gets alone what he would not have got with all. */
START_TEST(directed_within_the_flood)
{
	struct mb_plan plan = mb_plan_wire_group(modes[_i], false);
	struct mb_plan alone = mb_plan_directed(plan);

	for (size_t i = 0; i < MODES; i++) {
		struct mb_dest dest = { .hostdev = 7, .mode = modes[i] };

		ck_assert_msg(mb_may_direct(plan, 8, dest, 7) == !!(plan.modes & modes[i]),
			      "from mode %u to mode %u", modes[_i], modes[i]);
		ck_assert_msg(!mb_may_direct(plan, 7, dest, 7), "nobody asks himself");
		ck_assert_msg(!mb_may_direct(plan, 8, dest, 6), "the MAC lives elsewhere now");
	}
	ck_assert_msg(!mb_may_direct(plan, 8, (struct mb_dest){ 0 }, 0), "the MAC is gone");
	ck_assert_msg(alone.act == plan.act, "the frame itself goes the same way");
	ck_assert_msg(!alone.modes && alone.reason == MB_R_DIRECTED, "it is counted");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("policy");
	TCase *tc = tcase_create("policy");

	tcase_add_loop_test(tc, planned, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(tc, not_bridge, 0, MODES);
	tcase_add_loop_test(tc, source_listens_only, 0, MODES);
	tcase_add_loop_test(tc, judged, 0, sizeof(claims) / sizeof(claims[0]));
	tcase_add_test(tc, sure_in_time);
	tcase_add_loop_test(tc, directed_within_the_flood, 0, MODES);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
