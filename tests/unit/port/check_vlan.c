// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_vlan.c - VLAN devices on a lower: their tags are left to them, and listed.
 *
 * guards: libmacbpf/port/lower.c
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/rig.h"

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
	info = rig_port_info();
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

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
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

static void fill(TCase *tc)
{
	tcase_add_test(tc, vlan_devices_are_there_first);
	tcase_add_test(tc, tags_of_vlan_devices_are_listed);
	tcase_add_test(tc, port_of_another_version_tells_how_it_begins);
	tcase_add_test(tc, vlan_device_comes_later);
	tcase_add_loop_test(tc, vlan_device_whose_program_was_refused, 0, 2);
}

int main(void)
{
	return rig_main("vlan", fill);
}
