// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_alive.c - numbers are used again: nothing goes to a device that has a dead one's ifindex.
 *
 * guards: bpf/alive.h
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"

#define HEIR  AT(&fx.box[2], "peer") /* what is at the other end of who has the number now */
#define FIRST AT(&fx.box[0], "mv0")
#define OTHER AT(&fx.box[1], "mv1")
#define WIRE  AT(&fx.far, "wire")

static void inherit(uint32_t ifindex)
{
	run_ok(&fx.host, "ip link add heir index %u type veth peer name peer netns %s", ifindex,
	       fx.box[2].name);
	run_ok(&fx.box[2], "ip link set peer up");
	run_ok(&fx.host, "ip link set heir up");
}

static void command(void)
{
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
}

static uint32_t add_two(uint32_t mode)
{
	add_link("low", "mv0", mode, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	return info_of("mv0")->hostdev_ifindex;
}

static const uint32_t modes[] = { MACBPF_MODE_BRIDGE, MACBPF_MODE_VEPA, MACBPF_MODE_PRIVATE };

START_TEST(of_a_dead_hostdev)
{
	uint32_t ifindex = add_two(modes[_i]);

	run_ok(&fx.box[0], "ip link del mv0");
	inherit(ifindex);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, HEIR));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_all, HEIR));
	ck_assert(!arrives_once(WIRE, mac_a, mac_wire, HEIR));
	ck_assert(!arrives_once(OTHER, mac_b, mac_a, HEIR));
	ck_assert(!arrives_once(OTHER, mac_b, mac_all, HEIR));
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, OTHER));
}
END_TEST

/* As with macvlan, a bridged frame for it goes to the wire like any other that is nobody's here. */
START_TEST(what_was_for_the_dead_is_for_nobody)
{
	uint32_t ifindex = add_two(MACBPF_MODE_BRIDGE);

	run_ok(&fx.box[0], "ip link del mv0");
	ck_assert(arrives_once(OTHER, mac_b, mac_a, WIRE));
	inherit(ifindex);
	ck_assert(arrives_once(OTHER, mac_b, mac_a, WIRE));
}
END_TEST

START_TEST(of_a_dead_passthru_hostdev)
{
	uint32_t ifindex;

	add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
	ifindex = info_of("mv0")->hostdev_ifindex;
	run_ok(&fx.box[0], "ip link del mv0");
	inherit(ifindex);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_low, HEIR));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_c, HEIR));
}
END_TEST

START_TEST(of_a_dead_lower)
{
	uint32_t ifindex;

	add_two(modes[_i]);
	ifindex = info_of("mv0")->lower_ifindex;
	run_ok(&fx.host, "ip link del low");
	inherit(ifindex);
	ck_assert(!arrives_once(FIRST, mac_a, mac_wire, HEIR));
	ck_assert(!arrives_once(FIRST, mac_a, mac_all, HEIR));
	ck_assert(!arrives_once(OTHER, mac_b, mac_wire, HEIR));
}
END_TEST

/* What was away is alive again with the next command. */
START_TEST(a_hostdev_that_returns)
{
	char hostdev[16];

	add_two(MACBPF_MODE_BRIDGE);
	snprintf(hostdev, sizeof(hostdev), "%s", info_of("mv0")->hostdev);
	run_ok(&fx.host, "ip link set %s netns %s", hostdev, fx.box[2].name);
	run_ok(&fx.box[2], "ip link set %s netns %s", hostdev, fx.host.name);
	run_ok(&fx.host, "ip link set %s up", hostdev);
	command();
	ck_assert(arrives(WIRE, mac_wire, mac_a, FIRST));
}
END_TEST

START_TEST(a_lower_that_returns)
{
	add_two(MACBPF_MODE_BRIDGE);
	if (info_of("mv0")->hook == MACBPF_HOOK_CLSACT)
		return; /* it doesn't come along */
	run_ok(&fx.host, "ip link set low netns %s", fx.box[2].name);
	run_ok(&fx.box[2], "ip link set low netns %s", fx.host.name);
	run_ok(&fx.host, "ip link set low up");
	command();
	ck_assert(arrives(FIRST, mac_a, mac_wire, WIRE));
	ck_assert(arrives(WIRE, mac_wire, mac_a, FIRST));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, of_a_dead_hostdev, 0, 3);
	tcase_add_test(tc, what_was_for_the_dead_is_for_nobody);
	tcase_add_test(tc, of_a_dead_passthru_hostdev);
	tcase_add_loop_test(tc, of_a_dead_lower, 0, 3);
	tcase_add_test(tc, a_hostdev_that_returns);
	tcase_add_test(tc, a_lower_that_returns);
}

int main(void)
{
	return run_suite("net: alive", add_tests);
}
