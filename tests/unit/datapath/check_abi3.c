// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_abi3.c - a port of contract 3 is listed as it was by its maker, and becomes one of today.
 *
 * guards: libmacbpf/datapath/abi3.c libmacbpf/datapath/abi.c libmacbpf/session/sweep.c
 * guards: libmacbpf/session/carry.c libmacbpf/datapath/carry.c
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rig.h"

/*
 * What macbpf of contract 3 wrote for these commands, in a netns with eth0 as number 2:
 *
 *	link add link eth0 name mv0 address 02:00:00:00:03:01 type macvlan mode bridge
 *	link add link eth0 name mv1 address 02:00:00:00:03:02 type macvlan mode source
 *		macaddr set 02:00:00:00:00:77
 *	port set eth0 arp-directed on
 *
 * Numbers of devices and the netns are put in anew; behind `netns` are the tags.
 */
#define PORT_SIZE     1124
#define ENDPOINT_SIZE 56
#define PORT_NETNS    96 /* where it is */
#define PORT_VLANS    100
#define EP_HOSTDEV    8

static const uint8_t port[PORT_VLANS] = {
	0x03, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00,
	0x00, 0x24, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x41, 0x5e, 0x04, 0x00, 0x4a, 0x5e, 0x04, 0x00, 0x4d, 0x5e, 0x04, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x01,
	0x02, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0e, 0x04, 0x00, 0xf0,
};

static const uint8_t endpoint[2][ENDPOINT_SIZE] = {
	{
		0x02, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0xe8, 0x03, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x03, 0x01, 0x00, 0x00, 0x6d, 0x76,
		0x30, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	},
	{
		0x02, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x01, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
		0xe8, 0x03, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x03, 0x02, 0x00, 0x00, 0x6d, 0x76,
		0x31, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	},
};

static struct fake_map *map_of(enum mb_map map)
{
	return rig_dev("eth0")->prog[0]->map[map];
}

static void put(struct fake_entry *entry, size_t where, uint32_t value)
{
	memcpy(entry->value + where, &value, sizeof(value));
}

/* Its first programs, which lead to nothing that came later. */
static void forget_map(enum mb_map map)
{
	for (struct fake_prog *prog = fake.progs; prog; prog = prog->next)
		prog->map[map] = NULL;
}

static void write_port(void)
{
	struct fake_map *map = map_of(MB_MAP_PORT);
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_port_rec rec;

	ck_assert_int_eq(mb_abi_read_port(&maps, &rec), 0);
	mb_maps_close(&maps);
	map->shape.value = PORT_SIZE;
	memcpy(map->entry[0].value, port, sizeof(port));
	put(&map->entry[0], PORT_NETNS, rec.netns);
	put(&map->entry[0], PORT_VLANS, 1u << 7);
}

static void write_endpoints(void)
{
	struct fake_map *map = map_of(MB_MAP_ENDPOINTS);

	map->shape.value = ENDPOINT_SIZE;
	for (size_t i = 0; i < ARRAY_SIZE(endpoint); i++) {
		memcpy(map->entry[i].value, endpoint[i], ENDPOINT_SIZE);
		put(&map->entry[i], EP_HOSTDEV, rig_dev(i ? "mb1" : "mb0")->dev.ifindex);
		rig_dev(i ? "mb1" : "mb0")->behind = NULL;
	}
}

/* The devices and tables are those that this library makes, the same but for their room. */
static void make_old_port(void)
{
	static const uint8_t list[1][6] = { { 2, 0, 0, 0, 0, 0x77 } };
	static const uint8_t mac[2][6] = { { 2, 0, 0, 0, 3, 1 }, { 2, 0, 0, 0, 3, 2 } };

	rig_open();
	rig_add("mv0",
		(struct macbpf_link_opts){ MODE(BRIDGE), UP, .netns = "box1", .address = mac[0] });
	rig_add("mv1", (struct macbpf_link_opts){ SOURCES(list, SET), UP, .address = mac[1] });
	write_port();
	write_endpoints();
	for (int i = 0; i < MB_MAP_COUNT; i++)
		if (!mb_abi3.shape[i].type)
			forget_map((enum mb_map)i);
	map_of(MB_MAP_FDB)->shape.entries = 4096;
}

static struct macbpf_port_info port_info(void)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_vlan_range_info vlan = { .sz = sizeof(vlan) };
	const struct macbpf_port *row;
	struct macbpf_ports *ports;

	ck_assert_int_eq(macbpf_ports__get(rig_mb, NULL, &ports), 0);
	row = macbpf_ports__next(ports, NULL);
	ck_assert_int_eq(macbpf_port__info(row, &info), 0);
	ck_assert_int_eq(macbpf_vlan_range__info(macbpf_vlan_range__next(row, NULL), &vlan), 0);
	ck_assert_uint_eq(vlan.first, 7);
	ck_assert_uint_eq(vlan.last, 7);
	macbpf_ports__free(ports);
	return info;
}

START_TEST(port_is_listed)
{
	struct macbpf_port_info info;

	make_old_port();
	info = port_info();
	ck_assert_uint_eq(info.abi, 3);
	ck_assert_uint_eq(info.endpoints, 2);
	ck_assert_uint_eq(info.modes, MACBPF_MODE_BRIDGE | MACBPF_MODE_SOURCE);
	ck_assert_uint_eq(info.macaddr_count, 1);
	ck_assert_int_eq(info.bc_cutoff, 1);
	ck_assert(info.set_allmulti && info.arp_directed && !info.set_promisc);
	ck_assert_int_eq(macbpf__incomplete(rig_mb), 0);
}
END_TEST

/* Which address the first has on record. */
static void expect_address(const uint8_t mac[6])
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	struct macbpf_fdb *fdb;

	ck_assert_int_eq(macbpf_fdb__get(rig_mb, NULL, &fdb), 0);
	ck_assert_int_eq(macbpf_fdb_entry__info(macbpf_fdb__next(fdb, NULL), &info), 0);
	ck_assert(!memcmp(info.address, mac, 6));
	macbpf_fdb__free(fdb);
}

START_TEST(endpoints_are_listed)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 3, 1 };
	const struct macbpf_link_info *info;

	make_old_port();
	info = rig_info("mv0");
	ck_assert_uint_eq(info->mode, MACBPF_MODE_BRIDGE);
	ck_assert_str_eq(info->hostdev, "mb0");
	ck_assert_uint_eq(info->bc_queue_len, 1000);
	expect_address(mac);
	info = rig_info("mb1");
	ck_assert_str_eq(info->created_name, "mv1");
	ck_assert_uint_eq(info->mode, MACBPF_MODE_SOURCE);
	ck_assert_uint_eq(info->macaddr_count, 1);
}
END_TEST

/* Each command that would write; the sentence names a way out. */
START_TEST(nothing_is_changed)
{
	static const char way_out[] = "macbpf port upgrade link eth0";

	make_old_port();
	rig_expect(rig_try_add("eth0", "mv2", (struct macbpf_link_opts){ 0 }), -EPROTO, way_out,
		   "add");
	rig_expect(rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ UP }), -EPROTO, way_out,
		   "set");
	rig_expect(rig_try_direct(false), -EPROTO, "contract 3, not 4", "port set");
	ck_assert(!memcmp(map_of(MB_MAP_PORT)->entry[0].value, port, PORT_NETNS));
	rig_dev("mb0");
	rig_dev("mb1");
}
END_TEST

START_TEST(a_diagnosis_tells_the_way_out)
{
	struct macbpf_finding_info info = { .sz = sizeof(info) };
	struct macbpf_diagnosis *d;

	make_old_port();
	ck_assert_int_eq(macbpf_diagnosis__get(rig_mb, "eth0", &d), 0);
	macbpf_finding__info(macbpf_finding__next(d, NULL), &info);
	ck_assert_str_eq(info.what, "other-version");
	ck_assert_msg(strstr(info.text, "'macbpf port upgrade link eth0'"), "%s", info.text);
	macbpf_diagnosis__free(d);
}
END_TEST

static bool is_zero(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i])
			return false;
	return true;
}

/* What programs and its maker would find of it is gone; all else is as it was. */
START_TEST(endpoints_are_deleted)
{
	const struct fake_dev *lower;

	make_old_port();
	lower = rig_dev("eth0");
	rig_del("mv1");
	ck_assert_ptr_null(fake_dev_named(FAKE_HOME, "mb1"));
	ck_assert(is_zero(map_of(MB_MAP_ENDPOINTS)->entry[1].value, ENDPOINT_SIZE));
	ck_assert(is_zero(map_of(MB_MAP_MEMBERS)->entry[1].value, sizeof(struct mb_dest)));
	ck_assert_uint_eq(map_of(MB_MAP_SOURCES)->count, 0);
	ck_assert(!memcmp(map_of(MB_MAP_PORT)->entry[0].value, port, PORT_NETNS));
	ck_assert_uint_eq(port_info().endpoints, 1);
	rig_info("mv0");
	rig_del("mv0");
	ck_assert_uint_eq(lower->progs, 0);
	ck_assert_uint_eq(lower->filters, 0);
	ck_assert_uint_eq(lower->dev.flags & IFF_ALLMULTI, 0);
}
END_TEST

/* And the way out is one. */
START_TEST(without_endpoints_it_is_taken_off)
{
	const struct fake_dev *lower;

	make_old_port();
	lower = rig_dev("eth0");
	rig_ip_del("mb0");
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	ck_assert_uint_eq(lower->progs, 1);
	rig_ip_del("mb1");
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	ck_assert_uint_eq(lower->progs, 0);
	ck_assert_uint_eq(lower->dev.flags & IFF_ALLMULTI, 0);
	rig_add("mv2", (struct macbpf_link_opts){ 0 });
	ck_assert_uint_eq(lower->progs, 1);
}
END_TEST

static int upgrade(bool dry_run, struct macbpf_upgrade_info *info)
{
	MACBPF_OPTS(macbpf_upgrade_opts, opts, .dry_run = dry_run);

	info->sz = sizeof(*info);
	return macbpf_port__upgrade(rig_mb, "eth0", &opts, info);
}

static void expect_upgraded(void)
{
	struct macbpf_port_info info = rig_port_info();
	struct mb_maps maps = fake_port_maps("eth0");

	ck_assert_uint_eq(info.abi, MB_ABI);
	ck_assert_uint_eq(info.endpoints, 2);
	ck_assert_uint_eq(info.macaddr_count, 1);
	ck_assert(info.set_allmulti && info.arp_directed && !info.set_promisc);
	ck_assert_ptr_eq(rig_dev("mb0")->prog[0]->map[MB_MAP_FDB], map_of(MB_MAP_FDB));
	ck_assert_ptr_eq(rig_dev("mb1")->prog[0]->map[MB_MAP_FDB], map_of(MB_MAP_FDB));
	ck_assert_uint_eq(map_of(MB_MAP_FDB)->count, 2);
	ck_assert_uint_eq(map_of(MB_MAP_ALIVE)->count, 3);
	ck_assert_uint_eq(map_of(MB_MAP_EP_COUNTS)->count, 2);
	ck_assert_str_eq(rig_record(&maps, 0).name, "mv0");
	mb_maps_close(&maps);
}

START_TEST(it_becomes_one_of_today)
{
	struct macbpf_upgrade_info info;
	char *before;

	make_old_port();
	before = fake_text();
	ck_assert_int_eq(upgrade(true, &info), 0);
	ck_assert_uint_eq(info.devices, 3);
	ck_assert_uint_gt(info.tables, 0);
	rig_expect_same(before, fake_text(), "telling only");
	ck_assert_int_eq(upgrade(false, &info), 0);
	ck_assert_uint_eq(info.devices, 3);
	ck_assert_uint_eq(info.abi, MB_ABI);
	expect_upgraded();
	ck_assert_int_eq(upgrade(true, &info), 0);
	ck_assert_uint_eq(info.devices + info.tables, 0);
	rig_set("mv1", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv2", (struct macbpf_link_opts){ MODE(BRIDGE) });
}
END_TEST

static char *upgraded(void)
{
	struct macbpf_upgrade_info info;

	make_old_port();
	ck_assert_int_eq(upgrade(false, &info), 0);
	rig_settle();
	return fake_text();
}

/* The n-th call fails, and with `dead` all that come after; false: there are not so many. */
static bool upgrade_until(int n, bool dead)
{
	struct macbpf_upgrade_info info;
	bool reached;

	make_old_port();
	fake_fault = (struct fake_fault){ .at = n, .dead = dead, .error = -EIO };
	upgrade(false, &info);
	reached = fake_fault.where;
	fake_fault = (struct fake_fault){ 0 };
	return reached;
}

/*
 * Whoever writes next, whatever it is, makes one port of it again, and of today once the first
 * device is.
 */
static void expect_to_be_finished(int n, bool dead)
{
	const struct fake_map *old = map_of(MB_MAP_FDB);
	bool begun = rig_dev("mb0")->prog[0]->map[MB_MAP_FDB] != old ||
		     rig_dev("mb1")->prog[0]->map[MB_MAP_FDB] != old;
	struct macbpf_upgrade_info info;
	char what[64], *got;

	snprintf(what, sizeof(what), "%s at call %d", dead ? "killed" : "failed", n);
	ck_assert_int_eq(macbpf__settle(rig_mb), 0);
	ck_assert_msg(!begun || rig_port_info().abi == MB_ABI, "%s: half of it stays", what);
	ck_assert_msg(!upgrade(false, &info), "%s: %s", what, macbpf__error(rig_mb));
	rig_settle();
	expect_upgraded();
	got = fake_text();
	rig_expect_same(upgraded(), got, what);
}

START_TEST(whoever_comes_finishes)
{
	int n = 1;

	while (upgrade_until(n, _i))
		expect_to_be_finished(n++, _i);
	ck_assert_int_gt(n, 50);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, port_is_listed);
	tcase_add_test(tc, endpoints_are_listed);
	tcase_add_test(tc, nothing_is_changed);
	tcase_add_test(tc, a_diagnosis_tells_the_way_out);
	tcase_add_test(tc, endpoints_are_deleted);
	tcase_add_test(tc, it_becomes_one_of_today);
	tcase_add_loop_test(tc, whoever_comes_finishes, false, true + 1);
	tcase_add_test(tc, without_endpoints_it_is_taken_off);
}

int main(void)
{
	return rig_main("abi3", fill);
}
