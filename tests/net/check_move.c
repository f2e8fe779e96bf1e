// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_move.c - endpoints whose devices are in, move to, or come back from another netns.
 *
 * guards: libmacbpf/endpoint/place.c libmacbpf/session/follow.c
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "fixture.h"

#define WIRE AT(&fx.far, "wire")

static void set_netns(const char *name, const struct netns *to)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .netns = to->name };

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
}

static void expect_traffic(struct spot device, const uint8_t *mac)
{
	ck_assert_msg(arrives(device, mac, mac_wire, WIRE), "no frame gets to the wire");
	ck_assert_msg(arrives(WIRE, mac_wire, mac, device), "no unicast comes from the wire");
	ck_assert_msg(arrives(WIRE, mac_wire, mac_all, device), "no broadcast comes from the wire");
}

START_TEST(device_is_made_in_the_netns_asked_for)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert(device_exists(&fx.box[0], "mv0"));
	ck_assert(!device_exists(&fx.host, "mv0"));
	ck_assert_int_ge(info_of("mv0")->netnsid, 0);
	ck_assert_mem_eq(info_of("mv0")->address, mac_a, 6);
	expect_traffic(AT(&fx.box[0], "mv0"), mac_a);
}
END_TEST

START_TEST(device_beside_the_lower)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	ck_assert(device_exists(&fx.host, "mv0"));
	ck_assert_int_eq(info_of("mv0")->netnsid, -1);
	expect_traffic(AT(&fx.host, "mv0"), mac_a);
}
END_TEST

START_TEST(moved_and_renamed_by_ip_it_is_still_found)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	run_ok(&fx.host, "ip link set mv0 netns nt-box1 name eth0");
	run_ok(&fx.box[0], "ip link set eth0 up");
	ck_assert_str_eq(info_of("mv0")->name, "eth0");
	ck_assert_str_eq(info_of("mv0")->created_name, "mv0");
	expect_traffic(AT(&fx.box[0], "eth0"), mac_a);
}
END_TEST

START_TEST(moved_by_ip_it_can_be_set_and_deleted)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .has = MACBPF_LINK_MTU, .mtu = 1300 };

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	run_ok(&fx.host, "ip link set mv0 netns nt-box1 name eth0");
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert_int_eq(info_of("mv0")->mtu, 1300);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(!device_exists(&fx.box[0], "eth0"));
	expect_devices(2);
}
END_TEST

START_TEST(moved_to_the_lower_by_ip_it_works_after_the_next_command)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .alias = "at home" };

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	expect_traffic(AT(&fx.box[0], "mv0"), mac_a);
	run_ok(&fx.box[0], "ip link set mv0 netns nt-host");
	run_ok(&fx.host, "ip link set mv0 up");
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	expect_traffic(AT(&fx.host, "mv0"), mac_a);
}
END_TEST

START_TEST(moved_there_and_back_by_the_library)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	set_netns("mv0", &fx.box[0]);
	run_ok(&fx.box[0], "ip link set mv0 up");
	expect_traffic(AT(&fx.box[0], "mv0"), mac_a);
	set_netns("mv0", &fx.box[1]);
	run_ok(&fx.box[1], "ip link set mv0 up");
	expect_traffic(AT(&fx.box[1], "mv0"), mac_a);
	set_netns("mv0", &fx.host);
	run_ok(&fx.host, "ip link set mv0 up");
	expect_traffic(AT(&fx.host, "mv0"), mac_a);
}
END_TEST

/* Before Linux 6.2 only what is down can have another name. */
START_TEST(renamed_it_is_found_by_all_of_its_names)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .name = "mv9" };
	char hostdev[16];

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	run_ok(&fx.host, "ip link set mv0 down");
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert_str_eq(info_of("mv9")->created_name, "mv0");
	ck_assert_str_eq(info_of("mv0")->name, "mv9");
	snprintf(hostdev, sizeof(hostdev), "%s", info_of("mv0")->hostdev);
	ck_assert_str_eq(info_of(hostdev)->name, "mv9");
}
END_TEST

START_TEST(two_made_with_one_name_are_told_apart_by_hostdev)
{
	MACBPF_OPTS(macbpf_links_opts, which, .lower = "low2", .name = "eth0");
	struct macbpf_links *links;
	char first[16];

	add_link("low", "eth0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	snprintf(first, sizeof(first), "%s", info_of("eth0")->hostdev);
	add_link("low2", "eth0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "eth0"), -ENOTUNIQ);
	ck_assert_str_ne(macbpf__error(fx.mb), "");
	expect_ok(macbpf_links__get(fx.mb, &which, &links));
	macbpf_links__free(links);
	expect_ok(macbpf_link__del(fx.mb, NULL, first));
	ck_assert(!device_exists(&fx.box[0], "eth0"));
	ck_assert(device_exists(&fx.box[1], "eth0"));
	expect_ok(macbpf_link__del(fx.mb, "low2", "eth0"));
	expect_devices(2);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, device_is_made_in_the_netns_asked_for);
	tcase_add_test(tc, device_beside_the_lower);
	tcase_add_test(tc, moved_and_renamed_by_ip_it_is_still_found);
	tcase_add_test(tc, moved_by_ip_it_can_be_set_and_deleted);
	tcase_add_test(tc, moved_to_the_lower_by_ip_it_works_after_the_next_command);
	tcase_add_test(tc, moved_there_and_back_by_the_library);
	tcase_add_test(tc, renamed_it_is_found_by_all_of_its_names);
	tcase_add_test(tc, two_made_with_one_name_are_told_apart_by_hostdev);
}

int main(void)
{
	return run_suite("net: move", add_tests);
}
