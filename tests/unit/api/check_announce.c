// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_announce.c - who asks to announce what isn't there, or can't be read, is told so.
 *
 * guards: libmacbpf/api/link_announce.c
 */
#include <errno.h>

#include "tests/unit/scene.h"

static int announce(const char *lower)
{
	return macbpf_link__announce(rig_mb, lower, NULL);
}

START_TEST(a_lower_without_a_port)
{
	rig_open();
	scene_one();
	fake_dev_add(FAKE_HOME, "eth1", 0);
	rig_expect(announce("eth1"), -ENODEV, "eth1 carries no endpoints", "no port");
	rig_expect(announce("eth9"), -ENODEV, "cannot find device \"eth9\"", "no lower");
}
END_TEST

/* Of all lowers nobody asked for this one. */
START_TEST(a_port_that_can_not_be_read)
{
	rig_open();
	scene_one();
	rig_change_version();
	rig_expect(announce("eth0"), -EPROTO, "another version", "a port of another version");
	ck_assert_int_eq(announce(NULL), 0);
	ck_assert_int_eq(macbpf__incomplete(rig_mb), 1);
}
END_TEST

START_TEST(a_port_of_another_netns)
{
	rig_open();
	scene_one();
	rig_change_netns();
	rig_expect(announce("eth0"), -EBUSY, "from another network namespace", "a stray port");
	ck_assert_int_eq(announce(NULL), 0);
}
END_TEST

START_TEST(of_all_there_may_be_none)
{
	rig_open();
	ck_assert_int_eq(announce(NULL), 0);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, a_lower_without_a_port);
	tcase_add_test(tc, a_port_that_can_not_be_read);
	tcase_add_test(tc, a_port_of_another_netns);
	tcase_add_test(tc, of_all_there_may_be_none);
}

int main(void)
{
	return rig_main("announce", fill);
}
