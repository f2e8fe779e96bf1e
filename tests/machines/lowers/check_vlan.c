// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_vlan.c - lowers that are VLAN devices, VLAN devices on endpoints.
 *
 * guards: libmacbpf/port/lower.c libmacbpf/session/news.c bpf/
 */
#include <net/if.h>
#include <string.h>

#include "tests/harness/run.h"
#include "scene.h"

static const uint8_t group[6] = { 0x01, 0, 0x5e, 1, 2, 3 };

static void make_vlan(const struct netns *ns, const char *lower, int id)
{
	run_ok(ns, "ip link add link %s name %s.%d up type vlan id %d", lower, lower, id, id);
}

/* ---------------------------------------------------------------- the lower is a VLAN device */

static const struct mode {
	const char *words;
	bool alone, bridges, listens;
} modes[] = {
	{ "private", false, false, false },
	{ "vepa", false, false, false },
	{ "passthru", true, false, false },
	{ "source macaddr add 02:00:00:00:00:02", false, false, true },
	{ "bridge", false, true, false },
};

#define MODES  (int)(sizeof(modes) / sizeof(modes[0]))
#define BRIDGE (&modes[MODES - 1])

static void make_endpoints(int tool, const char *lower, const struct mode *mode)
{
	scene_add(tool, lower, 0, mode->words);
	if (!mode->alone)
		scene_add(tool, lower, 1, mode->words);
	scene_watch("wire", WIRE);
}

static void expect_mode(const struct mode *mode)
{
	scene_expect(A, FRAME(mac_wire, mac_a), "wire/7");
	scene_expect(A, FRAME(mac_b, mac_a), mode->bridges ? "B" : "wire/7?");
	scene_expect(A, FRAME(mac_all, mac_a), mode->bridges ? "B wire/7" : "wire/7");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), mode->listens ? "A B?" : "A");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, 7), mode->alone ? "A" : "A B");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 8), "");
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), "");
}

START_TEST(tag_is_on_the_wire_only)
{
	make_vlan(HOST, "low", 7);
	for (int i = 0; i < MODES; i++) {
		make_endpoints(_i, "low.7", &modes[i]);
		expect_mode(&modes[i]);
		scene_clear(_i, modes[i].alone ? 1 : 3);
	}
}
END_TEST

START_TEST(filters_reach_the_card)
{
	static struct run r;
	int tool = _i;

	make_vlan(HOST, "low", 7);
	make_endpoints(tool, "low.7", BRIDGE);
	run(&r, HOST, "bridge fdb show dev low");
	ck_assert_ptr_nonnull(strstr(r.out, mac_text(mac_a)));
	ck_assert(device_says(HOST, "low", "promiscuity 1 "));
	run_ok(&fx.box[0], "ip maddress add 01:00:5e:01:02:03 dev mv0");
	run_ok(&fx.box[1], "ip maddress add 01:00:5e:01:02:03 dev mv1");
	scene_expect(WIRE, TAGGED(group, mac_wire, 7), "A B");
	scene_clear(tool, 3);
	run(&r, HOST, "bridge fdb show dev low");
	ck_assert_ptr_null(strstr(r.out, mac_text(mac_a)));
	ck_assert(device_says(HOST, "low", "promiscuity 0 "));
}
END_TEST

START_TEST(mtu_is_the_vlan_devices)
{
	struct frame full = FRAME(mac_wire, mac_a);
	static struct run r;

	make_vlan(HOST, "low", 7);
	make_endpoints(_i, "low.7", BRIDGE);
	ck_assert(device_says(&fx.box[0], "mv0", " mtu 1500 "));
	ck_assert_int_eq(run(&r, HOST,
			     "%s link add link low.7 name mv2 mtu 1501 type macvlan mode bridge",
			     tool_path(_i)),
			 2);
	full.len = 1514;
	scene_expect(A, full, "wire/7");
	run_ok(HOST, "ip link set low mtu 1400");
	next_command(_i);
	ck_assert(device_says(&fx.box[0], "mv0", " mtu 1400 "));
}
END_TEST

/* 802.1ad outside, 802.1Q inside: the lower is the inner one. */
START_TEST(lower_may_be_a_vlan_in_a_vlan)
{
	run_ok(HOST, "ip link add link low name outer up type vlan proto 802.1ad id 7");
	run_ok(HOST, "ip link add link outer name inner up type vlan id 5");
	make_endpoints(_i, "inner", BRIDGE);
	scene_expect(A, FRAME(mac_wire, mac_a), "wire/7+");
	scene_expect(A, FRAME(mac_b, mac_a), "B");
	scene_expect(A, FRAME(mac_all, mac_a), "B wire/7+");
	scene_expect(WIRE, TWICE(mac_a, mac_wire, 7, 5), "A");
}
END_TEST

/* ---------------------------------------------------------------- VLAN devices on endpoints */

#define A5 AT(&fx.box[0], "mv0.5")
#define B5 AT(&fx.box[1], "mv1.5")

static void make_vlans_on_endpoints(int tool, const char *lower)
{
	make_endpoints(tool, lower, BRIDGE);
	make_vlan(&fx.box[0], "mv0", 5);
	make_vlan(&fx.box[1], "mv1", 5);
	scene_watch("A5", A5);
	scene_watch("B5", B5);
}

START_TEST(container_has_a_vlan_on_its_endpoint)
{
	make_vlans_on_endpoints(_i, "low");
	scene_expect(A5, FRAME(mac_wire, mac_a), "wire/5");
	scene_expect(A5, FRAME(mac_b, mac_a), "B/5 B5");
	scene_expect(A5, FRAME(mac_all, mac_a), "B/5 wire/5 B5");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 5), "A/5 A5");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, 5), "A/5 B/5 A5 B5");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 6), "A/6");
	scene_expect(WIRE, FRAME(mac_a, mac_wire), "A");
}
END_TEST

START_TEST(container_has_a_vlan_in_the_lowers_vlan)
{
	make_vlan(HOST, "low", 7);
	make_vlans_on_endpoints(_i, "low.7");
	scene_expect(A5, FRAME(mac_wire, mac_a), "wire/7+");
	scene_expect(A5, FRAME(mac_b, mac_a), "B/5 B5");
	scene_expect(A5, FRAME(mac_all, mac_a), "B/5 wire/7+ B5");
	make_vlan(FAR, "wire", 7);
	make_vlan(FAR, "wire.7", 5);
	scene_expect(AT(FAR, "wire.7.5"), FRAME(mac_a, mac_wire), "A/5 A5");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), "A");
}
END_TEST

/* ---------------------------------------------------------------- a VLAN device beside endpoints
 */

#define VLAN AT(HOST, "low.7")

static void make_beside(int tool, const char *words, int count)
{
	make_vlan(HOST, "low", 7);
	for (int i = 0; i < count; i++)
		scene_add(tool, "low", i, words);
	scene_watch("vlan", VLAN);
	scene_watch("wire", WIRE);
}

static void expect_taken_from_endpoints(int id)
{
	scene_expect(WIRE, TAGGED(mac_low, mac_wire, id), "vlan");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, id), "vlan?");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, id), "vlan");
}

/* What an endpoint sends to its sibling, macvlan gives to the VLAN device, too; we don't. */
START_TEST(vlan_beside_endpoints)
{
	make_beside(_i, "bridge", 2);
	expect_taken_from_endpoints(7);
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 8), "A/8");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, 8), "A/8 B/8");
	scene_expect(A, TAGGED(mac_all, mac_a, 7), "B/7 wire/7");
	scene_expect(A, TAGGED(mac_b, mac_a, 7), _i == TOOL_KERNEL ? "vlan?" : "B/7");
	scene_expect(A, TAGGED(mac_b, mac_a, 8), "B/8");
	scene_expect(VLAN, FRAME(mac_a, mac_low), "wire/7?");
	run_ok(HOST, "ip link set low.7 down");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), "");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, 7), "");
}
END_TEST

START_TEST(vlan_beside_those_who_take_what_is_not_theirs)
{
	make_beside(_i, "passthru", 1);
	scene_expect(WIRE, TAGGED(mac_low, mac_wire, 7), "vlan");
	scene_expect(WIRE, TAGGED(mac_low, mac_wire, 8), "A/8");
	scene_clear(_i, 1);
	run_ok(HOST, "ip link del low.7");
	make_beside(_i, "source nodst macaddr add 02:00:00:00:00:02", 1);
	scene_expect(WIRE, TAGGED(mac_low, mac_wire, 7), "vlan");
	/* A copy for a source endpoint is not of the type that macvlan gives it, see
	 * docs/parity.md. */
	scene_expect(WIRE, TAGGED(mac_low, mac_wire, 8), _i == TOOL_KERNEL ? "A/8" : "A/8?");
}
END_TEST

START_TEST(vlan_of_another_kind_of_tag)
{
	run_ok(HOST, "ip link add link low name low.7 up type vlan proto 802.1ad id 7");
	scene_add(_i, "low", 0, "bridge");
	scene_watch("vlan", VLAN);
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), "A/7");
	scene_expect(WIRE, TWICE(mac_a, mac_wire, 7, 8), "vlan/8?");
}
END_TEST

START_TEST(vlan_that_comes_and_goes_beside_endpoints)
{
	bool kernel = _i == TOOL_KERNEL;

	scene_add(_i, "low", 0, "bridge");
	make_vlan(HOST, "low", 7);
	scene_watch("vlan", VLAN);
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), kernel ? "vlan?" : "A/7");
	next_command(_i);
	expect_taken_from_endpoints(7);
	run_ok(HOST, "ip link del low.7");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), kernel ? "A/7" : "");
	next_command(_i);
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), "A/7");
}
END_TEST

/* As with macvlan: no command has to come. */
START_TEST(vlan_that_comes_and_goes_beside_an_agent)
{
	pid_t agent;

	scene_add(TOOL_MACBPF, "low", 0, "bridge");
	agent = scene_start_agent("low");
	make_vlan(HOST, "low", 7);
	scene_watch("vlan", VLAN);
	expect_taken_from_endpoints(7);
	run_ok(HOST, "ip link del low.7");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 7), "A/7");
	scene_stop_agent(agent);
}
END_TEST

START_TEST(vlan_has_endpoints_and_so_has_its_card)
{
	make_vlan(HOST, "low", 7);
	scene_add(_i, "low", 0, "bridge");
	scene_add(_i, "low.7", 1, "bridge");
	scene_watch("wire", WIRE);
	scene_expect(WIRE, TAGGED(mac_b, mac_wire, 7), "B");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, 7), "B");
	scene_expect(WIRE, FRAME(mac_all, mac_wire), "A");
	scene_expect(WIRE, FRAME(mac_b, mac_wire), "");
	scene_expect(A, FRAME(mac_b, mac_a), "wire?");
	scene_expect(B, FRAME(mac_a, mac_b), "wire/7?");
}
END_TEST

static void expect_listed(const char *text, const char *json)
{
	static struct run r;

	ck_assert_int_eq(run(&r, HOST, "%s -d port show low", macbpf_path()), 0);
	ck_assert_msg(!!strstr(r.out, "vlans") == !!*text && strstr(r.out, text), "%s", r.out);
	ck_assert_int_eq(run(&r, HOST, "%s -j -d port show low", macbpf_path()), 0);
	ck_assert_msg(strstr(r.out, json), "%s", r.out);
}

START_TEST(tags_of_vlan_devices_are_listed)
{
	static const int ids[] = { 10, 20, 21, 22, 4094 };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		make_vlan(HOST, "low", ids[i]);
	run_ok(HOST, "ip link add link low name outer type vlan proto 802.1ad id 7");
	scene_add(TOOL_MACBPF, "low", 0, "bridge");
	expect_listed(" vlans 10 20-22 4094 vlans-802.1ad 7\n",
		      "\"vlans\":[10,20,21,22,4094],\"vlans_8021ad\":[7]");
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		run_ok(HOST, "ip link del low.%d", ids[i]);
	next_command(TOOL_MACBPF);
	expect_listed(" vlans-802.1ad 7\n", "\"vlans\":[],\"vlans_8021ad\":[7]");
	run_ok(HOST, "ip link del outer");
	next_command(TOOL_MACBPF);
	expect_listed("", "\"vlans\":[],\"vlans_8021ad\":[]");
}
END_TEST

/* Its lower does not know it any more, nor do we who look there. */
START_TEST(vlan_that_was_moved_away)
{
	bool kernel = _i == TOOL_KERNEL;

	make_vlan(HOST, "low", 7);
	run_ok(HOST, "ip link set low.7 netns nt-box3");
	run_ok(&fx.box[2], "ip link set low.7 up");
	scene_add(_i, "low", 0, "bridge");
	scene_watch("vlan", AT(&fx.box[2], "low.7"));
	scene_expect(WIRE, TAGGED(mac_low, mac_wire, 7), "vlan");
	scene_expect(WIRE, TAGGED(mac_all, mac_wire, 7), kernel ? "vlan" : "A/7 vlan");
}
END_TEST

static unsigned int index_of(const struct netns *ns, const char *device)
{
	unsigned int ifindex;

	netns_enter(ns);
	ifindex = if_nametoindex(device);
	netns_leave();
	return ifindex;
}

/* In its netns its card has the number that the lower has here. */
START_TEST(vlan_of_another_card_was_moved_here)
{
	ck_assert_uint_eq(index_of(HOST, "low"), index_of(FAR, "wire"));
	make_vlan(FAR, "wire", 9);
	run_ok(FAR, "ip link set wire.9 netns nt-host");
	scene_add(_i, "low", 0, "bridge");
	scene_expect(WIRE, TAGGED(mac_a, mac_wire, 9), "A/9");
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, tag_is_on_the_wire_only);
	add_for_both(tc, filters_reach_the_card);
	add_for_both(tc, mtu_is_the_vlan_devices);
	add_for_both(tc, lower_may_be_a_vlan_in_a_vlan);
	add_for_both(tc, container_has_a_vlan_on_its_endpoint);
	add_for_both(tc, container_has_a_vlan_in_the_lowers_vlan);
	add_for_both(tc, vlan_beside_endpoints);
	add_for_both(tc, vlan_beside_those_who_take_what_is_not_theirs);
	add_for_both(tc, vlan_of_another_kind_of_tag);
	add_for_both(tc, vlan_that_comes_and_goes_beside_endpoints);
	tcase_add_test(tc, vlan_that_comes_and_goes_beside_an_agent);
	add_for_both(tc, vlan_has_endpoints_and_so_has_its_card);
	tcase_add_test(tc, tags_of_vlan_devices_are_listed);
	add_for_both(tc, vlan_that_was_moved_away);
	add_for_both(tc, vlan_of_another_card_was_moved_here);
}

int main(void)
{
	return scene_suite("lowers: vlan", "vlan", add_tests);
}
