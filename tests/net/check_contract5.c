// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_contract5.c - a port of a version that is not made yet, whose records are nowhere as today:
 * its endpoints are listed and deleted, and nothing else of it is changed.
 *
 * guards: libmacbpf/datapath/named.c
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/own.h"
#include "tests/harness/run.h"
#include "tests/net/contract3/old_port.h"
#include "tests/net/contract5/bpf/records.h"
#include "fixture.h"
#include "loaded.h"

static struct run r;

static void make_later_port(void)
{
	add_link("low", "mva", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mvb", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	add_link("low", "mvc", MACBPF_MODE_PRIVATE, mac_c, &fx.box[2]);
	run_ok(&fx.host, "%s link add link low name mvt type macvtap mode vepa queues 3",
	       macbpf_path());
	run_ok(&fx.host, "ip tuntap add tap0 mode tap");
	run_ok(&fx.host,
	       "%s link add link low dev tap0 adopt address 52:54:00:00:00:02 type macvtap",
	       macbpf_path());
	old_port_make(fx.mb, "low");
	loaded_expect_gone();
	fixture_mark();
}

/* Each says what it can, and that it isn't all; nobody stumbles over a table that isn't known. */
START_TEST(whatever_is_asked_is_told)
{
	static const char *const commands[] = {
		"link show",
		"-s -d link show",
		"-d -j link show",
		"-br link",
		"fdb show",
		"mdb show",
		"neigh show",
		"-s port show",
		"diagnose",

		"save",
		"",
		"link show mvs",
		"fdb get 02:00:00:00:01:01",
	};

	run_ok(&fx.host,
	       "%s link add link low name mvs up type macvlan mode source macaddr set "
	       "02:00:00:00:00:77",
	       macbpf_path());
	run_ok(&fx.host, "%s link set mvs guard mac", macbpf_path());
	fixture_mark();
	make_later_port();
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		int code = run(&r, &fx.host, "%s %s", macbpf_path(), commands[i]);

		ck_assert_msg(code == 2 && !strstr(r.err, "Error"), "%s: %d, %s", commands[i], code,
			      r.err);
	}
	run(&r, &fx.host, "%s save", macbpf_path());
	ck_assert_msg(strstr(r.out, "# not all"), "%s", r.out);
}
END_TEST

static void expect_refused(const char *command)
{
	ck_assert_int_eq(run(&r, &fx.host, "%s %s", macbpf_path(), command), 2);
	ck_assert_msg(strstr(r.err, "contract 5, not 4"), "%s: %s", command, r.err);
}

START_TEST(endpoints_are_listed)
{
	const struct macbpf_link_info *info;

	make_later_port();
	ck_assert_int_eq(count_links(), 5);
	ck_assert_int_eq(macbpf__incomplete(fx.mb), 1);
	info = info_of("mvc");
	ck_assert_uint_eq(info->mode, MACBPF_MODE_PRIVATE);
	ck_assert_mem_eq(info->address, mac_c, 6);
	ck_assert_int_eq(info->owns_address, 1);
	ck_assert_str_eq(info->lower, "low");
	info = info_of("mvt");
	ck_assert_uint_eq(info->mode, MACBPF_MODE_VEPA);
	ck_assert_uint_eq(info->type, MACBPF_TYPE_MACVTAP);
	ck_assert_uint_eq(info->queues, 3);
	ck_assert_int_eq(run(&r, &fx.host, "%s link show", macbpf_path()), 2);
	ck_assert_msg(strstr(r.err, "not all of the endpoints of low can be told"), "%s", r.err);
	ck_assert_int_eq(run(&r, &fx.host, "%s -d port show", macbpf_path()), 2);
	ck_assert_msg(strstr(r.out, "endpoints 5") && strstr(r.out, "abi 5"), "%s", r.out);
}
END_TEST

START_TEST(nothing_is_changed)
{
	make_later_port();
	expect_refused("link set mva mtu 1400");
	expect_refused("link add link low name mvd type macvlan mode bridge");
	expect_refused("port set low arp-directed on");
	expect_refused("port upgrade link low");
	run_ok(&fx.host, "%s port sweep", macbpf_path());
	ck_assert_int_eq(count_links(), 5);
}
END_TEST

static uint16_t state_on_record(uint32_t slot)
{
	struct mb_endpoint_rec rec;
	int fd = loaded_map("mb_endpoints");

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bpf_map_lookup_elem(fd, &slot, &rec), 0);
	close(fd);
	ck_assert_msg(rec.news[0] == ~0ull && rec.more_news == 255, "slot %u: %llx, %u: %s", slot,
		      rec.news[0], rec.more_news, rec.name);
	return rec.state;
}

static bool lets_in(const char *mac)
{
	ck_assert_int_eq(run(&r, &fx.host, "bridge fdb show dev low"), 0);
	return strstr(r.out, mac);
}

static void delete_link(const char *name)
{
	run(&r, &fx.host, "%s link delete %s", macbpf_path(), name);
	ck_assert_str_eq(r.err, "");
}

/* The record tells its maker's next command; with the last goes the port. */
START_TEST(endpoints_are_deleted)
{
	char mac[18];

	make_later_port();
	snprintf(mac, sizeof(mac), "%02x:%02x:%02x:%02x:%02x:%02x", mac_a[0], mac_a[1], mac_a[2],
		 mac_a[3], mac_a[4], mac_a[5]);
	ck_assert(lets_in(mac));
	delete_link("mva");
	ck_assert(!lets_in(mac) && !device_exists(&fx.box[0], "mva"));
	ck_assert_uint_eq(state_on_record(0), 1);
	ck_assert_uint_eq(state_on_record(1), 2);
	ck_assert_int_eq(count_links(), 4);
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "mva"), -ENODEV);
	delete_link("tap0");
	ck_assert(device_exists(&fx.host, "tap0"));
	delete_link("mvb");
	delete_link("mvc");
	run_ok(&fx.host, "ip link delete mvt");
	run_ok(&fx.host, "%s port sweep", macbpf_path());
	run_ok(&fx.host, "ip link delete tap0");
	loaded_expect_gone();
	expect_devices(2);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, endpoints_are_listed);
	tcase_add_test(tc, whatever_is_asked_is_told);
	tcase_add_test(tc, nothing_is_changed);
	tcase_add_test(tc, endpoints_are_deleted);
}

int main(void)
{
	return run_suite("contract5", add_tests);
}
