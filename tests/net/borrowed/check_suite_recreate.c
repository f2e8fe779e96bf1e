// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_recreate.c - a lower that is deleted and made again under its name.
 *
 * guards: libmacbpf/ bpf/
 */
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "tests/net/suite.h"

#define HOST (&fx.host)
#define BOX  (&fx.box[0])
#define WIRE AT(&fx.far, "wire9")

static const char *const modes[] = { "private", "vepa", "bridge", "passthru", "source" };

#define PLAYS (TOOLS * (int)(sizeof(modes) / sizeof(modes[0])))

/* With one index, too: what was remembered of the old one by number fits the new one. */
static void make_lower(void)
{
	run_ok(HOST,
	       "ip link add test1 index 4242 address %s mtu 2000 type veth peer name wire9 mtu "
	       "2000 "
	       "netns nt-far",
	       mac_text(mac_low));
	run_ok(HOST, "ip link set test1 up");
	run_ok(&fx.far, "ip link set wire9 up");
}

static void make_endpoint(int tool, const char *mode)
{
	run_ok(HOST,
	       "%s link add link test1 name macvlan99 address %s mtu 2000 netns nt-box1 "
	       "type macvlan mode %s",
	       tool_path(tool), mac_text(mac_a), mode);
	run_ok(BOX, "ip link set macvlan99 up");
	fixture_mark();
}

static void list_wire(int tool)
{
	run_ok(tool == TOOL_KERNEL ? BOX : HOST,
	       "%s link set macvlan99 type macvlan mode source macaddr add %s", tool_path(tool),
	       mac_text(mac_wire));
}

static bool is_shown(int tool, const char *words)
{
	static struct run r;

	run(&r, tool == TOOL_KERNEL ? BOX : HOST, "%s -d link show", tool_path(tool));
	return strstr(r.out, words) != NULL;
}

static void expect_working(int tool, const char *mode)
{
	bool passthru = !strcmp(mode, "passthru");
	const uint8_t *mac = passthru ? mac_low : mac_a;
	char words[32];

	snprintf(words, sizeof(words), "macvlan mode %s ", mode);
	ck_assert(is_shown(tool, words));
	ck_assert(device_says(BOX, "macvlan99", " mtu 2000 "));
	ck_assert(device_says(BOX, "macvlan99", mac_text(mac)));
	if (!strcmp(mode, "source"))
		list_wire(tool);
	ck_assert(arrives(WIRE, mac_wire, mac, AT(BOX, "macvlan99")));
	ck_assert(arrives(AT(BOX, "macvlan99"), mac, mac_wire, WIRE));
}

static void expect_gone(int tool)
{
	ck_assert(!device_exists(BOX, "macvlan99"));
	ck_assert(!is_shown(tool, "macvlan99"));
	expect_devices(2);
}

/* The command that finds the orphan is the one that makes an endpoint of its name and place. */
START_TEST(endpoint_is_made_again)
{
	const char *mode = modes[_i / TOOLS];
	int tool = _i % TOOLS;

	for (int round = 0; round < 2; round++) {
		make_lower();
		make_endpoint(tool, mode);
		expect_working(tool, mode);
		expect_devices(devices_with(tool, 3, 1));
		run_ok(HOST, "ip link del test1");
	}
	next_command(tool);
	expect_gone(tool);
}
END_TEST

START_TEST(endpoint_is_gone_before_the_lower_is_back)
{
	const char *mode = modes[_i / TOOLS];
	int tool = _i % TOOLS;

	make_lower();
	make_endpoint(tool, mode);
	run_ok(HOST, "ip link set test1 down");
	run_ok(HOST, "ip link del test1");
	next_command(tool);
	expect_gone(tool);
	make_lower();
	expect_devices(3);
	ck_assert(device_says(HOST, "test1", "promiscuity 0 "));
	ck_assert(!device_says(HOST, "test1", "ALLMULTI"));
	make_endpoint(tool, mode);
	expect_working(tool, mode);
}
END_TEST

/* The new lower has nothing of the old one: not the mode, not the endpoint. */
START_TEST(another_mode_on_the_new_lower)
{
	make_lower();
	make_endpoint(_i, "passthru");
	run_ok(HOST, "ip link del test1");
	make_lower();
	make_endpoint(_i, "bridge");
	expect_working(_i, "bridge");
	run_ok(HOST, "ip link del test1");
	make_lower();
	make_endpoint(_i, "passthru");
	expect_working(_i, "passthru");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, endpoint_is_made_again, 0, PLAYS);
	tcase_add_loop_test(tc, endpoint_is_gone_before_the_lower_is_back, 0, PLAYS);
	add_for_both(tc, another_mode_on_the_new_lower);
}

int main(void)
{
	return run_suite("net: recreate", add_tests);
}
