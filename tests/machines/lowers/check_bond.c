// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_bond.c - lowers that are bonds, on whose other side is a bridge or another bond.
 *
 * guards: libmacbpf/port/lower.c libmacbpf/kernel/linkwatch.c bpf/
 */
#include <string.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "scene.h"

static void make_bond(const struct netns *ns, const char *name, const char *mode)
{
	run_ok(ns, "ip link add %s type bond mode %s miimon 10", name, mode);
	run_ok(ns, "ip link set %s up", name);
}

/* Two slaves are on one bridge, or on the slaves of another bond. */
static void make_net(const char *mode)
{
	if (mode)
		make_bond(FAR, "net", mode);
	else
		run_ok(FAR, "ip link add net up type bridge stp_state 0 mcast_snooping 0");
	scene_enslave(FAR, "wire", "net");
	scene_enslave(FAR, "wire2", "net");
	run_ok(FAR, "ip link set net address 02:00:00:00:00:02");
}

static void make_slaves(void)
{
	scene_enslave(HOST, "low", "bond0");
	scene_enslave(HOST, "low2", "bond0");
}

/* ---------------------------------------------------------------- modes */

static const struct {
	const char *mode;
	bool needs_peer; /* the switch must know of the bond */
} modes[] = {
	{ "balance-alb", false },
	{ "balance-rr", true },
	{ "802.3ad lacp_rate fast", true },
};

#define MODES (int)(sizeof(modes) / sizeof(modes[0]))

START_TEST(bond_of_each_mode)
{
	int mode = _i / TOOLS, tool = _i % TOOLS;

	make_net(modes[mode].needs_peer ? modes[mode].mode : NULL);
	make_bond(HOST, "bond0", modes[mode].mode);
	make_slaves();
	scene_make_pair(tool, "bond0");
	scene_expect_all_paths();
}
END_TEST

START_TEST(bond_gets_its_slaves_later)
{
	make_net(NULL);
	make_bond(HOST, "bond0", "active-backup");
	scene_make_pair(_i, "bond0");
	make_slaves();
	scene_expect_all_paths();
}
END_TEST

/* ---------------------------------------------------------------- failover */

/*
 * The bond sends by a slave as soon as it has a carrier. A switch notices that at the other end up
 * to a second later, as the kernel's link watch is in no hurry, and drops what comes before. A
 * slave whose own carrier it has still to tell of is also why a bond puts its announcements off,
 * for ever if it doesn't watch its slaves.
 */
static bool are_plugged_in(void *arg)
{
	(void)arg;
	return device_says(FAR, "wire", "state forwarding") &&
	       device_says(FAR, "wire2", "state forwarding") &&
	       device_says(HOST, "low", "mii_status UP") && device_says(HOST, "low", "state UP") &&
	       device_says(HOST, "low2", "mii_status UP") &&
	       device_says(HOST, "low2", "state UP") &&
	       device_says(&fx.box[0], "mv0", "LOWER_UP") &&
	       device_says(&fx.box[1], "mv1", "LOWER_UP");
}

static void activate(const char *slave)
{
	run_ok(HOST, "ip link set bond0 type bond active_slave %s", slave);
}

static void make_active_backup(int tool, const char *options)
{
	make_net(NULL);
	make_bond(HOST, "bond0", "active-backup");
	run_ok(HOST, "ip link set bond0 type bond %s", options);
	make_slaves();
	activate("low");
	scene_make_pair(tool, "bond0");
	ck_assert(wait_until(are_plugged_in, NULL, WAIT_MS));
	scene_expect(A, FRAME(mac_wire, mac_a), "net");
	scene_expect(B, FRAME(mac_wire, mac_b), "net");
}

struct filter {
	const char *device, *mac;
	bool has;
};

static bool filter_is(void *arg)
{
	struct filter *f = arg;
	static struct run r;

	run(&r, HOST, "bridge fdb show dev %s", f->device);
	return !!strstr(r.out, f->mac) == f->has;
}

static void expect_filter(const char *device, const uint8_t *mac, bool has)
{
	struct filter f = { device, mac_text(mac), has };

	ck_assert_msg(wait_until(filter_is, &f, WAIT_MS), "filter of %s: %s", device, f.mac);
}

START_TEST(active_slave_loses_its_carrier)
{
	make_active_backup(_i, "fail_over_mac none");
	expect_filter("low", mac_a, true);
	run_ok(FAR, "ip link set wire down");
	expect_filter("low2", mac_a, true);
	scene_expect_all_paths();
	run_ok(FAR, "ip link set wire up");
	run_ok(FAR, "ip link set wire2 down");
	scene_expect_all_paths();
	scene_clear(_i, 3);
	expect_filter("low", mac_a, false);
	expect_filter("low2", mac_a, false);
}
END_TEST

START_TEST(bond_takes_the_address_of_its_active_slave)
{
	make_active_backup(_i, "fail_over_mac active");
	ck_assert(device_says(HOST, "bond0", mac_text(mac_low)));
	run_ok(FAR, "ip link set wire down");
	expect_filter("low2", mac_a, true);
	ck_assert(!device_says(HOST, "bond0", mac_text(mac_low)));
	scene_expect_all_paths();
}
END_TEST

/*
 * The switch still looks for the endpoints where they were. macvlan announces their addresses when
 * the bond has failed over; we are silent until they send, or the bond takes what comes there.
 */
START_TEST(switch_learns_of_a_failover)
{
	make_active_backup(_i, "all_slaves_active 0");
	run_ok(&fx.box[0], "ip addr add 192.0.2.1/24 dev mv0");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
	activate("low2");
	scene_expect(NET, FRAME(mac_a, mac_wire), _i == TOOL_KERNEL ? "A" : "");
	scene_expect(A, FRAME(mac_wire, mac_a), "net");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
	run_ok(HOST, "ip link set bond0 type bond all_slaves_active 1");
	activate("low");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
}
END_TEST

/* Of two endpoints one has no address of IP's to be announced. */
START_TEST(agent_announces_at_a_failover)
{
	pid_t agent;

	make_active_backup(TOOL_MACBPF, "all_slaves_active 0");
	run_ok(&fx.box[0], "ip addr add 192.0.2.1/24 dev mv0");
	agent = scene_start_agent("bond0");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
	activate("low2");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
	scene_expect(NET, FRAME(mac_b, mac_wire), "B");
	activate("low");
	scene_expect(NET, FRAME(mac_b, mac_wire), "B");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
	scene_stop_agent(agent);
}
END_TEST

/* ---------------------------------------------------------------- the kernel's own scenario */

struct owner {
	const struct netns *ns;
	int number;
};

static bool takes_v6(void *arg)
{
	const struct owner *owner = arg;
	static struct run r;

	run(&r, owner->ns, "ip -6 route get 2001:db8::%d", owner->number);
	return !strncmp(r.out, "local ", 6);
}

/* The kernel makes the route of an IPv6 address later, in a worker: till then it takes nothing. */
static void give_addresses(const struct netns *ns, int number, const char *device)
{
	struct owner owner = { ns, number };

	run_ok(ns, "ip addr add 192.0.2.%d/24 dev %s", number, device);
	run_ok(ns, "ip addr add 2001:db8::%d/64 dev %s nodad", number, device);
	ck_assert(wait_until(takes_v6, &owner, WAIT_MS));
}

/*
 * After bond_macvlan_ipvlan.sh of the kernel's selftests: who reaches whom with IPv4 and IPv6. In
 * this mode the bond changes addresses in what it sends.
 */
START_TEST(hosts_behind_a_bond)
{
	const struct netns *all[] = { FAR, &fx.box[0], &fx.box[1] };
	static const char *const devices[] = { "net", "mv0", "mv1" };

	make_net(NULL);
	make_bond(HOST, "bond0", "balance-alb");
	make_slaves();
	for (int i = 0; i < 3; i++)
		ipv6_on(all[i]);
	scene_make_pair(_i, "bond0");
	for (int i = 0; i < 3; i++)
		give_addresses(all[i], i ? i : 9, devices[i]);
	ck_assert(wait_until(are_plugged_in, NULL, WAIT_MS));
	scene_ping(FAR, "192.0.2.1");
	scene_ping(&fx.box[1], "192.0.2.9");
	scene_ping(&fx.box[0], "192.0.2.2");
	scene_ping(FAR, "2001:db8::1");
	scene_ping(&fx.box[1], "2001:db8::9");
	scene_ping(&fx.box[0], "2001:db8::2");
}
END_TEST

/* ---------------------------------------------------------------- refusals */

START_TEST(slave_of_a_bond_is_no_lower)
{
	make_bond(HOST, "bond0", "active-backup");
	make_slaves();
	scene_expect_part(_i, "bond0");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, bond_of_each_mode, 0, MODES * TOOLS);
	add_for_both(tc, hosts_behind_a_bond);
	add_for_both(tc, bond_gets_its_slaves_later);
	add_for_both(tc, active_slave_loses_its_carrier);
	add_for_both(tc, bond_takes_the_address_of_its_active_slave);
	add_for_both(tc, switch_learns_of_a_failover);
	tcase_add_test(tc, agent_announces_at_a_failover);
	add_for_both(tc, slave_of_a_bond_is_no_lower);
}

int main(void)
{
	return scene_suite("lowers: bond", "bond", add_tests);
}
