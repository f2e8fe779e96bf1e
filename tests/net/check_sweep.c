// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_sweep.c - endpoints, netns and lowers that vanish without macbpf being asked.
 *
 * guards: libmacbpf/session/sweep.c
 */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "loaded.h"

static bool fdb_has(const uint8_t *mac)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	const struct macbpf_fdb_entry *entry = NULL;
	struct macbpf_fdb *fdb;
	bool found = false;

	expect_ok(macbpf_fdb__get(fx.mb, NULL, &fdb));
	while ((entry = macbpf_fdb__next(fdb, entry))) {
		ck_assert_int_eq(macbpf_fdb_entry__info(entry, &info), 0);
		found |= !memcmp(info.address, mac, 6);
	}
	macbpf_fdb__free(fdb);
	return found;
}

static bool is_promiscuous(const char *device)
{
	static struct run r;

	run(&r, &fx.host, "ip -d link show dev %s", device);
	return !strstr(r.out, "promiscuity 0");
}

START_TEST(deleted_by_macbpf_nothing_is_left)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_VEPA, mac_b, &fx.box[1]);
	ck_assert_int_ge(loaded_count(), 2);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	expect_devices(2);
	ck_assert(!is_promiscuous("low"));
	loaded_expect_gone();
}
END_TEST

START_TEST(deleted_by_ip_the_next_command_sweeps)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	run_ok(&fx.box[0], "ip link del mv0");
	add_link("low", "mv2", MACBPF_MODE_BRIDGE, mac_c, &fx.box[0]);
	ck_assert_int_eq(count_links(), 2);
	ck_assert(!fdb_has(mac_a));
	ck_assert(fdb_has(mac_b));
	ck_assert(arrives(AT(&fx.box[0], "mv1"), mac_b, mac_a, AT(&fx.far, "wire")));
	expect_devices(4);
	add_link("low", "mv3", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert(fdb_has(mac_a));
}
END_TEST

START_TEST(deleted_by_ip_it_is_not_listed)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	run_ok(&fx.box[0], "ip link del mv0");
	ck_assert_int_eq(count_links(), 1);
}
END_TEST

static bool two_devices_left(void *arg)
{
	static struct run r;

	(void)arg;
	run(&r, &fx.host, "ip -br link");
	return !strstr(r.out, "mb");
}

START_TEST(netns_destroyed_the_next_command_sweeps)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	netns_drop(&fx.box[0]);
	ck_assert_msg(wait_until(two_devices_left, NULL, WAIT_MS), "the hostdev stays");
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert_int_eq(count_links(), 1);
	ck_assert(!fdb_has(mac_a));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	expect_devices(2);
	ck_assert(!is_promiscuous("low"));
	loaded_expect_gone();
}
END_TEST

START_TEST(lower_deleted_the_next_command_removes_the_orphans)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_PRIVATE, mac_b, NULL);
	run_ok(&fx.host, "ip link del low");
	ck_assert_int_eq(count_links(), 0);
	add_link("low2", "mv2", MACBPF_MODE_BRIDGE, mac_c, &fx.box[1]);
	ck_assert(!device_exists(&fx.box[0], "mv0"));
	ck_assert(!device_exists(&fx.host, "mv1"));
	ck_assert_int_eq(count_links(), 1);
	expect_devices(2); /* low2 and the new hostdev */
}
END_TEST

START_TEST(host_netns_destroyed_nothing_is_left)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .netns = "nt-host" };

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	macbpf__close(fx.mb);
	netns_drop(&fx.host);
	loaded_expect_gone();
	netns_make(&fx.host, "nt-host");
	ck_assert_int_eq(macbpf__open(&fx.mb, &opts), 0);
	ck_assert(!device_exists(&fx.box[0], "mv0"));
}
END_TEST

/* Any command that sweeps, in another netns than the lower's. */
static void command_in(const struct netns *ns)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .netns = ns->name };
	struct macbpf *mb;

	ck_assert_int_eq(macbpf__open(&mb, &opts), 0);
	ck_assert_int_eq(macbpf_link__del(mb, NULL, "nobody"), -ENODEV);
	macbpf__close(mb);
}

static void command_at_home(void)
{
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
}

static void add_two(void)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
}

static void expect_traffic_of_second(void)
{
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mac_b, AT(&fx.box[1], "mv1")));
	ck_assert(arrives_once(AT(&fx.box[1], "mv1"), mac_b, mac_wire, AT(&fx.far, "wire")));
}

START_TEST(hostdev_moved_away_is_lost_alone)
{
	char hostdev[16];

	add_two();
	snprintf(hostdev, sizeof(hostdev), "%s", info_of("mv0")->hostdev);
	run_ok(&fx.host, "ip link set %s netns %s", hostdev, fx.box[2].name);
	command_in(&fx.box[2]);
	expect_traffic_of_second();
	ck_assert_msg(device_exists(&fx.box[2], hostdev), "it is its user's to delete");
	command_at_home();
	expect_traffic_of_second();
	ck_assert_int_eq(count_links(), 1);
	ck_assert(!fdb_has(mac_a));
}
END_TEST

START_TEST(hostdev_that_returns_too_late_is_removed_alone)
{
	char hostdev[16];

	add_two();
	snprintf(hostdev, sizeof(hostdev), "%s", info_of("mv0")->hostdev);
	run_ok(&fx.host, "ip link set %s netns %s", hostdev, fx.box[2].name);
	command_at_home();
	run_ok(&fx.box[2], "ip link set %s netns %s", hostdev, fx.host.name);
	command_at_home();
	expect_traffic_of_second();
	ck_assert_int_eq(count_links(), 1);
	/* A clsact didn't come along; without the program it is nobody's. */
	ck_assert(device_exists(&fx.box[0], "mv0") == (info_of("mv1")->hook == MACBPF_HOOK_CLSACT));
}
END_TEST

static void expect_lower_as_it_was(void)
{
	static struct run r;

	run(&r, &fx.box[2], "ip -d link show dev low");
	ck_assert_str_eq(r.err, "");
	ck_assert_msg(!strstr(r.out, "ALLMULTI"), "%s", r.out);
}

/* Its endpoints are removed in their netns, what it was given in its own, in any order. */
START_TEST(lower_moved_away_both_netns_are_cleaned)
{
	bool is_clsact;

	add_two();
	is_clsact = (info_of("mv0")->hook == MACBPF_HOOK_CLSACT); /* it doesn't come along */
	run_ok(&fx.host, "ip link set low netns %s", fx.box[2].name);
	if (_i)
		command_at_home();
	command_in(&fx.box[2]);
	command_at_home();
	ck_assert(!device_exists(&fx.box[0], "mv0"));
	ck_assert(!device_exists(&fx.box[1], "mv1"));
	expect_devices(1); /* low2 */
	if (!is_clsact)
		expect_lower_as_it_was();
	loaded_expect_gone();
}
END_TEST

START_TEST(lower_that_returns_with_another_number_goes_on)
{
	uint32_t ifindex;

	add_two();
	if ((info_of("mv0")->hook == MACBPF_HOOK_CLSACT))
		return;
	ifindex = info_of("mv0")->lower_ifindex;
	run_ok(&fx.host, "ip link set low netns %s", fx.box[2].name);
	run_ok(&fx.host, "ip link add other index %u type veth peer name another", ifindex);
	run_ok(&fx.box[2], "ip link set low netns %s", fx.host.name);
	run_ok(&fx.host, "ip link set low up");
	command_at_home();
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, AT(&fx.box[1], "mv1")));
	expect_traffic_of_second();
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, hostdev_moved_away_is_lost_alone);
	tcase_add_test(tc, hostdev_that_returns_too_late_is_removed_alone);
	tcase_add_loop_test(tc, lower_moved_away_both_netns_are_cleaned, 0, 2);
	tcase_add_test(tc, lower_that_returns_with_another_number_goes_on);
	tcase_add_test(tc, deleted_by_macbpf_nothing_is_left);
	tcase_add_test(tc, deleted_by_ip_the_next_command_sweeps);
	tcase_add_test(tc, deleted_by_ip_it_is_not_listed);
	tcase_add_test(tc, netns_destroyed_the_next_command_sweeps);
	tcase_add_test(tc, lower_deleted_the_next_command_removes_the_orphans);
	tcase_add_test(tc, host_netns_destroyed_nothing_is_left);
}

int main(void)
{
	return run_suite("net: sweep", add_tests);
}
