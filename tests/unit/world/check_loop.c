// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_loop.c - a device that was put under its own lower.
 *
 * guards: libmacbpf/world/loop.c
 */
#include <stdio.h>
#include <string.h>

#include "tests/unit/rig.h"

static char said[512];

static void listen_to(void *arg, enum macbpf_log_level level, const char *text)
{
	(void)arg;
	if (level == MACBPF_LOG_WARN)
		snprintf(said, sizeof(said), "%s", text);
}

static struct mb_dev *dev(const char *name)
{
	return &fake_dev_named(FAKE_HOME, name)->dev;
}

/*
 *   mv0, mv1 on br0;  wire: no port;  above0: a device on br1
 */
static void world(void)
{
	rig_open();
	fake_dev_add(FAKE_HOME, "br0", 0);
	fake_dev_add(FAKE_HOME, "br1", 0);
	fake_dev_add(FAKE_HOME, "above0", 0);
	rig_try_add("br0", "mv0", (struct macbpf_link_opts){ .netns = NULL });
	rig_try_add("br0", "mv1", (struct macbpf_link_opts){ .netns = NULL });
	dev("above0")->link = dev("br1")->ifindex;
	*said = '\0';
	macbpf__set_log(rig_mb, listen_to, NULL);
}

static void expect(const char *name, bool in_loop)
{
	ck_assert_msg(rig_info(name)->in_loop == in_loop, "%s: in_loop is not %d", name, in_loop);
	rig_settle();
	ck_assert_msg(!strstr(said, "nomaster") == !in_loop, "%s: it is said: \"%s\"", name, said);
}

START_TEST(of_its_lower)
{
	world();
	dev("mv0")->master = dev("br0")->ifindex;
	expect("mv0", true);
	ck_assert_msg(strstr(said, "mv0 (mb0)") && strstr(said, "lower br0"), "%s", said);
	rig_close();
}
END_TEST

START_TEST(of_a_bridge_with_a_device_in_its_lower)
{
	world();
	dev("mv0")->master = dev("br1")->ifindex;
	dev("above0")->master = dev("br0")->ifindex;
	expect("mv0", true);
	rig_close();
}
END_TEST

START_TEST(of_another_bridge)
{
	world();
	dev("mv0")->master = dev("br1")->ifindex;
	expect("mv0", false);
	rig_close();
}
END_TEST

/* However the devices stand on each other, the search ends. */
START_TEST(of_devices_that_go_round)
{
	world();
	dev("mv0")->master = dev("br1")->ifindex;
	dev("above0")->master = dev("br1")->ifindex;
	expect("mv0", false);
	rig_close();
}
END_TEST

/* A number in another netns is not a device here. */
START_TEST(elsewhere)
{
	world();
	rig_ip_move("mv0", FAKE_BOX1);
	rig_dev("mv0")->dev.master = dev("br0")->ifindex;
	expect("mv0", false);
	rig_close();
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, of_its_lower);
	tcase_add_test(tc, of_a_bridge_with_a_device_in_its_lower);
	tcase_add_test(tc, of_another_bridge);
	tcase_add_test(tc, of_devices_that_go_round);
	tcase_add_test(tc, elsewhere);
}

int main(void)
{
	return rig_main("loop", fill);
}
