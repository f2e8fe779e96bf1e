// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_hosted.c - host access on bonds and VLAN devices, and beside a VLAN device.
 *
 * guards: bpf/host.h libmacbpf/port/host.c
 */
#include "tests/harness/run.h"
#include "scene.h"

static void set_host_access(const char *lower)
{
	run_ok(HOST, "%s port set %s host-access on", macbpf_path(), lower);
	fixture_mark();
}

/* Unicast and broadcast between host, endpoints and wire; all of them have mac_low for the host. */
static void expect_joined(struct spot host, struct spot net)
{
	scene_expect(A, FRAME(mac_low, mac_a), "host");
	scene_expect(A, FRAME(mac_all, mac_a), "B net host");
	scene_expect(A, FRAME(mac_b, mac_a), "B");
	scene_expect(A, FRAME(mac_wire, mac_a), "net");
	scene_expect(host, FRAME(mac_a, mac_low), "A");
	scene_expect(host, FRAME(mac_all, mac_low), "A B net");
	scene_expect(host, FRAME(mac_wire, mac_low), "net");
	scene_expect(net, FRAME(mac_low, mac_wire), "host");
	scene_expect(net, FRAME(mac_a, mac_wire), "A host?"); /* it comes by */
	scene_expect(net, FRAME(mac_all, mac_wire), "A B host");
}

START_TEST(bond)
{
	run_ok(FAR, "ip link add net up type bridge stp_state 0 mcast_snooping 0");
	scene_enslave(FAR, "wire", "net");
	scene_enslave(FAR, "wire2", "net");
	run_ok(FAR, "ip link set net address 02:00:00:00:00:02");
	run_ok(HOST, "ip link add bond0 address 02:00:00:00:00:01 type bond mode active-backup "
		     "miimon 10");
	run_ok(HOST, "ip link set bond0 up");
	scene_enslave(HOST, "low", "bond0");
	scene_enslave(HOST, "low2", "bond0");
	scene_make_pair(TOOL_MACBPF, "bond0");
	scene_watch("host", AT(HOST, "bond0"));
	set_host_access("bond0");
	expect_joined(AT(HOST, "bond0"), NET);
}
END_TEST

START_TEST(vlan)
{
	run_ok(HOST, "ip link add link low name low.5 up type vlan id 5");
	run_ok(FAR, "ip link add link wire name net up type vlan id 5");
	scene_make_pair(TOOL_MACBPF, "low.5");
	scene_watch("host", AT(HOST, "low.5"));
	set_host_access("low.5");
	expect_joined(AT(HOST, "low.5"), NET);
}
END_TEST

/* What the VLAN device sends is no endpoint's, and what endpoints tag is not for it. */
START_TEST(beside_a_vlan)
{
	run_ok(HOST, "ip link add link low name low.5 up type vlan id 5");
	scene_add(TOOL_MACBPF, "low", 0, "bridge");
	scene_add(TOOL_MACBPF, "low", 1, "bridge");
	scene_watch("net", WIRE);
	scene_watch("host", AT(HOST, "low"));
	set_host_access("low");
	scene_expect(AT(HOST, "low.5"), FRAME(mac_all, mac_low), "net/5");
	scene_expect(AT(HOST, "low.5"), FRAME(mac_a, mac_low), "net/5?");
	scene_expect(A, TAGGED(mac_low, mac_a, 5), "net/5?");
	scene_expect(A, TAGGED(mac_all, mac_a, 5), "B/5 net/5");
	scene_expect(A, FRAME(mac_all, mac_a), "B net host");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, bond);
	tcase_add_test(tc, vlan);
	tcase_add_test(tc, beside_a_vlan);
}

int main(void)
{
	return scene_suite("lowers: hosted", "bond", add_tests);
}
