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
#include <sys/mman.h>
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

#define CROWD 210 /* more than three commands look at */
#define LOOKS 64  /* MB_LOOKS */

static void add_crowd(void)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_KIND,
		.kind = MACBPF_KIND_VETH, /* a netkit is waited for, each */
		.netns = fx.box[0].name,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};
	char name[16];

	expect_ok(macbpf_batch__begin(fx.mb, NULL));
	for (int i = 0; i < CROWD; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		expect_ok(macbpf_link__add(fx.mb, "low", name, &opts, NULL));
	}
	macbpf_batch__end(fx.mb);
}

/* By one command, which reads its lines from memory. */
static void move_all_addresses(void)
{
	int fd = memfd_create("addresses", 0);

	ck_assert_int_ge(fd, 0);
	for (int i = 0; i < CROWD; i++)
		dprintf(fd, "link set mv%d address 02:00:00:00:07:%02x\n", i, i);
	run_ok(&fx.box[0], "ip -batch /proc/self/fd/%d", fd);
	close(fd);
}

/* Whose new addresses lead somewhere; returns how many do. */
static int followed(bool of[CROWD])
{
	static struct run r;
	unsigned int last;
	int count = 0;

	memset(of, 0, CROWD * sizeof(*of));
	ck_assert_int_eq(run(&r, &fx.host, "%s fdb show low", macbpf_path()), 0);
	for (char *line = strtok(r.out, "\n"); line; line = strtok(NULL, "\n")) {
		if (sscanf(line, "02:00:00:00:07:%x", &last) != 1)
			continue;
		ck_assert_uint_lt(last, CROWD);
		of[last] = true;
		count++;
	}
	return count;
}

static void write_something(const char *name)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .alias = "any command" };

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
}

/* The one whose turn comes after all others'. */
static int last_of(const bool of[CROWD])
{
	int i = 0;

	while (of[i])
		i++;
	while (!of[(i + 1) % CROWD])
		i = (i + 1) % CROWD;
	return i;
}

START_TEST(of_many_devices_each_command_looks_at_some_in_turn)
{
	bool of[CROWD];
	char name[16];
	int last;

	add_crowd();
	move_all_addresses();
	add_link("low", "any", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert_int_eq(followed(of), LOOKS);
	last = last_of(of);
	snprintf(name, sizeof(name), "mv%d", last);
	write_something(name);
	ck_assert_int_ge(followed(of), 2 * LOOKS);
	ck_assert_int_le(followed(of), 2 * LOOKS + 1);
	ck_assert_msg(of[last], "%s, which is named, is looked at at once", name);
	write_something("any");
	write_something("any");
	ck_assert_int_eq(followed(of), CROWD);
}
END_TEST

START_TEST(of_many_devices_settling_looks_at_all)
{
	bool of[CROWD];

	add_crowd();
	move_all_addresses();
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_int_eq(followed(of), CROWD);
}
END_TEST

/* Which netns a device is in is known without a look: of three at least one has not its turn. */
START_TEST(of_many_each_is_delivered_to_where_it_is)
{
	const uint8_t *mac[] = { mac_a, mac_b, mac_c };
	const char *name[] = { "mv0", "mv70", "mv140" };

	add_crowd();
	for (int i = 0; i < 3; i++) {
		struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac[i] };

		expect_ok(macbpf_link__set(fx.mb, NULL, name[i], &opts));
		run_ok(&fx.box[0], "ip link set %s netns %s", name[i], fx.host.name);
		run_ok(&fx.host, "ip link set %s up", name[i]);
	}
	write_something("mv1");
	for (int i = 0; i < 3; i++)
		ck_assert_msg(arrives(AT(&fx.far, "wire"), mac_wire, mac[i], AT(&fx.host, name[i])),
			      "%s is deaf", name[i]);
}
END_TEST

/* At least once in three times it is not the owner's turn. */
START_TEST(of_many_the_owner_of_an_address_that_is_wanted_is_looked_at)
{
	uint8_t mac[6] = { 2, 0, 0, 0, 7, 100 };
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac };

	add_crowd();
	run_ok(&fx.box[0], "ip link set mv100 address 02:00:00:00:07:64");
	write_something("mv100");
	for (; mac[5] < 106; mac[5]++) {
		run_ok(&fx.box[0], "ip link set mv100 address 02:00:00:00:07:%02x", mac[5] + 1);
		if (mac[5] % 2) {
			expect_ok(macbpf_link__set(fx.mb, NULL, "mv10", &opts));
			continue;
		}
		opts.dev_flags = opts.dev_flags_mask = IFF_UP;
		expect_ok(macbpf_link__add(fx.mb, "low", "new", &opts, NULL));
		expect_ok(macbpf_link__del(fx.mb, NULL, "new"));
		opts.dev_flags = opts.dev_flags_mask = 0;
	}
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, hostdev_moved_away_is_lost_alone);
	tcase_add_test(tc, hostdev_that_returns_too_late_is_removed_alone);
	tcase_add_loop_test(tc, lower_moved_away_both_netns_are_cleaned, 0, 2);
	tcase_add_test(tc, lower_that_returns_with_another_number_goes_on);
	tcase_add_test(tc, of_many_devices_each_command_looks_at_some_in_turn);
	tcase_add_test(tc, of_many_devices_settling_looks_at_all);
	tcase_add_test(tc, of_many_each_is_delivered_to_where_it_is);
	tcase_add_test(tc, of_many_the_owner_of_an_address_that_is_wanted_is_looked_at);
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
