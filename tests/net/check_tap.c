// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_tap.c - endpoints of type macvtap: as they are made, renamed, moved, swept.
 *
 * guards: libmacbpf/kinds/tap.c
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "suite.h"
#include "tap.h"

START_TEST(made_as_asked_for)
{
	const struct macbpf_link_info *info;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	info = info_of("tap0");
	ck_assert_uint_eq(info->type, MACBPF_TYPE_MACVTAP);
	ck_assert_uint_eq(info->queues, 1);
	ck_assert_uint_eq(info->txqueuelen, 500);
	ck_assert_str_eq(info->qdisc, "noqueue");
	ck_assert_str_eq(info->hostdev, "mb0");
	ck_assert_str_eq(info->alias, "");
	ck_assert_msg(info->hostdev_ifindex == info->ifindex, "the device is its own hostdev");
	ck_assert(device_says(&fx.host, "mb0", "tun type tap pi off vnet_hdr on persist on"));
	expect_devices(3);
	expect_ok(macbpf_link__del(fx.mb, NULL, "tap0"));
	expect_devices(2);
}
END_TEST

/* Frames that the guest gets are received, though the tap sends them. */
START_TEST(counters_are_the_guests)
{
	int queue = tap_and_veth();
	struct frame f = frame_of(mac_a, mac_b);
	struct macbpf_stats before = info_of("tap0")->stats;

	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(frame_write(queue, &f), 0);
	f = frame_of(mac_b, mac_a);
	sent_from(AT(&fx.box[0], "mv0"), &f);
	ck_assert_uint_eq(info_of("tap0")->stats.tx_packets - before.tx_packets, 3);
	ck_assert_uint_eq(info_of("tap0")->stats.tx_bytes - before.tx_bytes, 180);
	ck_assert_uint_eq(info_of("tap0")->stats.rx_packets - before.rx_packets, 1);
	ck_assert_uint_eq(info_of("tap0")->stats.rx_bytes - before.rx_bytes, 60);
	forget(queue);
}
END_TEST

START_TEST(renamed_it_is_the_same)
{
	int queue = tap_and_veth();
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .alias = "kept" };
	struct frame f;

	run_ok(&fx.host, "ip link set tap0 down"); /* or, before Linux 6.2, it has no other name */
	run_ok(&fx.host, "ip link set tap0 name vm0 alias somebody's up");
	expect_ok(macbpf_link__set(fx.mb, NULL, "mb0", &opts));
	ck_assert_str_eq(info_of("tap0")->name, "vm0");
	ck_assert_str_eq(info_of("vm0")->alias, "kept");
	f = frame_of(mac_b, mac_a);
	ck_assert_uint_eq(sent_from(AT(&fx.box[0], "mv0"), &f), SET(ON_TAP) | SET(ON_VETH));
	forget(queue);
	queue = open_queue("vm0");
	close(queue);
}
END_TEST

/* A tap's lower deleted: nothing ties them together, but the next writing command sweeps it. */
START_TEST(lower_gone_the_tap_is_swept)
{
	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	run_ok(&fx.host, "ip link del low");
	add_link("low2", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	ck_assert(!device_exists(&fx.host, "tap0"));
}
END_TEST

/* It is lost, since its lower is elsewhere; what is left there, a command beside it leaves alone.
 */
START_TEST(moved_away_it_is_lost_alone)
{
	struct macbpf_open_opts there = { .sz = sizeof(there), .netns = fx.box[1].name };
	struct macbpf_link_opts any = { .sz = sizeof(any), .alias = "any command" };
	struct macbpf *mb;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	run_ok(&fx.host, "ip link set tap0 netns %s", fx.box[1].name);
	ck_assert_int_eq(macbpf__open(&mb, &there), 0);
	ck_assert_int_eq(macbpf_link__del(mb, NULL, "nobody"), -ENODEV);
	macbpf__close(mb);
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, AT(&fx.box[0], "mv0")));
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &any));
	ck_assert_int_eq(count_links(), 1);
}
END_TEST

START_TEST(lower_moved_away_the_tap_is_swept)
{
	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	run_ok(&fx.host, "ip link set low netns %s", fx.box[1].name);
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
	ck_assert(!device_exists(&fx.host, "tap0"));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, made_as_asked_for);
	tcase_add_test(tc, counters_are_the_guests);
	tcase_add_test(tc, renamed_it_is_the_same);
	tcase_add_test(tc, lower_gone_the_tap_is_swept);
	tcase_add_test(tc, moved_away_it_is_lost_alone);
	tcase_add_test(tc, lower_moved_away_the_tap_is_swept);
}

int main(void)
{
	return run_suite("net: tap", add_tests);
}
