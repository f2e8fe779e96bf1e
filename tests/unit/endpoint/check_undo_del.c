// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo_del.c - each call of a deletion, and of opening a tap, fails once.
 *
 * guards: libmacbpf/endpoint/ libmacbpf/api/link_del.c libmacbpf/api/tap_open.c
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/undo.h"

static const struct undo_case cases[] = {
	{ "delete one of two", scene_two, DEL, "mv0", { 0 } },
	{ "delete a tap", scene_tap_beside_veth, DEL, "tap0", { 0 } },
	{ "let an adopted tap go", scene_adopted_beside, DEL, "vnet0", { 0 } },
	{ "let an adopted tap go, the last", scene_adopted, DEL, "vnet0", { 0 } },
	{ "delete a passthru tap", scene_passthru_tap, DEL, "tap0", { 0 } },
	{ "delete the last", scene_one, DEL, "mv0", { 0 } },
	{ "delete the last at clsact", scene_clsact, DEL, "mv0", { 0 } },
	{ "delete the last bridge endpoint", scene_two, DEL, "mv1", { 0 } },
	{ "delete the owner of a MAC that another waits for", scene_same_mac, DEL, "mv0", { 0 } },
	{ "delete the second of two with one MAC", scene_second_owns, DEL, "mv1", { 0 } },
	{ "delete one that listed sources", scene_shared_sources, DEL, "mv1", { 0 } },
	{ "delete the only one that listed sources", scene_sources, DEL, "mv0", { 0 } },
	{ "delete one whose addresses are known", scene_directed, DEL, "mv1", { 0 } },
	{ "delete a passthru endpoint", scene_passthru, DEL, "mv0", { 0 } },
	{ "delete a passthru endpoint that changed the lower's MAC",
	  scene_passthru_with_mac,
	  DEL,
	  "mv0",
	  { 0 } },
};

/* Half of its queues would lose the other half's frames. */
START_TEST(queues_are_opened_all_or_none)
{
	const struct macbpf_link_opts opts = { .has = TAP,
					       MACVTAP(.has = MACBPF_MACVTAP_QUEUES, .queues = 3) };
	int fds[3], rc, n = 0;

	do {
		char *before, what[64];

		rig_open();
		rig_add("tap0", opts);
		before = fake_text();
		fake_fault = (struct fake_fault){ .at = ++n, .error = -EIO };
		rc = macbpf_tap__open(rig_mb, NULL, "tap0", NULL, fds, 3);
		snprintf(what, sizeof(what), "call %d fails", n);
		fake_fault.at = 0;
		if (rc) {
			undo_expect_sentence(rc, errno, what);
			rig_expect_same(before, fake_text(), what);
			continue;
		}
		free(before);
		for (int i = 0; i < 3; i++)
			close(fds[i]);
	} while (rc);
	ck_assert_int_gt(n, 5);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, queues_are_opened_all_or_none);
}

int main(void)
{
	return undo_main("undo del", cases, ARRAY_SIZE(cases), fill);
}
