// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_vxlan.c - lowers that are tunnels of VXLAN: they have no filter, but a list of the machines
 * that addresses are behind, which is left alone.
 *
 * guards: libmacbpf/port/lower.c libmacbpf/endpoint/filter.c libmacbpf/endpoint/secondary.c
 */
#include <string.h>

#include "tests/harness/run.h"
#include "scene.h"

#define VXLAN "type vxlan id 5 dstport 4789 nolearning"

/* The tunnel lies on the cable, and who reads addresses of the wire reads those within. */
static void make_tunnel(void)
{
	run_ok(HOST, "ip addr add 10.9.0.1/24 dev low");
	run_ok(FAR, "ip addr add 10.9.0.2/24 dev wire");
	run_ok(HOST, "ip link add vx0 address 02:00:00:00:00:01 up " VXLAN " remote 10.9.0.2");
	run_ok(FAR, "ip link add net address 02:00:00:00:00:02 up " VXLAN " remote 10.9.0.1");
}

static void expect_list(const char *before)
{
	struct run r;

	run(&r, HOST, "bridge fdb show dev vx0");
	ck_assert_str_eq(r.out, before);
}

START_TEST(all_paths)
{
	struct run before;

	make_tunnel();
	run(&before, HOST, "bridge fdb show dev vx0");
	scene_make_pair(_i, "vx0");
	scene_expect_all_paths();
	expect_list(before.out);
	scene_clear(_i, 3);
	expect_list(before.out);
}
END_TEST

START_TEST(address_behind)
{
	struct run before;

	make_tunnel();
	run(&before, HOST, "bridge fdb show dev vx0");
	scene_make_pair(TOOL_MACBPF, "vx0");
	run_ok(&fx.box[0], "bridge fdb add 02:00:00:00:77:01 dev mv0 self");
	run_ok(HOST, "%s port sweep", macbpf_path());
	fixture_mark();
	scene_expect(NET, FRAME(((const uint8_t[]){ 2, 0, 0, 0, 0x77, 1 }), mac_wire), "A");
	expect_list(before.out);
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, all_paths);
	tcase_add_test(tc, address_behind);
}

int main(void)
{
	return scene_suite("lowers: vxlan", "vxlan", add_tests);
}
