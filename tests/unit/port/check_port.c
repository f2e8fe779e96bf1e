// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_port.c - settings of a port: what they change, and what is refused.
 *
 * guards: libmacbpf/port/
 */
#include <errno.h>
#include <string.h>

#include "tests/unit/rig.h"

static void add_three(void)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv2", (struct macbpf_link_opts){ MODE(PRIVATE) });
}

/* How many devices run a program that was loaded with arp-directed, and how many another. */
static void count_programs(int count[2])
{
	count[0] = count[1] = 0;
	for (size_t i = 0; i < FAKE_DEVS; i++)
		for (size_t j = 0; j < fake.dev[i].progs; j++)
			count[!!(fake.dev[i].prog[j]->config.features & MB_F_DIRECTED)]++;
}

static void expect_programs(int with, int without)
{
	int count[2];

	count_programs(count);
	ck_assert_int_eq(count[1], with);
	ck_assert_int_eq(count[0], without);
}

START_TEST(off_by_default)
{
	add_three();
	expect_programs(0, 4);
	ck_assert_uint_eq(rig_port_info().arp_directed, 0);
}
END_TEST

START_TEST(all_programs_follow)
{
	add_three();
	ck_assert_int_eq(rig_try_direct(true), 0);
	expect_programs(4, 0);
	ck_assert_uint_eq(rig_port_info().arp_directed, 1);
	rig_add("mv3", (struct macbpf_link_opts){ MODE(VEPA) });
	rig_add("mv4", (struct macbpf_link_opts){ MODE(BRIDGE) });
	expect_programs(6, 0);
	ck_assert_int_eq(rig_try_direct(false), 0);
	expect_programs(0, 6);
}
END_TEST

/* What others delete meanwhile is in nobody's way. */
START_TEST(one_goes_while_programs_follow)
{
	add_three();
	fake_dev_named(FAKE_HOME, "mb1")->is_going = true;
	ck_assert_msg(!rig_try_direct(true), "%s", macbpf__error(rig_mb));
	ck_assert_str_eq(macbpf__error(rig_mb), "");
	expect_programs(3, 0);
}
END_TEST

/* Nothing else of the port's programs depends on the order of commands. */
START_TEST(on_and_off_is_as_before)
{
	char *before;

	add_three();
	before = fake_text();
	ck_assert_int_eq(rig_try_direct(true), 0);
	ck_assert_int_eq(rig_try_direct(true), 0);
	ck_assert_int_eq(rig_try_direct(false), 0);
	rig_expect_same(before, fake_text(), "on and off again");
}
END_TEST

START_TEST(passthru_has_nothing_to_direct)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU) });
	ck_assert_int_eq(rig_try_direct(true), 0);
	expect_programs(0, 2);
}
END_TEST

START_TEST(the_setting_goes_with_the_port)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	ck_assert_int_eq(rig_try_direct(true), 0);
	rig_del("mv0");
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	ck_assert_uint_eq(rig_port_info().arp_directed, 0);
}
END_TEST

static void set_address(void)
{
	rig_set("mv1", (struct macbpf_link_opts){ .address = MAC(1) });
}

static void set_mode(void)
{
	rig_set("mv1", (struct macbpf_link_opts){ MODE(PRIVATE) });
}

static void del(void)
{
	rig_del("mv1");
}

static void ip_link_del(void)
{
	fake_dev_del(fake_dev_named(FAKE_HOME, "mv1"));
	rig_settle();
}

static void ip_link_set_address(void)
{
	memcpy(fake_dev_named(FAKE_HOME, "mv1")->dev.address, MAC(0xe), 6);
	rig_settle();
}

static const struct {
	const char *what;
	void (*change)(void);
} changes[] = {
	{ "set address", set_address },
	{ "set mode", set_mode },
	{ "delete", del },
	{ "ip link del", ip_link_del },
	{ "ip link set address", ip_link_set_address },
};

/* One address more than a list holds: what was pushed out of it is not looked for. */
START_TEST(changed_endpoints_are_forgotten)
{
	add_three();
	ck_assert_int_eq(rig_try_direct(true), 0);
	rig_learn("mv0", 100);
	rig_learn("mv2", 101);
	for (uint32_t address = 1; address <= MB_NEIGH_RING; address++)
		rig_learn("mv1", address);
	ck_assert_uint_eq(rig_known(), MB_NEIGH_RING + 2);
	ck_assert_uint_eq(rig_port_info().neigh_count, MB_NEIGH_RING + 2);
	changes[_i].change();
	ck_assert_msg(rig_known() == 2, "%s: %zu are known, not 2", changes[_i].what, rig_known());
}
END_TEST

START_TEST(unchanged_endpoints_are_not)
{
	add_three();
	ck_assert_int_eq(rig_try_direct(true), 0);
	rig_learn("mv1", 1);
	rig_settle();
	rig_set("mv1", (struct macbpf_link_opts){ .has = MACBPF_LINK_MTU, .mtu = 1400 });
	rig_set("mv0", (struct macbpf_link_opts){ .address = MAC(1) });
	rig_del("mv0");
	ck_assert_uint_eq(rig_known(), 1);
	ck_assert_int_eq(rig_try_direct(false), 0);
	ck_assert_uint_eq(rig_known(), 0);
}
END_TEST

START_TEST(an_address_that_went_over_stays)
{
	add_three();
	ck_assert_int_eq(rig_try_direct(true), 0);
	rig_learn("mv1", 1);
	rig_learn("mv0", 1);
	rig_del("mv1");
	ck_assert_uint_eq(rig_known(), 1);
}
END_TEST

START_TEST(refused)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts), .has = MACBPF_PORT_ARP_DIRECTED };

	rig_open();
	rig_expect(macbpf_port__set(rig_mb, "eth7", &opts), -ENODEV, "eth7", "no such device");
	rig_expect(macbpf_port__set(rig_mb, "eth0", &opts), -ENODEV, "eth0 carries no endpoints",
		   "no port");
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	opts.arp_directed = 2;
	rig_expect(macbpf_port__set(rig_mb, "eth0", &opts), -EINVAL, "arp-directed 2",
		   "not 0 or 1");
	opts.arp_directed = 1;
	opts.has = 1 << 7;
	rig_expect(macbpf_port__set(rig_mb, "eth0", &opts), -EINVAL, "unknown", "a new setting");
	expect_programs(0, 2);
}
END_TEST

START_TEST(nothing_given)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts), .arp_directed = 1 };

	add_three();
	ck_assert_int_eq(macbpf_port__set(rig_mb, "eth0", &opts), 0);
	ck_assert_int_eq(macbpf_port__set(rig_mb, "eth0", NULL), 0);
	expect_programs(0, 4);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, off_by_default);
	tcase_add_test(tc, all_programs_follow);
	tcase_add_test(tc, one_goes_while_programs_follow);
	tcase_add_test(tc, on_and_off_is_as_before);
	tcase_add_test(tc, passthru_has_nothing_to_direct);
	tcase_add_test(tc, the_setting_goes_with_the_port);
	tcase_add_loop_test(tc, changed_endpoints_are_forgotten, 0, ARRAY_SIZE(changes));
	tcase_add_test(tc, unchanged_endpoints_are_not);
	tcase_add_test(tc, an_address_that_went_over_stays);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, nothing_given);
}

int main(void)
{
	return rig_main("port", fill);
}
