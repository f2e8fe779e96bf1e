// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_neighbours.c - macbpf and the kernel's macvlan, macvtap or ipvlan on one lower.
 *
 * guards: libmacbpf/port/lower.c bpf/
 */
#include <string.h>

#include "tests/harness/run.h"
#include "scene.h"

/* Whoever comes first, and whoever goes first. */
enum order { OURS_FIRST, OURS_LAST, ORDERS };

static void add_ours(void)
{
	scene_add(TOOL_MACBPF, "low", 0, "bridge");
}

static void del_ours(void)
{
	run_ok(HOST, "%s link del mv0", macbpf_path());
}

static bool lets_in(const uint8_t *mac)
{
	static struct run r;

	run(&r, HOST, "bridge fdb show dev low");
	return strstr(r.out, mac_text(mac)) != NULL;
}

/* What a card has to let in for ours: its address, and group frames. */
static void expect_lower_hears(bool ours)
{
	ck_assert_int_eq(lets_in(mac_a), ours);
	ck_assert_int_eq(device_says(HOST, "low", "ALLMULTI"), ours);
}

/* A cable, which has no filters, is promiscuous while an address is let in. */
static void expect_lower_hears_nobody(void)
{
	expect_lower_hears(false);
	ck_assert(device_says(HOST, "low", "promiscuity 0 "));
}

/* ---------------------------------------------------------------- macvlan */

static void make_macvlan(int order)
{
	if (order == OURS_FIRST)
		add_ours();
	scene_add(TOOL_KERNEL, "low", 1, "bridge");
	if (order == OURS_LAST)
		add_ours();
	scene_watch("wire", WIRE);
}

/* The watches' names in the order in which they were made. */
static const char *both(int order)
{
	return order == OURS_FIRST ? "A B" : "B A";
}

START_TEST(macvlan_beside)
{
	make_macvlan(_i);
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "A");
	scene_expect(WIRE, FRAME(mac_b, mac_wire), "B");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), both(_i));
	scene_expect(A, FRAME(mac_wire, mac_a), "wire");
	scene_expect(B, FRAME(mac_wire, mac_b), "wire");
	scene_expect(A, FRAME(mac_b, mac_a), "wire?");
	scene_expect(B, FRAME(mac_a, mac_b), "wire?");
	scene_expect(A, FRAME(mac_all, mac_a), "wire");
	expect_lower_hears(true);
	del_ours();
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "");
	scene_expect(WIRE, FRAME(mac_b, mac_wire), "B");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), "B");
	expect_lower_hears(false);
	ck_assert(lets_in(mac_b));
	run_ok(&fx.box[1], "ip link del mv1");
	expect_lower_hears_nobody();
}
END_TEST

/* A command that sweeps finds nothing to do. */
static void expect_stays(void)
{
	expect_lower_hears(true);
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "A");
	next_command(TOOL_MACBPF);
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "A");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), "A");
	scene_expect(A, FRAME(mac_wire, mac_a), "wire");
}

START_TEST(ours_stays_when_macvlan_goes)
{
	make_macvlan(OURS_LAST);
	run_ok(&fx.box[1], "ip link del mv1");
	expect_stays();
	del_ours();
	expect_lower_hears_nobody();
}
END_TEST

/* ---------------------------------------------------------------- ipvlan */

static void make_ipvlan(int order)
{
	if (order == OURS_FIRST)
		add_ours();
	run_ok(HOST, "ip link add link low name ipv0 netns nt-box2 type ipvlan mode l2");
	run_ok(&fx.box[1], "ip addr add 192.0.2.2/24 dev ipv0");
	run_ok(&fx.box[1], "ip link set ipv0 up");
	run_ok(FAR, "ip addr add 192.0.2.9/24 dev wire");
	if (order == OURS_LAST)
		add_ours();
	run_ok(&fx.box[0], "ip addr add 192.0.2.1/24 dev mv0");
	scene_watch("wire", WIRE);
}

/* It looks at addresses of IP, so nothing but IP reaches it. */
START_TEST(ipvlan_beside)
{
	make_ipvlan(_i);
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "A");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), "A");
	scene_ping(FAR, "192.0.2.1");
	scene_ping(FAR, "192.0.2.2");
	del_ours();
	scene_ping(FAR, "192.0.2.2");
}
END_TEST

START_TEST(ours_stays_when_ipvlan_goes)
{
	make_ipvlan(OURS_FIRST);
	scene_ping(FAR, "192.0.2.2");
	run_ok(&fx.box[1], "ip link del ipv0");
	expect_stays();
	scene_ping(FAR, "192.0.2.1");
}
END_TEST

/* ---------------------------------------------------------------- macvtap */

START_TEST(macvtap_beside)
{
	if (_i == OURS_FIRST)
		add_ours();
	run_ok(HOST, "ip link add link low name tap1 address %s up type macvtap mode bridge",
	       mac_text(mac_b));
	if (_i == OURS_LAST)
		add_ours();
	scene_watch("tap", AT(HOST, "tap1"));
	scene_watch("wire", WIRE);
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "A");
	scene_expect(WIRE, FRAME(mac_b, mac_wire), "tap");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), "A tap");
	run_ok(HOST, "ip link del tap1");
	expect_stays();
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, macvlan_beside, 0, ORDERS);
	tcase_add_loop_test(tc, ipvlan_beside, 0, ORDERS);
	tcase_add_test(tc, ours_stays_when_macvlan_goes);
	tcase_add_test(tc, ours_stays_when_ipvlan_goes);
	tcase_add_loop_test(tc, macvtap_beside, 0, ORDERS);
}

int main(void)
{
	return scene_suite("lowers: neighbours", "ipvlan", add_tests);
}
