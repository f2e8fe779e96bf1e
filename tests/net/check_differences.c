// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_differences.c - what macbpf does not do as macvlan does: docs/parity.md, as facts.
 *
 * guards: libmacbpf/ bpf/
 */
#include "tests/harness/run.h"
#include "fixture.h"
#include "suite.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

static void add_two(void)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
}

START_TEST(kind_is_the_endpoints)
{
	add_two();
	ck_assert(device_says(&fx.box[0], "mv0", macbpf_kind__name(info_of("mv0")->kind)));
	ck_assert(!device_says(&fx.box[0], "mv0", "macvlan"));
}
END_TEST

START_TEST(carrier_does_not_follow_the_lower)
{
	add_two();
	run_ok(&fx.host, "ip link set low down");
	ck_assert(device_says(&fx.box[0], "mv0", "LOWER_UP"));
	ck_assert_msg(arrives_once(A, mac_a, mac_b, B), "siblings talk even then");
}
END_TEST

/* A driver that nests says no word about it; an endpoint made beside the lower is heard. */
START_TEST(what_a_container_nests_on_its_device_is_deaf)
{
	add_two();
	run_ok(&fx.box[0],
	       "ip link add link mv0 name nested address 02:00:00:00:01:03 type macvlan "
	       "mode bridge");
	run_ok(&fx.box[0], "ip link set nested up");
	ck_assert(!arrives_once(WIRE, mac_wire, mac_c, AT(&fx.box[0], "nested")));
	/* Its driver hands a broadcast to a kernel thread, which comes when it comes. */
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[0], "nested")));
	run_ok(&fx.box[0], "ip link del nested");
	add_link("low", "mv2", MACBPF_MODE_BRIDGE, mac_c, &fx.box[0]);
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, AT(&fx.box[0], "mv2")));
}
END_TEST

/* Sweeps, and so looks at all endpoints. */
static void any_writing_command(const char *name)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .alias = "any command" };

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
}

START_TEST(mtu_follows_the_lower_with_the_next_command)
{
	add_two();
	run_ok(&fx.host, "ip link set low mtu 1400");
	ck_assert(device_says(&fx.box[0], "mv0", "mtu 1500"));
	any_writing_command("mv1");
	ck_assert(device_says(&fx.box[0], "mv0", "mtu 1400"));
	run_ok(&fx.host, "ip link set low mtu 1500");
	any_writing_command("mv1");
	ck_assert_msg(device_says(&fx.box[0], "mv0", "mtu 1400"), "as in macvlan it stays low");
}
END_TEST

START_TEST(passthru_address_follows_the_lower_with_the_next_command)
{
	add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
	run_ok(&fx.host, "ip link set low address 02:00:00:00:01:03");
	ck_assert(device_says(&fx.box[0], "mv0", "link/ether 02:00:00:00:00:01"));
	any_writing_command("mv0");
	ck_assert(device_says(&fx.box[0], "mv0", "link/ether 02:00:00:00:01:03"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(device_says(&fx.host, "low", "link/ether 02:00:00:00:01:03"));
}
END_TEST

START_TEST(passthru_address_set_with_ip_is_taken_back)
{
	MACBPF_OPTS(macbpf_link_opts, opts, .address = mac_c);

	add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	run_ok(&fx.box[0], "ip link set mv0 address 02:00:00:00:01:09");
	any_writing_command("mv0");
	any_writing_command("mv0");
	ck_assert(device_says(&fx.box[0], "mv0", "link/ether 02:00:00:00:01:03"));
	ck_assert(device_says(&fx.host, "low", "link/ether 02:00:00:00:01:03"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(device_says(&fx.host, "low", "link/ether 02:00:00:00:00:01"));
}
END_TEST

START_TEST(address_set_with_ip_counts_from_the_next_command)
{
	add_two();
	run_ok(&fx.box[0], "ip link set mv0 address 02:00:00:00:01:03");
	ck_assert(!arrives_once(WIRE, mac_wire, mac_c, A));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	any_writing_command("mv1");
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, A));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
}
END_TEST

START_TEST(of_two_namesakes_the_one_that_is_up_has_the_address_after_the_next_command)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac_a, .netns = "nt-box2" };

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	expect_ok(macbpf_link__add(fx.mb, "low", "mv1", &opts, NULL));
	run_ok(&fx.box[0], "ip link set mv0 down");
	run_ok(&fx.box[1], "ip link set mv1 up");
	ck_assert(arrives(WIRE, mac_wire, mac_all, B));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, B));
	any_writing_command("mv0");
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, B));
}
END_TEST

START_TEST(moved_with_ip_beside_the_lower_it_is_deaf_until_the_next_command)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	run_ok(&fx.box[0], "ip link set mv0 netns nt-host");
	run_ok(&fx.host, "ip link set mv0 up");
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.host, "mv0")));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "mv0")));
	any_writing_command("mv0");
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "mv0")));
}
END_TEST

START_TEST(lower_in_another_netns_has_lost_its_endpoints)
{
	add_two();
	run_ok(&fx.host, "ip link set low netns nt-box3");
	run_ok(&fx.box[2], "ip link set low up");
	ck_assert(arrives(WIRE, mac_wire, mac_low, AT(&fx.box[2], "low")));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert(!arrives_once(A, mac_a, mac_wire, WIRE));
	add_link("low2", "mv2", MACBPF_MODE_BRIDGE, mac_c, &fx.box[2]);
	ck_assert(!device_exists(&fx.box[0], "mv0"));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, kind_is_the_endpoints);
	tcase_add_test(tc, carrier_does_not_follow_the_lower);
	tcase_add_test(tc, what_a_container_nests_on_its_device_is_deaf);
	tcase_add_test(tc, mtu_follows_the_lower_with_the_next_command);
	tcase_add_test(tc, passthru_address_follows_the_lower_with_the_next_command);
	tcase_add_test(tc, passthru_address_set_with_ip_is_taken_back);
	tcase_add_test(tc, address_set_with_ip_counts_from_the_next_command);
	tcase_add_test(tc,
		       of_two_namesakes_the_one_that_is_up_has_the_address_after_the_next_command);
	tcase_add_test(tc, moved_with_ip_beside_the_lower_it_is_deaf_until_the_next_command);
	tcase_add_test(tc, lower_in_another_netns_has_lost_its_endpoints);
}

int main(void)
{
	return run_suite("net: differences", add_tests);
}
