// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_exclusive.c - a lower shared by many modes, and one taken over by passthru.
 *
 * guards: libmacbpf/ bpf/
 */
#include <string.h>

#include "tests/harness/run.h"
#include "tests/net/suite.h"

#define HOST	(&fx.host)
#define WIRE	AT(&fx.far, "wire")
#define MODES	5
#define REFUSED 2 /* exit status of both tools */

static const char *const modes[MODES] = { "private", "vepa", "bridge", "source", "passthru" };

static int add(int tool, const char *lower, const char *name, const char *mode)
{
	static struct run r;

	return run(&r, HOST, "%s link add link %s name %s netns nt-box1 type macvlan mode %s",
		   tool_path(tool), lower, name, mode);
}

static int set_mode(int tool, const char *name, const char *mode)
{
	static struct run r;

	return run(&r, tool == TOOL_KERNEL ? &fx.box[0] : HOST,
		   "%s link set %s type macvlan mode %s", tool_path(tool), name, mode);
}

static void del(int tool, const char *name)
{
	run_ok(tool == TOOL_KERNEL ? &fx.box[0] : HOST, "%s link del %s", tool_path(tool), name);
}

/* With the address, so that frames for it can be sent. */
static void add_working(int tool, const char *name, const char *mode, const uint8_t *mac)
{
	run_ok(HOST, "%s link add link low name %s address %s netns nt-box1 type macvlan mode %s",
	       tool_path(tool), name, mac_text(mac), mode);
	run_ok(&fx.box[0], "ip link set %s up", name);
	fixture_mark();
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[0], name)));
}

static void expect_untouched(void)
{
	ck_assert(device_says(HOST, "low", "promiscuity 0 "));
	ck_assert(device_says(HOST, "low", mac_text(mac_low)));
	ck_assert(device_says(HOST, "low", "state UP"));
	ck_assert(!device_says(HOST, "low", "ALLMULTI"));
	ck_assert(!device_says(HOST, "low", "PROMISC"));
	expect_devices(2);
}

START_TEST(all_but_passthru_share_a_lower)
{
	for (int i = 0; i < MODES - 1; i++)
		ck_assert_int_eq(add(_i, "low", modes[i], modes[i]), 0);
	fixture_mark();
	ck_assert_int_eq(add(_i, "low", "extra", "passthru"), REFUSED);
	ck_assert(!device_exists(&fx.box[0], "extra"));
	expect_devices(devices_with(_i, 2, MODES - 1));
	for (int i = 0; i < MODES - 1; i++) {
		ck_assert_int_eq(set_mode(_i, modes[i], "passthru"), REFUSED);
		del(_i, modes[i]);
	}
	expect_untouched();
}
END_TEST

START_TEST(passthru_after_any_other_is_refused)
{
	for (int i = 0; i < MODES; i++) {
		ck_assert_int_eq(add(_i, "low", "first", modes[i]), 0);
		fixture_mark();
		ck_assert_int_eq(add(_i, "low", "second", "passthru"), REFUSED);
		ck_assert(!device_exists(&fx.box[0], "second"));
		expect_devices(devices_with(_i, 2, 1));
		del(_i, "first");
		expect_untouched();
	}
}
END_TEST

START_TEST(any_after_passthru_is_refused)
{
	add_working(_i, "first", "passthru", mac_low);
	for (int i = 0; i < MODES; i++) {
		ck_assert_int_eq(add(_i, "low", "second", modes[i]), REFUSED);
		ck_assert(!device_exists(&fx.box[0], "second"));
	}
	expect_devices(devices_with(_i, 2, 1));
	ck_assert(arrives(WIRE, mac_wire, mac_c, AT(&fx.box[0], "first")));
	del(_i, "first");
	expect_untouched();
	for (int i = 0; i < MODES; i++) {
		ck_assert_int_eq(add(_i, "low", "second", modes[i]), 0);
		fixture_mark();
		del(_i, "second");
	}
	expect_untouched();
}
END_TEST

/* The first goes on as if nobody had asked. */
START_TEST(refused_sharing_disturbs_nobody)
{
	add_working(_i, "first", "bridge", mac_a);
	add_working(_i, "second", "bridge", mac_b);
	ck_assert_int_eq(add(_i, "low", "third", "passthru"), REFUSED);
	ck_assert_int_eq(set_mode(_i, "second", "passthru"), REFUSED);
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.box[0], "first")));
	ck_assert(arrives_once(AT(&fx.box[0], "first"), mac_a, mac_b, AT(&fx.box[0], "second")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(HOST, "low")));
	del(_i, "first");
	del(_i, "second");
	expect_untouched();
}
END_TEST

START_TEST(passthru_stays_passthru)
{
	add_working(_i, "first", "passthru", mac_low);
	for (int i = 0; i < MODES - 1; i++)
		ck_assert_int_eq(set_mode(_i, "first", modes[i]), REFUSED);
	ck_assert_int_eq(set_mode(_i, "first", "passthru"), 0);
	ck_assert(arrives(WIRE, mac_wire, mac_c, AT(&fx.box[0], "first")));
	del(_i, "first");
	expect_untouched();
}
END_TEST

/* A second lower is another port, and knows nothing of the first. */
START_TEST(passthru_on_one_lower_leaves_the_other_alone)
{
	ck_assert_int_eq(add(_i, "low", "first", "passthru"), 0);
	ck_assert_int_eq(add(_i, "low2", "second", "bridge"), 0);
	ck_assert_int_eq(add(_i, "low2", "third", "vepa"), 0);
	fixture_mark();
	ck_assert_int_eq(add(_i, "low2", "fourth", "passthru"), REFUSED);
	del(_i, "third");
	del(_i, "second");
	ck_assert_int_eq(add(_i, "low2", "fourth", "passthru"), 0);
	fixture_mark();
	del(_i, "first");
	del(_i, "fourth");
	expect_untouched();
}
END_TEST

/* An endpoint's own device stands for its lower, also when that is not shared. */
START_TEST(no_endpoint_on_a_passthru_endpoint)
{
	run_ok(HOST, "%s link add link low name first type macvlan mode passthru", tool_path(_i));
	fixture_mark();
	for (int i = 0; i < MODES; i++)
		ck_assert_int_eq(add(_i, "first", "second", modes[i]), REFUSED);
	run_ok(HOST, "%s link del first", tool_path(_i));
	expect_untouched();
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, all_but_passthru_share_a_lower);
	add_for_both(tc, passthru_after_any_other_is_refused);
	add_for_both(tc, any_after_passthru_is_refused);
	add_for_both(tc, refused_sharing_disturbs_nobody);
	add_for_both(tc, passthru_stays_passthru);
	add_for_both(tc, passthru_on_one_lower_leaves_the_other_alone);
	add_for_both(tc, no_endpoint_on_a_passthru_endpoint);
}

int main(void)
{
	return run_suite("net: exclusive", add_tests);
}
