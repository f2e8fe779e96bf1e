// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_monitor.c - each writing function tells what it has changed, and one that was refused
 * nothing.
 *
 * guards: libmacbpf/session/tell.c
 */
#include "tests/unit/rig.h"

static void expect_told(const char *command, const char *hostdev, const char *name,
			const char *changed)
{
	ck_assert_uint_eq(fake.told.magic, MB_BUS_MAGIC);
	ck_assert_str_eq(fake.told.command, command);
	ck_assert_str_eq(fake.told.lower, "eth0");
	ck_assert_str_eq(fake.told.hostdev, hostdev);
	ck_assert_str_eq(fake.told.name, name);
	ck_assert_str_eq(fake.told.changed, changed);
}

START_TEST(what_was_changed_is_told)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	expect_told("link add", "mb0", "mv0", "");
	rig_set("mb0", (struct macbpf_link_opts){ MODE(PRIVATE), .address = MAC(1), UP });
	expect_told("link set", "mb0", "mv0", "mode address up");
	rig_set("mv0", (struct macbpf_link_opts){ .name = "eth7" });
	expect_told("link set", "mb0", "eth7", "name");
	ck_assert_int_eq(rig_try_direct(true), 0);
	expect_told("port set", "", "", "arp-directed");
	rig_del("eth7");
	expect_told("link delete", "mb0", "mv0", "");
	ck_assert_int_eq(fake.told_count, 5);
}
END_TEST

START_TEST(what_was_refused_is_not)
{
	rig_open();
	ck_assert_int_ne(rig_try_add("nothing", "mv0", (struct macbpf_link_opts){ 0 }), 0);
	ck_assert_int_eq(fake.told_count, 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	ck_assert_int_ne(rig_try_set("eth0", "mv0", (struct macbpf_link_opts){ MODE(PASSTHRU) }),
			 0);
	ck_assert_int_eq(fake.told_count, 1);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, what_was_changed_is_told);
	tcase_add_test(tc, what_was_refused_is_not);
}

int main(void)
{
	return rig_main("monitor", fill);
}
