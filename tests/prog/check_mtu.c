// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_mtu.c - a frame that is too large for the wire goes to whom else it is for.
 *
 * guards: bpf/mtu.h bpf/account.h
 */
#include <linux/if_ether.h>
#include <string.h>

#include "bpf/policy.h"
#include "tests/harness/runner.h"
#include "port.h"

#define MTU	1500
#define LARGEST (ETH_HLEN + MTU)

static const struct row {
	const char *what;
	enum who from, dst;
	uint32_t len;
	uint16_t tci;
	enum mb_act act;
	enum who target;
	uint32_t copies; /* set of TO() */
	bool over_mtu;
} rows[] = {
	{ "private's largest", P1, EXT, LARGEST, 0, MB_ACT_WIRE, WIRE, 0, false },
	{ "one byte more", P1, EXT, LARGEST + 1, 0, MB_ACT_DROP, NOBODY, 0, true },
	{ "vepa to its sibling, by the switch", V1, V2, LARGEST + 1, 0, MB_ACT_DROP, NOBODY, 0,
	  true },
	{ "source's", S1, EXT, LARGEST + 1, 0, MB_ACT_DROP, NOBODY, 0, true },
	{ "the largest with a tag", P1, EXT, LARGEST, TAG, MB_ACT_WIRE, WIRE, 0, false },
	{ "one byte more with a tag", P1, EXT, LARGEST + 1, TAG, MB_ACT_DROP, NOBODY, 0, true },
	{ "bridge's largest", B1, EXT, LARGEST, 0, MB_ACT_WIRE, WIRE, 0, false },
	{ "bridge's to a stranger", B1, EXT, LARGEST + 1, 0, MB_ACT_DROP, NOBODY, 0, true },
	{ "bridge's to private, by the switch", B1, P1, LARGEST + 1, 0, MB_ACT_DROP, NOBODY, 0,
	  true },
	{ "bridge's to its sibling", B2, B1, LARGEST + 1, 0, MB_ACT_DELIVER, B1, 0, false },
	{ "bridge's to all, its siblings have it", B1, BCAST, LARGEST + 1, 0, MB_ACT_DROP, NOBODY,
	  TO(B2), true },
	{ "the largest from the wire", WIRE, V1, LARGEST, 0, MB_ACT_DELIVER, V1, 0, false },
	{ "the wire may send more than we may", WIRE, V1, LARGEST + 1, 0, MB_ACT_DELIVER, V1, 0,
	  false },
};

static void assert_decision(const struct row *row, const struct rig *rig, const struct outcome *out)
{
	ck_assert_msg(out->cb[MB_TRACE_ACT] == row->act, "%s: act is %u, not %u", row->what,
		      out->cb[MB_TRACE_ACT], row->act);
	ck_assert_msg(out->cb[MB_TRACE_TARGET] == world_hostdev(row->target),
		      "%s: goes to ifindex %u, not %u", row->what, out->cb[MB_TRACE_TARGET],
		      world_hostdev(row->target));
	ck_assert_msg(rig_counted(rig, MB_R_OVER_MTU) == row->over_mtu,
		      "%s: over-mtu was counted %lu times", row->what,
		      rig_counted(rig, MB_R_OVER_MTU));
	if (row->from != WIRE)
		ck_assert_msg(rig_counted_of(rig, row->from, MB_R_OVER_MTU) == row->over_mtu,
			      "%s: of its sender it was counted %lu times", row->what,
			      rig_counted_of(rig, row->from, MB_R_OVER_MTU));
}

/* Receivers are told by one frame each, whole. */
static void assert_receivers(const struct row *row, const uint8_t *frame)
{
	struct received got;

	for (int who = B1; who <= WIRE; who++) {
		if (row->copies & TO(who))
			ck_assert_msg(world_receive(who, &got) && got.len == row->len &&
					      !memcmp(got.data, frame, row->len),
				      "%s: %s has not got it whole", row->what, world_name(who));
		ck_assert_msg(!world_receive(who, &got), "%s: %s got one too many", row->what,
			      world_name(who));
	}
}

START_TEST(one_frame)
{
	const struct row *row = &rows[_i];
	uint8_t frame[LARGEST + 1] = { 0 };
	struct outcome out;
	struct rig rig;

	port_open(&rig, MIXED, row->from);
	port_frame(frame, row->from == WIRE ? EXT : row->from, row->dst, ETYPE);
	world_forget();
	ck_assert_int_eq(rig_run(&rig, row->from, frame, row->len, row->tci, &out), 0);
	world_settle();
	assert_decision(row, &rig, &out);
	assert_receivers(row, frame);
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mtu");
	TCase *tc = tcase_create("mtu");

	world_open("check_mtu");
	tcase_add_loop_test(tc, one_frame, 0, sizeof(rows) / sizeof(rows[0]));
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
