// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_users.c - what users do: lowers in containers, odd names.
 *
 * guards: libmacbpf/ bpf/
 */
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "tests/net/loaded.h"
#include "tests/net/suite.h"

#define HOST	(&fx.host)
#define WIRE	AT(&fx.far, "wire")
#define REFUSED 2

/* ---------------------------------------------------------------- where the lower is */

START_TEST(lower_was_moved_into_a_container)
{
	run_ok(HOST, "ip link set low netns nt-box1 name eth0");
	run_ok(&fx.box[0], "ip link set eth0 up");
	for (int i = 0; i < 2; i++)
		run_ok(&fx.box[0],
		       "%s link add link eth0 name mv%d address %s netns nt-box%d up "
		       "type macvlan mode bridge",
		       tool_path(_i), i, mac_text(i ? mac_b : mac_a), i + 1);
	loaded_mark(&fx.box[0]);
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[0], "mv0")));
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[1], "mv1")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.box[0], "mv0")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, AT(&fx.box[1], "mv1")));
	ck_assert(arrives_once(AT(&fx.box[1], "mv1"), mac_b, mac_a, AT(&fx.box[0], "mv0")));
	ck_assert(arrives_once(AT(&fx.box[0], "mv0"), mac_a, mac_b, AT(&fx.box[1], "mv1")));
	expect_devices(1);
	run_ok(&fx.box[0], "%s link del mv0", tool_path(_i));
	run_ok(_i == TOOL_KERNEL ? &fx.box[1] : &fx.box[0], "%s link del mv1", tool_path(_i));
	ck_assert(device_says(&fx.box[0], "eth0", "promiscuity 0 "));
}
END_TEST

START_TEST(container_dies_with_the_lower_in_it)
{
	run_ok(HOST, "ip link set low netns nt-box1");
	run_ok(&fx.box[0], "ip link set low up");
	run_ok(&fx.box[0],
	       "%s link add link low name mv0 netns nt-box2 up type macvlan mode bridge",
	       tool_path(_i));
	loaded_mark(&fx.box[0]);
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[1], "mv0")));
	netns_drop(&fx.box[0]);
	expect_to_go(&fx.box[1], "mv0");
	loaded_expect_gone();
}
END_TEST

/* ---------------------------------------------------------------- names */

/* dev_valid_name(), and the patterns that `ip` makes a number of. 0xa0 is a space to the kernel. */
static bool is_legal(int byte)
{
	return byte > 0 && !strchr("/:% \t\n\v\f\r", byte) && byte != 0xa0;
}

static int add_named(int tool, const char *name)
{
	static struct run r;

	return run(&r, HOST, "%s link add link low name %s up type macvlan mode bridge",
		   tool_path(tool), name);
}

static void expect_usable(int tool, const char *name)
{
	static struct run r;

	ck_assert_msg(!add_named(tool, name), "%s: \"%s\" is refused", tool_path(tool), name);
	fixture_mark();
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(HOST, name)));
	ck_assert_msg(!run(&r, HOST, "%s -j link show", tool_path(tool)), "%s", r.err);
	ck_assert_msg(!run(&r, HOST, "%s link del dev %s", tool_path(tool), name), "%s", r.err);
	ck_assert(!device_exists(HOST, name));
}

START_TEST(names_of_all_legal_characters)
{
	char name[16] = "";
	size_t len = 0;

	for (int byte = 1; byte < 256; byte++) {
		if (!is_legal(byte))
			continue;
		if (!len)
			name[len++] = 'n'; /* a word that begins with - is not a name to ip */
		name[len++] = byte;
		name[len] = '\0';
		if (len < sizeof(name) - 1)
			continue;
		expect_usable(_i, name);
		len = 0;
	}
	expect_usable(_i, name);
	expect_devices(2);
}
END_TEST

START_TEST(names_that_look_like_something_else)
{
	static const char *const names[] = { "...", "0",   "link", "type",	     "mb0",
					     "mb7", "lo0", "dev",  "fifteen_letters" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		expect_usable(_i, names[i]);
	expect_devices(2);
}
END_TEST

START_TEST(names_that_are_refused)
{
	static const char *const names[] = { ".",   "..", "all", "default", "sixteen_letters_",
					     "low", "lo" };
	char name[4] = "mXv";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(add_named(_i, names[i]), "\"%s\" is taken", names[i]);
	for (int byte = 1; byte < 256; byte++) {
		name[1] = byte;
		if (!is_legal(byte) && byte != ' ') /* run() makes two words of that */
			ck_assert_msg(add_named(_i, name), "character %#x is taken", byte);
	}
	expect_devices(2);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 250);
	add_for_both(tc, lower_was_moved_into_a_container);
	add_for_both(tc, container_dies_with_the_lower_in_it);
	add_for_both(tc, names_of_all_legal_characters);
	add_for_both(tc, names_that_look_like_something_else);
	add_for_both(tc, names_that_are_refused);
}

int main(void)
{
	return run_suite("net: users", add_tests);
}
