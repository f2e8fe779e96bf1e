// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_port.c - settings of a port: what they change, and what is refused.
 *
 * guards: libmacbpf/port/
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
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

static struct macbpf_port_info port_info(void)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_ports *ports;

	ck_assert_int_eq(macbpf_ports__get(rig_mb, "eth0", &ports), 0);
	ck_assert_int_eq(macbpf_port__info(macbpf_ports__next(ports, NULL), &info), 0);
	macbpf_ports__free(ports);
	return info;
}

START_TEST(off_by_default)
{
	add_three();
	expect_programs(0, 4);
	ck_assert_uint_eq(port_info().arp_directed, 0);
}
END_TEST

START_TEST(all_programs_follow)
{
	add_three();
	ck_assert_int_eq(rig_try_direct(true), 0);
	expect_programs(4, 0);
	ck_assert_uint_eq(port_info().arp_directed, 1);
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
	ck_assert_uint_eq(port_info().arp_directed, 0);
}
END_TEST

/* A VLAN device, with what else it is. */
static void add_vlan(const char *name, struct mb_dev what)
{
	struct fake_dev *place = fake_dev_add(FAKE_HOME, name, 0);

	place->dev.link = what.link ?: 2;
	place->dev.vlan_proto = what.vlan_proto;
	place->dev.vlan_id = what.vlan_id;
}

static bool leaves_tag(enum mb_tag tag, uint32_t vid)
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_port_rec rec;

	ck_assert_int_eq(mb_abi_read_port(&maps, &rec), 0);
	mb_maps_close(&maps);
	return mb_vlans_have(&rec.vlans, tag, vid);
}

/* What eth0's port leaves to VLAN devices, as "8021q 5-5 8021ad 6-7 ". The caller frees it. */
static char *listed_tags(void)
{
	struct macbpf_vlan_range_info info = { .sz = sizeof(info) };
	const struct macbpf_vlan_range *range = NULL;
	const struct macbpf_port *port;
	struct macbpf_ports *ports;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_int_eq(macbpf_ports__get(rig_mb, "eth0", &ports), 0);
	port = macbpf_ports__next(ports, NULL);
	while ((range = macbpf_vlan_range__next(port, range))) {
		ck_assert_int_eq(macbpf_vlan_range__info(range, &info), 0);
		fprintf(out, "%s %u-%u ", info.protocol == ETH_P_8021AD ? "8021ad" : "8021q",
			info.first, info.last);
	}
	fclose(out);
	macbpf_ports__free(ports);
	return text;
}

static void expect_listed(const char *want)
{
	char *got = listed_tags();

	ck_assert_str_eq(got, want);
	free(got);
}

static uint32_t features_of(const char *name)
{
	return fake_dev_named(FAKE_HOME, name)->prog[0]->config.features;
}

START_TEST(vlan_devices_are_there_first)
{
	rig_open();
	add_vlan("eth0.5", (struct mb_dev){ .vlan_proto = ETH_P_8021Q, .vlan_id = 5 });
	add_vlan("eth0.4095", (struct mb_dev){ .vlan_proto = ETH_P_8021AD, .vlan_id = 4095 });
	add_vlan("eth9.6", (struct mb_dev){ .link = 9, .vlan_proto = ETH_P_8021Q, .vlan_id = 6 });
	add_vlan("macsec0", (struct mb_dev){ .vlan_id = 7 });
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	ck_assert_uint_eq(features_of("eth0"), MB_F_VLANS);
	ck_assert_uint_eq(features_of("mb0"), MB_F_BRIDGE);
	ck_assert(leaves_tag(MB_TAG_8021Q, 5) && !leaves_tag(MB_TAG_8021AD, 5));
	ck_assert(leaves_tag(MB_TAG_8021AD, 4095) && !leaves_tag(MB_TAG_8021Q, 4095));
	ck_assert(!leaves_tag(MB_TAG_8021Q, 6) && !leaves_tag(MB_TAG_8021Q, 7));
	ck_assert(!leaves_tag(MB_TAG_8021Q, 0));
}
END_TEST

START_TEST(tags_of_vlan_devices_are_listed)
{
	static const uint32_t ids[] = { 4095, 4094, 0, 31, 32, 33 };

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	expect_listed("");
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		add_vlan("vlan", (struct mb_dev){ .vlan_proto = ETH_P_8021Q, .vlan_id = ids[i] });
	add_vlan("outer", (struct mb_dev){ .vlan_proto = ETH_P_8021AD });
	add_vlan("last", (struct mb_dev){ .vlan_proto = ETH_P_8021AD, .vlan_id = 4095 });
	expect_listed("");
	rig_settle();
	expect_listed("8021q 0-0 8021q 31-33 8021q 4094-4095 8021ad 0-0 8021ad 4095-4095 ");
}
END_TEST

/* Of the record of another version only how it begins is known to mean what it means here. */
START_TEST(port_of_another_version_tells_how_it_begins)
{
	struct macbpf_port_info info;

	rig_open();
	add_vlan("eth0.5", (struct mb_dev){ .vlan_proto = ETH_P_8021Q, .vlan_id = 5 });
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	expect_listed("8021q 5-5 ");
	rig_change_version();
	expect_listed("");
	info = port_info();
	ck_assert_uint_eq(info.abi, MB_ABI + 1);
	ck_assert_uint_eq(info.prog_id, 1);
	ck_assert_uint_eq(info.endpoints, 1);
	ck_assert_uint_eq(info.modes, 0);
	ck_assert(info.set_allmulti && !info.set_promisc && !info.arp_directed);
	ck_assert_int_eq(macbpf__incomplete(rig_mb), 1);
}
END_TEST

/* And goes, so that nothing is left. */
START_TEST(vlan_device_comes_later)
{
	char *before;

	add_three();
	before = fake_text();
	add_vlan("eth0.5", (struct mb_dev){ .vlan_proto = ETH_P_8021Q, .vlan_id = 5 });
	ck_assert_uint_eq(features_of("eth0"), 0);
	rig_settle();
	ck_assert(features_of("eth0") == MB_F_VLANS && leaves_tag(MB_TAG_8021Q, 5));
	add_vlan("eth0.6", (struct mb_dev){ .vlan_proto = ETH_P_8021Q, .vlan_id = 6 });
	rig_settle();
	ck_assert(leaves_tag(MB_TAG_8021Q, 5) && leaves_tag(MB_TAG_8021Q, 6));
	fake_dev_del(fake_dev_named(FAKE_HOME, "eth0.5"));
	fake_dev_del(fake_dev_named(FAKE_HOME, "eth0.6"));
	rig_settle();
	rig_expect_same(before, fake_text(), "a VLAN device came and went");
}
END_TEST

/* A command that has nothing to do but what every one does. */
static void sweep_only(void)
{
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
}

/* The first command may do without; the next must not believe that it is done. */
START_TEST(vlan_device_whose_program_was_refused)
{
	static const char *const calls[] = { "mb_datapath_load", "mb_attach_replace" };

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	add_vlan("eth0.5", (struct mb_dev){ .vlan_proto = ETH_P_8021Q, .vlan_id = 5 });
	fake_fault = (struct fake_fault){ .call = calls[_i], .error = -ENOMEM };
	sweep_only();
	ck_assert_str_eq(fake_fault.where, calls[_i]);
	fake_fault = (struct fake_fault){ 0 };
	ck_assert_uint_eq(features_of("eth0"), 0);
	expect_listed("");
	sweep_only();
	ck_assert(features_of("eth0") == MB_F_VLANS && leaves_tag(MB_TAG_8021Q, 5));
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
	ck_assert_uint_eq(port_info().neigh_count, MB_NEIGH_RING + 2);
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
	tcase_add_test(tc, vlan_devices_are_there_first);
	tcase_add_test(tc, tags_of_vlan_devices_are_listed);
	tcase_add_test(tc, port_of_another_version_tells_how_it_begins);
	tcase_add_test(tc, vlan_device_comes_later);
	tcase_add_loop_test(tc, vlan_device_whose_program_was_refused, 0, 2);
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
