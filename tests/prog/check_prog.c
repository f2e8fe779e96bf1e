// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_prog.c - the programs, one frame at a time: verdict, target, counters, copies, bytes.
 *
 * guards: bpf/
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>

#include "bpf/policy.h"
#include "tests/harness/runner.h"
#include "port.h"
#include "tell.h"

#define OTHER_TAG 0x2025

struct expected {
	enum mb_act act;
	enum who target;
	uint32_t reason;
	uint32_t copies; /* set of TO() */
	bool peer;
};

#define EXPECT(...)	   ((struct expected){ __VA_ARGS__ })
#define NEXT		   EXPECT(MB_ACT_NEXT, NOBODY, MB_R_NONE, 0, false)
#define OUT		   EXPECT(MB_ACT_WIRE, WIRE, MB_R_NONE, 0, false)
#define GIVEN(who)	   EXPECT(MB_ACT_DELIVER, who, MB_R_NONE, 0, false)
#define GIVEN_PEER(who)	   EXPECT(MB_ACT_DELIVER, who, MB_R_NONE, 0, true)
#define BACK(who)	   EXPECT(MB_ACT_REFLECT, who, MB_R_REFLECTED, 0, false)
#define FLOODED(who)	   EXPECT(MB_ACT_NEXT, NOBODY, MB_R_FLOOD_WIRE, who, false)
#define BRIDGED(who)	   EXPECT(MB_ACT_WIRE, WIRE, MB_R_FLOOD_ENDPOINT, who, false)
#define TO_HOST		   EXPECT(MB_ACT_HOST, HOST, MB_R_NONE, 0, false)
#define HOST_FLOODED(who)  EXPECT(MB_ACT_NEXT, NOBODY, MB_R_FLOOD_HOST, who, false)
#define PAUSED		   EXPECT(MB_ACT_NEXT, NOBODY, MB_R_PAUSE, 0, false)
#define PAUSED_OUT	   EXPECT(MB_ACT_WIRE, WIRE, MB_R_PAUSE, 0, false)
#define NEXT_AND(who)	   EXPECT(MB_ACT_NEXT, NOBODY, MB_R_NONE, who, false)
#define GIVEN_AND(to, who) EXPECT(MB_ACT_DELIVER, to, MB_R_NONE, who, false)
#define TAKEN(who)	   EXPECT(MB_ACT_DROP, NOBODY, MB_R_NODST, who, false)

static const struct row {
	const char *what;
	unsigned int port; /* enum port, TRUNK, HOSTED */
	enum who from;
	enum who src, dst;
	struct expected want;
	uint16_t type, tci; /* 0: ETYPE, untagged */
} rows[] = {
	/* unicast from the wire */
	{ "wire to private", MIXED, WIRE, EXT, P1, GIVEN(P1) },
	{ "wire to vepa", MIXED, WIRE, EXT, V1, GIVEN(V1) },
	{ "wire to bridge", MIXED, WIRE, EXT, B1, GIVEN(B1) },
	{ "wire to a device in another netns", MIXED, WIRE, EXT, B2, GIVEN_PEER(B2) },
	{ "wire to a source endpoint's own MAC", MIXED, WIRE, EXT, S1, NEXT },
	{ "wire to the lower's MAC", MIXED, WIRE, EXT, LOW, NEXT },
	{ "wire to an unknown MAC", MIXED, WIRE, LOW, EXT, NEXT },
	{ "wire to an endpoint that is down", MIXED, WIRE, EXT, DOWN1, NEXT },
	{ "private to private, hairpinned by the switch", MIXED, WIRE, P2, P1, GIVEN(P1) },
	{ "an endpoint to itself, hairpinned", MIXED, WIRE, V1, V1, GIVEN(V1) },
	{ "tagged unicast, by address alone", MIXED, WIRE, EXT, V1, GIVEN(V1), 0, TAG },
	{ "PAUSE to an endpoint's MAC", MIXED, WIRE, EXT, V1, GIVEN(V1), ETH_P_PAUSE },

	/* group frames from the wire */
	{ "wire broadcast of a stranger", MIXED, WIRE, EXT, BCAST, FLOODED(ALL) },
	{ "wire multicast of a stranger", MIXED, WIRE, EXT, MCAST, FLOODED(ALL) },
	{ "wire broadcast of the lower", MIXED, WIRE, LOW, BCAST, FLOODED(ALL) },
	{ "wire broadcast of an endpoint that is down", MIXED, WIRE, DOWN1, BCAST, FLOODED(ALL) },
	{ "tagged wire broadcast", MIXED, WIRE, EXT, BCAST, FLOODED(ALL), 0, TAG },
	{ "wire broadcast of private", MIXED, WIRE, P1, BCAST, BACK(P1) },
	{ "wire multicast of private, never by peer", MIXED, WIRE, P2, MCAST, BACK(P2) },
	{ "wire broadcast of source", MIXED, WIRE, S1, BCAST, BACK(S1) },
	{ "wire broadcast of vepa", MIXED, WIRE, V1, BCAST, FLOODED(TO(V2) | BRIDGES) },
	{ "wire broadcast of bridge", MIXED, WIRE, B1, BCAST, FLOODED(VEPAS) },
	{ "wire PAUSE of a stranger", MIXED, WIRE, EXT, MCAST, PAUSED, ETH_P_PAUSE },
	{ "tagged wire PAUSE", MIXED, WIRE, EXT, MCAST, PAUSED, ETH_P_PAUSE, TAG },
	{ "wire PAUSE of bridge", MIXED, WIRE, B1, BCAST, PAUSED, ETH_P_PAUSE },
	{ "wire PAUSE of private", MIXED, WIRE, P1, MCAST, BACK(P1), ETH_P_PAUSE },

	/* from endpoints */
	{ "private to private", MIXED, P1, P1, P2, OUT },
	{ "private to bridge", MIXED, P1, P1, B1, OUT },
	{ "private to all", MIXED, P1, P1, BCAST, OUT },
	{ "vepa to vepa", MIXED, V1, V1, V2, OUT },
	{ "vepa to all", MIXED, V1, V1, BCAST, OUT },
	{ "source to bridge", MIXED, S1, S1, B1, OUT },
	{ "source to all", MIXED, S1, S1, MCAST, OUT },
	{ "vepa's PAUSE", MIXED, V1, V1, MCAST, OUT, ETH_P_PAUSE },
	{ "bridge to bridge", MIXED, B2, B2, B1, GIVEN(B1) },
	{ "bridge to bridge in another netns", MIXED, B1, B1, B2, GIVEN_PEER(B2) },
	{ "bridge to itself", MIXED, B1, B1, B1, GIVEN(B1) },
	{ "bridge to bridge with another's source MAC", MIXED, B2, EXT, B1, GIVEN(B1) },
	{ "bridge to bridge, tagged", MIXED, B2, B2, B1, GIVEN(B1), 0, TAG },
	{ "bridge to private", MIXED, B1, B1, P1, OUT },
	{ "bridge to vepa", MIXED, B1, B1, V1, OUT },
	{ "bridge to source", MIXED, B1, B1, S1, OUT },
	{ "bridge to an endpoint that is down", MIXED, B1, B1, DOWN1, OUT },
	{ "bridge to the lower", MIXED, B1, B1, LOW, OUT },
	{ "bridge to a stranger", MIXED, B1, B1, EXT, OUT },
	{ "bridge to all", MIXED, B1, B1, BCAST, BRIDGED(TO(B2)) },
	{ "bridge to a group", MIXED, B2, B2, MCAST, BRIDGED(TO(B1)) },
	{ "bridge to all, the sender is known by its device", MIXED, B1, B2, BCAST,
	  BRIDGED(TO(B2)) },
	{ "bridge to all, tagged", MIXED, B1, B1, BCAST, BRIDGED(TO(B2)), 0, TAG },
	{ "bridge's PAUSE", MIXED, B1, B1, MCAST, PAUSED_OUT, ETH_P_PAUSE },
	{ "bridge's tagged PAUSE is no PAUSE", MIXED, B1, B1, MCAST, BRIDGED(TO(B2)), ETH_P_PAUSE,
	  TAG },

	/* source lists */
	{ "a list that is switched off", MIXED, WIRE, LISTED_S1, V1, GIVEN(V1) },
	{ "a sender on no list", SOURCES, WIRE, EXT, V1, GIVEN(V1) },
	{ "listed to a stranger", SOURCES, WIRE, LISTED_S1, EXT, NEXT_AND(TO(S1)) },
	{ "listed to an endpoint", SOURCES, WIRE, LISTED_S1, V1, GIVEN_AND(V1, TO(S1)) },
	{ "listed to its listener's own MAC", SOURCES, WIRE, LISTED_S1, S1, NEXT_AND(TO(S1)) },
	{ "listed twice", SOURCES, WIRE, LISTED_S1S2, LOW, NEXT_AND(TO(S1) | TO(S2)) },
	{ "listed, tagged", SOURCES, WIRE, LISTED_S1, EXT, NEXT_AND(TO(S1)), 0, TAG },
	{ "listed with nodst", SOURCES, WIRE, LISTED_S3, V1, TAKEN(TO(S3)) },
	{ "one of two lists has nodst", SOURCES, WIRE, LISTED_S1S3, V1, TAKEN(TO(S1) | TO(S3)) },
	{ "listed to all", SOURCES, WIRE, LISTED_S1, BCAST, FLOODED(ALL | TO(S1)) },
	{ "listed to all with nodst", SOURCES, WIRE, LISTED_S3, BCAST, TAKEN(TO(S3)) },
	{ "listed PAUSE", SOURCES, WIRE, LISTED_S3, MCAST, TAKEN(TO(S3)), ETH_P_PAUSE },
	{ "bridge to bridge, sender listed", SOURCES, B1, B1, B1, GIVEN_AND(B1, TO(S1)) },
	{ "bridge to bridge, sender listed with nodst", SOURCES, B2, B2, B1, TAKEN(TO(S3)) },
	{ "bridge to the wire, sender listed", SOURCES, B1, B1, EXT, OUT },
	{ "bridge to all, sender listed", SOURCES, B1, B1, BCAST, BRIDGED(TO(B2)) },
	{ "vepa to bridge, sender's address listed", SOURCES, V1, B1, B2, OUT },

	/* a VLAN device on the lower */
	{ "VLAN device's unicast", TRUNK | MIXED, WIRE, EXT, LOW, NEXT, 0, TAG },
	{ "VLAN device's, with an endpoint's MAC", TRUNK | MIXED, WIRE, EXT, V1, NEXT, 0, TAG },
	{ "VLAN device's broadcast", TRUNK | MIXED, WIRE, EXT, BCAST, NEXT, 0, TAG },
	{ "VLAN device's, with private's MAC as source", TRUNK | MIXED, WIRE, P1, BCAST, NEXT, 0,
	  TAG },
	{ "VLAN device's, sender listed with nodst", TRUNK | SOURCES, WIRE, LISTED_S3, LOW, NEXT, 0,
	  TAG },
	{ "VLAN device's, beside passthru", TRUNK | ALONE, WIRE, EXT, LOW, NEXT, 0, TAG },
	{ "no VLAN device's unicast", TRUNK | MIXED, WIRE, EXT, V1, GIVEN(V1), 0, OTHER_TAG },
	{ "no VLAN device's broadcast", TRUNK | MIXED, WIRE, EXT, BCAST, FLOODED(ALL), 0,
	  OTHER_TAG },
	{ "untagged beside a VLAN device", TRUNK | MIXED, WIRE, EXT, V1, GIVEN(V1) },
	{ "untagged beside passthru and a VLAN device", TRUNK | ALONE, WIRE, EXT, LOW,
	  GIVEN_PEER(P2) },
	{ "bridge to bridge with a VLAN device's tag", TRUNK | MIXED, B2, B2, B1, GIVEN(B1), 0,
	  TAG },

	/* host access: the way in */
	{ "host's unicast", HOSTED | MIXED, WIRE, EXT, LOW, NEXT },
	{ "wire to bridge beside the host", HOSTED | MIXED, WIRE, EXT, B2, GIVEN_PEER(B2) },
	{ "wire to all, of a stranger", HOSTED | MIXED, WIRE, EXT, BCAST, FLOODED(ALL) },
	{ "host's broadcast comes back", HOSTED | MIXED, WIRE, LOW, BCAST,
	  FLOODED(ALL & ~BRIDGES) },
	{ "host's, tagged, comes back", HOSTED | MIXED, WIRE, LOW, BCAST, FLOODED(ALL), 0, TAG },
	{ "bridge's broadcast comes back", HOSTED | MIXED, WIRE, B1, BCAST,
	  EXPECT(MB_ACT_DROP, NOBODY, MB_R_FLOOD_WIRE, VEPAS, false) },
	{ "bridge's, tagged, comes back", HOSTED | MIXED, WIRE, B1, BCAST, FLOODED(VEPAS), 0, TAG },
	{ "bridge's PAUSE comes back", HOSTED | MIXED, WIRE, B1, BCAST, PAUSED, ETH_P_PAUSE },
	{ "vepa's broadcast comes back", HOSTED | MIXED, WIRE, V1, BCAST,
	  FLOODED(TO(V2) | BRIDGES) },
	{ "private's broadcast comes back", HOSTED | MIXED, WIRE, P1, BCAST, BACK(P1) },
	{ "VLAN device's, beside the host", HOSTED | TRUNK | MIXED, WIRE, EXT, BCAST, NEXT, 0,
	  TAG },

	/* host access: from endpoints */
	{ "bridge to the host", HOSTED | MIXED, B1, B1, LOW, TO_HOST },
	{ "bridge to the host, from another's MAC", HOSTED | MIXED, B1, EXT, LOW, TO_HOST },
	{ "bridge to the host, tagged", HOSTED | MIXED, B1, B1, LOW, OUT, 0, TAG },
	{ "bridge to the host, sender listed", HOSTED | SOURCES, B1, B1, LOW, TO_HOST },
	{ "bridge to a stranger beside the host", HOSTED | MIXED, B1, B1, EXT, OUT },
	{ "bridge to all and the host", HOSTED | MIXED, B1, B1, BCAST, BRIDGED(TO(B2) | TO(HOST)) },
	{ "bridge to all, tagged, beside the host", HOSTED | MIXED, B1, B1, BCAST, BRIDGED(TO(B2)),
	  0, TAG },
	{ "bridge's PAUSE beside the host", HOSTED | MIXED, B1, B1, MCAST, PAUSED_OUT,
	  ETH_P_PAUSE },
	{ "vepa to the host", HOSTED | MIXED, V1, V1, LOW, OUT },
	{ "private to the host", HOSTED | MIXED, P1, P1, LOW, OUT },
	{ "source to the host", HOSTED | MIXED, S1, S1, LOW, OUT },

	/* host access: from the host */
	{ "host to bridge", HOSTED | MIXED, HOST, LOW, B1, GIVEN(B1) },
	{ "host to bridge elsewhere, never by peer", HOSTED | MIXED, HOST, LOW, B2, GIVEN(B2) },
	{ "host to bridge, from another's MAC", HOSTED | MIXED, HOST, EXT, B1, GIVEN(B1) },
	{ "host to bridge, tagged", HOSTED | MIXED, HOST, LOW, B1, NEXT, 0, TAG },
	{ "host to vepa", HOSTED | MIXED, HOST, LOW, V1, NEXT },
	{ "host to private", HOSTED | MIXED, HOST, LOW, P1, NEXT },
	{ "host to source", HOSTED | MIXED, HOST, LOW, S1, NEXT },
	{ "host to an endpoint that is down", HOSTED | MIXED, HOST, LOW, DOWN1, NEXT },
	{ "host to a stranger", HOSTED | MIXED, HOST, LOW, EXT, NEXT },
	{ "host to all", HOSTED | MIXED, HOST, LOW, BCAST, HOST_FLOODED(BRIDGES) },
	{ "host to a group", HOSTED | MIXED, HOST, LOW, MCAST, HOST_FLOODED(BRIDGES) },
	{ "host to all, sender listed", HOSTED | SOURCES, HOST, LISTED_S3, BCAST,
	  HOST_FLOODED(BRIDGES) },
	{ "host to all, tagged", HOSTED | MIXED, HOST, LOW, BCAST, NEXT, 0, TAG },
	{ "host's PAUSE", HOSTED | MIXED, HOST, LOW, MCAST, PAUSED, ETH_P_PAUSE },

	/* passthru: P2 plays the one endpoint, with the lower's MAC */
	{ "passthru takes the lower's unicast", ALONE, WIRE, EXT, LOW, GIVEN_PEER(P2) },
	{ "passthru takes a stranger's unicast", ALONE, WIRE, LOW, EXT, GIVEN_PEER(P2) },
	{ "passthru shares group frames with the host", ALONE, WIRE, EXT, BCAST, FLOODED(TO(P2)) },
	{ "passthru gets its own group frames back", ALONE, WIRE, LOW, BCAST, BACK(P2) },
	{ "passthru's PAUSE frames stay with the host", ALONE, WIRE, EXT, MCAST, PAUSED,
	  ETH_P_PAUSE },
	{ "passthru sends to the wire", ALONE, P2, LOW, BCAST, OUT },
	{ "passthru without endpoint loses unicast",
	  EMPTY,
	  WIRE,
	  EXT,
	  LOW,
	  { MB_ACT_DROP, NOBODY, MB_R_NO_ENDPOINT, 0, false } },
	{ "passthru without endpoint leaves group frames to the host", EMPTY, WIRE, EXT, BCAST,
	  FLOODED(0) },
};

static int verdict_of(enum mb_act act)
{
	return act == MB_ACT_NEXT ? -1 : act == MB_ACT_DROP ? 2 : 7;
}

static void assert_decision(const struct row *row, const struct outcome *out)
{
	const struct expected *want = &row->want;

	ck_assert_msg(out->verdict == verdict_of(want->act), "%s: verdict is %d, not %d", row->what,
		      out->verdict, verdict_of(want->act));
	ck_assert_msg(out->cb[MB_TRACE_ACT] == want->act, "%s: act is %u, not %u", row->what,
		      out->cb[MB_TRACE_ACT], want->act);
	ck_assert_msg(out->cb[MB_TRACE_TARGET] == world_hostdev(want->target),
		      "%s: goes to ifindex %u, not %u", row->what, out->cb[MB_TRACE_TARGET],
		      world_hostdev(want->target));
	ck_assert_msg(out->cb[MB_TRACE_REASON] == want->reason, "%s: reason is %u, not %u",
		      row->what, out->cb[MB_TRACE_REASON], want->reason);
	ck_assert_msg(out->cb[MB_TRACE_PEER] == want->peer, "%s: goes %s the peer", row->what,
		      want->peer ? "not by" : "by");
	ck_assert_msg(out->cb[MB_TRACE_COPIES] == (uint32_t)__builtin_popcount(want->copies),
		      "%s: %u copies, not %d", row->what, out->cb[MB_TRACE_COPIES],
		      __builtin_popcount(want->copies));
}

static void assert_counts(const struct row *row, const uint32_t counted[MB_R_COUNT])
{
	uint32_t listeners = row->want.copies & (TO(S1) | TO(S2) | TO(S3));

	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++) {
		uint32_t want = reason == MB_R_SOURCE_COPY ? __builtin_popcount(listeners)
							   : reason == row->want.reason;

		ck_assert_msg(counted[reason] == want, "%s: reason %u was counted %u times, not %u",
			      row->what, reason, counted[reason], want);
	}
}

static void assert_counters(const struct row *row, const struct rig *rig)
{
	uint32_t counted[MB_R_COUNT];

	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++)
		counted[reason] = (uint32_t)rig_counted(rig, reason);
	assert_counts(row, counted);
}

/* Who sent it, but who listens to it, or has it back. */
static bool is_counted_of(const struct row *row, enum who who, uint32_t reason)
{
	if (reason == MB_R_SOURCE_COPY)
		return row->want.copies & TO(who) & (TO(S1) | TO(S2) | TO(S3));
	return reason == row->want.reason &&
	       who == (row->want.act == MB_ACT_REFLECT ? row->want.target : row->from);
}

static void assert_counters_of(const struct row *row, const struct rig *rig)
{
	for (int who = B1; who < WIRE; who++)
		for (uint32_t reason = 0; reason < MB_R_COUNT; reason++)
			ck_assert_msg(rig_counted_of(rig, who, reason) ==
					      is_counted_of(row, who, reason),
				      "%s: reason %u of %s", row->what, reason, world_name(who));
}

static void assert_received(const struct row *row, enum who who, const uint8_t *frame)
{
	struct received got;

	ck_assert_msg(world_receive(who, &got), "%s: %s got nothing", row->what, world_name(who));
	ck_assert_msg(got.len == FRAME_LEN && !memcmp(got.data, frame, FRAME_LEN),
		      "%s: what %s got differs", row->what, world_name(who));
	ck_assert_msg(got.tci == row->tci, "%s: what %s got has tag %x, not %x", row->what,
		      world_name(who), got.tci, row->tci);
}

/* `receivers`: set of TO(), each of which gets the frame once. */
static void assert_receivers(const struct row *row, const uint8_t *frame, uint32_t receivers)
{
	int last = row->from == WIRE ? WIRE : HOST; /* who is there for all of the wire */
	struct received more;

	for (int who = B1; who <= last; who++) {
		if (receivers & TO(who))
			assert_received(row, who, frame);
		ck_assert_msg(!world_receive(who, &more), "%s: %s got one too many", row->what,
			      world_name(who));
	}
}

/* Who tells does nothing: what acts afterwards finds all as it was, and each gets one copy. */
static void assert_told(const struct row *row, const struct rig *rig, const uint8_t *frame)
{
	struct outcome out;
	struct mb_told told;

	ck_assert_int_eq(tell_run(rig, row->from, frame, FRAME_LEN, row->tci, &out, &told), 0);
	ck_assert_msg(out.verdict == -1, "%s: who tells moves the frame", row->what);
	out.verdict = verdict_of(row->want.act);
	assert_decision(row, &out);
	assert_counts(row, told.counted);
	for (int who = B1; who <= HOST; who++) /* into the lower goes what is for the host alone */
		ck_assert_msg(who == WIRE ||
				      tell_has_copy(&told, who) == !!(row->want.copies & TO(who)),
			      "%s: %s is told of wrongly", row->what, world_name(who));
}

START_TEST(one_frame)
{
	const struct row *row = &rows[_i];
	uint8_t frame[FRAME_LEN];
	struct outcome out;
	struct rig rig;

	port_open(&rig, row->port, row->from);
	port_frame(frame, row->src, row->dst, row->type ? row->type : ETYPE);
	world_forget();
	assert_told(row, &rig, frame);
	ck_assert_int_eq(rig_run(&rig, row->from, frame, FRAME_LEN, row->tci, &out), 0);
	world_settle();
	assert_decision(row, &out);
	assert_counters(row, &rig);
	assert_counters_of(row, &rig);
	assert_receivers(row, frame, row->want.copies);
	ck_assert_msg(out.len == FRAME_LEN && !memcmp(out.data, frame, FRAME_LEN),
		      "%s: the frame itself was changed", row->what);
	rig_close(&rig);
}
END_TEST

static uint32_t receivers_of(const struct row *row)
{
	const struct expected *want = &row->want;
	bool moved = want->act == MB_ACT_WIRE || want->act == MB_ACT_DELIVER ||
		     want->act == MB_ACT_REFLECT || want->act == MB_ACT_HOST;
	bool passes = row->from == HOST && want->act == MB_ACT_NEXT;

	return want->copies | (moved ? TO(want->target) : passes ? TO(WIRE) : 0);
}

static void send_tagged(enum who from, const uint8_t *frame, uint16_t tci)
{
	uint8_t tagged[FRAME_LEN + 4];

	memcpy(tagged, frame, 12);
	memcpy(tagged + 12, (uint8_t[]){ 0x81, 0, tci >> 8, tci & 0xff }, 4);
	memcpy(tagged + 16, frame + 12, FRAME_LEN - 12);
	world_send(from, tagged, sizeof(tagged));
}

/*
 * What a run can't show: that a frame goes where the trace says. Not by peer: for that, the device
 * would have to be in another netns.
 */
START_TEST(for_real)
{
	const struct row *row = &rows[_i];
	uint8_t frame[FRAME_LEN];
	struct rig rig;

	if (row->want.peer)
		return;
	port_open(&rig, row->port, row->from);
	port_frame(frame, row->src, row->dst, row->type ? row->type : ETYPE);
	world_forget();
	port_attach(&rig, row->from);
	if (row->tci)
		send_tagged(row->from, frame, row->tci);
	else
		world_send(row->from, frame, FRAME_LEN);
	world_settle();
	port_detach(&rig, row->from); /* before anything can fail, or the next test has it too */
	assert_receivers(row, frame, receivers_of(row));
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("prog");
	TCase *tc = tcase_create("prog");

	world_open("check_prog");
	tcase_add_loop_test(tc, one_frame, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_loop_test(tc, for_real, 0, sizeof(rows) / sizeof(rows[0]));
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
