// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_tap_frames.c - what reaches a tap's guest, and what it sends.
 *
 * guards: libmacbpf/kinds/tap.c libmacbpf/endpoint/address.c
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/fence.h"
#include "tests/harness/run.h"
#include "suite.h"
#include "tap.h"

START_TEST(guest_talks_to_everybody)
{
	const uint8_t nobody[6] = { 0x02, 0, 0, 0, 9, 9 };
	int queue = tap_and_veth(), second;
	struct frame f;

	add_tap("tap1", MACBPF_MODE_BRIDGE, mac_c, 1);
	second = open_queue("tap1");
	capture_queue(&seen, second, ON_TAP2);
	f = frame_of(mac_a, mac_b);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_VETH));
	f = frame_of(mac_a, mac_c);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_TAP2));
	f = frame_of(mac_a, mac_wire);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_WIRE));
	f = frame_of(mac_a, nobody);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_WIRE));
	f = frame_of(mac_a, mac_all);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_VETH) | SET(ON_WIRE) | SET(ON_TAP2));
	close(second);
	forget(queue);
}
END_TEST

START_TEST(everybody_talks_to_the_guest)
{
	int queue = tap_and_veth();
	struct frame f;

	f = frame_of(mac_wire, mac_a);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_TAP) | SET(ON_WIRE));
	f = frame_of(mac_b, mac_a);
	ck_assert_uint_eq(sent_from(AT(&fx.box[0], "mv0"), &f), SET(ON_TAP) | SET(ON_VETH));
	f = frame_of(mac_wire, mac_all);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_TAP) | SET(ON_VETH) | SET(ON_WIRE));
	f = frame_of(mac_wire, mac_c);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_WIRE));
	forget(queue);
}
END_TEST

/* What its guest sends in another mode than bridge goes to the wire, and only there. */
START_TEST(other_modes_send_to_the_wire)
{
	static const uint32_t modes[] = { MACBPF_MODE_PRIVATE, MACBPF_MODE_VEPA,
					  MACBPF_MODE_SOURCE };
	int queue = tap_and_veth();
	struct frame f;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		MACBPF_OPTS(macbpf_link_opts, opts, MACVLAN(HAS_MODE(modes[i])));

		expect_ok(macbpf_link__set(fx.mb, NULL, "tap0", &opts));
		f = frame_of(mac_a, mac_b);
		ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_WIRE));
		f = frame_of(mac_a, mac_all);
		ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_WIRE));
	}
	forget(queue);
}
END_TEST

START_TEST(passthru_guest_has_the_lower)
{
	struct frame f;
	int queue;

	memset(&seen, 0, sizeof(seen));
	add_tap("tap0", MACBPF_MODE_PASSTHRU, NULL, 1);
	queue = open_queue("tap0");
	capture_queue(&seen, queue, ON_TAP);
	capture_watch(&seen, &fx.far, "wire", 3, ON_WIRE);
	ck_assert(!memcmp(info_of("tap0")->address, mac_low, 6));
	f = frame_of(mac_wire, mac_low);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_TAP) | SET(ON_WIRE));
	f = frame_of(mac_wire, mac_c);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_TAP) | SET(ON_WIRE));
	f = frame_of(mac_c, mac_wire);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_WIRE));
	forget(queue);
}
END_TEST

START_TEST(flows_are_spread_over_queues)
{
	uint32_t offloads = MACBPF_OFFLOAD_CSUM;
	int queues[4], with_frames = 0;
	struct frame f;

	memset(&seen, 0, sizeof(seen));
	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 4);
	expect_ok(open_with("tap0", queues, 4, offloads));
	wait_for_carrier("tap0");
	for (uint16_t i = 0; i < 4; i++)
		capture_queue(&seen, queues[i], i);
	for (uint16_t flow = 0; flow < 64; flow++) {
		f = frame_of(mac_wire, mac_a);
		f.body = FRAME_TCP;
		f.flow = flow;
		f.len = 100;
		sent_from(WIRE, &f);
	}
	for (uint16_t watch = 0; watch < 4; watch++) {
		bool any = false;

		for (size_t i = 0; i < seen.count; i++)
			any |= seen.seen[i].watch == watch;
		with_frames += any;
	}
	ck_assert_uint_eq(seen.count, 64);
	ck_assert_msg(with_frames == 4, "only %d of 4 queues got frames", with_frames);
	for (int i = 0; i < 4; i++)
		close(queues[i]);
	capture_close(&seen);
}
END_TEST

START_TEST(address_is_the_guests)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac_c };
	int queue = tap_and_veth();
	struct frame f;

	run_ok(&fx.host, "ip link set tap0 address 02:00:00:00:09:09");
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0",
				   &(struct macbpf_link_opts){ .sz = sizeof(opts), .alias = "x" }));
	ck_assert(!memcmp(info_of("tap0")->address, mac_a, 6));
	f = frame_of(mac_b, mac_a);
	ck_assert_uint_eq(sent_from(AT(&fx.box[0], "mv0"), &f), SET(ON_TAP) | SET(ON_VETH));
	expect_ok(macbpf_link__set(fx.mb, NULL, "tap0", &opts));
	ck_assert(!memcmp(info_of("tap0")->address, mac_c, 6));
	ck_assert(device_says(&fx.host, "tap0", "link/ether 02:00:00:00:01:03"));
	f = frame_of(mac_b, mac_c);
	ck_assert_uint_eq(sent_from(AT(&fx.box[0], "mv0"), &f), SET(ON_TAP) | SET(ON_VETH));
	f = frame_of(mac_b, mac_a);
	ck_assert_uint_eq(sent_from(AT(&fx.box[0], "mv0"), &f), SET(ON_VETH) | SET(ON_WIRE));
	forget(queue);
}
END_TEST

/* The host has IPv6, and says nothing through the tap to the guest. */
START_TEST(host_is_silent)
{
	uint8_t buf[2048];
	int queue;

	run_ok(&fx.host, "ip netns exec nt-host sysctl -qw net.ipv6.conf.default.disable_ipv6=0 "
			 "net.ipv6.conf.all.forwarding=1");
	add_tap("tap0", MACBPF_MODE_PRIVATE, mac_a, 1);
	queue = open_queue("tap0");
	run_ok(&fx.host, "ip link set tap0 down");
	run_ok(&fx.host, "ip link set tap0 up");
	wait_for_carrier("tap0");
	fence_wait();
	ck_assert_int_eq(read(queue, buf, sizeof(buf)), -1);
	ck_assert_int_eq(errno, EAGAIN);
	close(queue);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, guest_talks_to_everybody);
	tcase_add_test(tc, everybody_talks_to_the_guest);
	tcase_add_test(tc, other_modes_send_to_the_wire);
	tcase_add_test(tc, passthru_guest_has_the_lower);
	tcase_add_test(tc, flows_are_spread_over_queues);
	tcase_add_test(tc, address_is_the_guests);
	tcase_add_test(tc, host_is_silent);
}

int main(void)
{
	return run_suite("net: tap frames", add_tests);
}
