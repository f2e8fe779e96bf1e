// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_floods.c - one broadcast for as many endpoints as there may be copies in a backlog, and
 * more.
 *
 * tests/prog/check_flood.c fills tables by hand; here commands made all of it, of whatever kind.
 *
 * guards: bpf/flood.h libmacbpf/endpoint/
 */
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/harness/copies.h"
#include "tests/harness/run.h"
#include "fixture.h"

#define CROWD_MAX 1100

static unsigned int device[CROWD_MAX], wire;
static struct copies in_box, on_wire;

static void make_crowd(unsigned int members)
{
	char path[] = "/tmp/check_floods.XXXXXX";
	FILE *batch = fdopen(mkstemp(path), "w");

	ck_assert(batch);
	for (unsigned int n = 0; n < members; n++)
		fprintf(batch,
			"link add link low name d%u netns nt-box1 up type macvlan mode bridge\n",
			n);
	fclose(batch);
	run_ok(&fx.host, "%s -b %s", macbpf_path(), path);
	unlink(path);
	fixture_mark();
}

static void learn_devices(unsigned int members)
{
	char name[IFNAMSIZ];

	netns_enter(&fx.far);
	wire = if_nametoindex("wire");
	netns_leave();
	netns_enter(&fx.box[0]);
	for (unsigned int n = 0; n < members; n++) {
		snprintf(name, sizeof(name), "d%u", n);
		device[n] = if_nametoindex(name);
	}
	netns_leave();
}

static void expect_one_each(unsigned int members, unsigned int except, const char *from)
{
	for (unsigned int n = 0; n < members; n++)
		ck_assert_msg(in_box.got[device[n]] == (n != except),
			      "%u endpoints, from %s: d%u got %u copies, all got %u", members, from,
			      n, in_box.got[device[n]], in_box.total);
	ck_assert_uint_eq(frames_counted("copy-refused"), 0);
}

static const unsigned int sizes[] = { 60, 200, CROWD_MAX };

START_TEST(all_get_one_copy)
{
	unsigned int members = sizes[_i], sender = members / 2;

	make_crowd(members);
	learn_devices(members);
	copies_open(&in_box, &fx.box[0], COPIES_TYPE);
	copies_send(&in_box, &fx.far, wire, mac_wire, members);
	expect_one_each(members, members, "the wire");
	ck_assert_uint_eq(frames_counted("flood-wire"), 1);
	copies_send(&in_box, &fx.box[0], device[sender], mac_a, members - 1);
	expect_one_each(members, sender, "an endpoint");
	ck_assert_uint_eq(frames_counted("flood-endpoint"), 1);
	copies_open(&on_wire, &fx.far, COPIES_TYPE);
	copies_send(&on_wire, &fx.box[0], device[sender], mac_a, 1);
	ck_assert_uint_eq(on_wire.total, 1);
	copies_close(&on_wire);
	copies_close(&in_box);
}
END_TEST

/* With netkit d63 is the one that carries what is left. */
START_TEST(who_carries_changes_its_mode)
{
	const unsigned int members = 100, changed = 63;

	make_crowd(members);
	learn_devices(members);
	run_ok(&fx.host, "%s link set d%u type macvlan mode private", macbpf_path(), changed);
	fixture_mark();
	copies_open(&in_box, &fx.box[0], COPIES_TYPE);
	copies_send(&in_box, &fx.far, wire, mac_wire, members);
	expect_one_each(members, members, "the wire");
	copies_send(&in_box, &fx.box[0], device[0], mac_a, members - 2);
	ck_assert_uint_eq(in_box.got[device[changed]], 0);
	in_box.got[device[changed]] = 1;
	expect_one_each(members, 0, "an endpoint");
	copies_close(&in_box);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, who_carries_changes_its_mode);
	tcase_add_loop_test(tc, all_get_one_copy, 0, sizeof(sizes) / sizeof(sizes[0]));
}

int main(void)
{
	return run_suite("net: floods", add_tests);
}
