// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_tap.c - endpoints of type macvtap: readers, carrier, counters, the end of a device.
 *
 * guards: libmacbpf/kinds/tap.c libmacbpf/api/tap_open.c libmacbpf/kernel/tun.c
 */
#include <errno.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "suite.h"

#define WIRE AT(&fx.far, "wire")

enum watch {
	ON_TAP,
	ON_VETH,
	ON_WIRE,
	ON_TAP2,
};

static void add_tap(const char *name, uint32_t mode, const uint8_t *mac, uint32_t queues)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_TYPE,
		.type = MACBPF_TYPE_MACVTAP,
		MACVLAN(HAS_MODE(mode)),
		MACVTAP(.has = MACBPF_MACVTAP_QUEUES, .queues = queues),
		.address = mac,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};
	struct macbpf_link_made made = { .sz = sizeof(made) };
	const struct macbpf_link_info *info;

	expect_ok(macbpf_link__add(fx.mb, "low", name, &opts, &made));
	info = info_of(name);
	ck_assert_str_eq(made.hostdev, info->hostdev);
	ck_assert_uint_eq(made.ifindex, info->ifindex);
	ck_assert_int_eq(made.netnsid, -1);
	ck_assert_mem_eq(made.address, info->address, sizeof(made.address));
	ck_assert_mem_eq(made.hostdev_address, info->hostdev_address, sizeof(made.address));
	fixture_mark();
}

static bool is_operational(void *arg)
{
	return device_says(&fx.host, arg, "state UP");
}

static int open_with(const char *name, int *queues, uint32_t count, uint32_t offloads)
{
	struct macbpf_tap_opts opts = { .sz = sizeof(opts), .offloads = offloads, .nonblock = 1 };

	return macbpf_tap__open(fx.mb, NULL, name, &opts, queues, count);
}

/* Without offloads, and with a carrier that the kernel has noticed. */
static int open_queue(const char *name)
{
	int queue;

	expect_ok(open_with(name, &queue, 1, 0));
	ck_assert_msg(wait_until(is_operational, (void *)name, 2 * WAIT_MS), "%s is not up", name);
	return queue;
}

/* A bridge tap with a reader, beside a bridge endpoint in a box; all that is seen, is noted. */
static struct capture seen;

static int tap_and_veth(void)
{
	int queue;

	memset(&seen, 0, sizeof(seen));
	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	queue = open_queue("tap0");
	capture_queue(&seen, queue, ON_TAP);
	capture_watch(&seen, &fx.box[0], "mv0", 3 /* ETH_P_ALL */, ON_VETH);
	capture_watch(&seen, &fx.far, "wire", 3, ON_WIRE);
	return queue;
}

static void forget(int queue)
{
	capture_close(&seen);
	close(queue);
}

static struct frame frame_of(const uint8_t *src, const uint8_t *dst)
{
	static uint32_t token;
	struct frame f = { .token = ++token };

	memcpy(f.src, src, 6);
	memcpy(f.dst, dst, 6);
	return f;
}

/* The guest sends; who has seen it, as a set of enum watch. */
static unsigned int guest_sends(int queue, const struct frame *f)
{
	unsigned int set = 0;

	ck_assert_int_eq(frame_write(queue, f), 0);
	fence_wait();
	capture_drain(&seen);
	for (uint16_t watch = ON_TAP; watch <= ON_TAP2; watch++)
		set |= (capture_count(&seen, watch, f->token) == 1) << watch;
	return set;
}

static unsigned int sent_from(struct spot from, const struct frame *f)
{
	int fd = frame_socket(from.ns, from.device);
	unsigned int set = 0;

	ck_assert_int_eq(frame_send(fd, f), 0);
	fence_wait();
	capture_drain(&seen);
	for (uint16_t watch = ON_TAP; watch <= ON_TAP2; watch++)
		set |= (capture_count(&seen, watch, f->token) == 1) << watch;
	close(fd);
	return set;
}

#define SET(w) (1u << (w))

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

/* Linux 6.1 tells a second later. */
static bool lacks_carrier(void *arg)
{
	return device_says(&fx.host, arg, "NO-CARRIER");
}

START_TEST(carrier_is_there_while_a_queue_is)
{
	int queue;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	ck_assert(wait_until(lacks_carrier, "tap0", WAIT_MS));
	ck_assert(!(info_of("tap0")->dev_flags & IFF_RUNNING));
	queue = open_queue("tap0");
	ck_assert(!device_says(&fx.host, "tap0", "NO-CARRIER"));
	ck_assert(info_of("tap0")->dev_flags & IFF_RUNNING);
	close(queue);
	ck_assert(wait_until(lacks_carrier, "tap0", WAIT_MS));
}
END_TEST

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

/* Sends `n` frames that nobody reads. */
static void send_many(const uint8_t *dst, int n)
{
	struct frame f = frame_of(mac_wire, dst);
	int fd = frame_socket(&fx.far, "wire");

	for (int i = 0; i < n; i++) {
		ck_assert_int_eq(frame_send(fd, &f), 0);
		if (i % 100 == 99)
			fence_wait();
	}
	fence_wait();
	close(fd);
}

START_TEST(what_overflows_is_counted)
{
	uint64_t dropped, received = 0;
	uint8_t buf[2048];
	int queue;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	queue = open_queue("tap0");
	dropped = info_of("tap0")->stats.rx_dropped;
	send_many(mac_a, 600);
	while (read(queue, buf, sizeof(buf)) > 0)
		received++;
	dropped = info_of("tap0")->stats.rx_dropped - dropped;
	ck_assert_msg(received <= 500 && received > 400, "%d were kept", (int)received);
	ck_assert_uint_eq(received + dropped, 600);
	close(queue);
}
END_TEST

START_TEST(without_a_reader_frames_are_dropped_and_counted)
{
	uint64_t before;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	close(open_queue("tap0"));
	before = info_of("tap0")->stats.rx_dropped;
	send_many(mac_a, 10);
	ck_assert_uint_eq(info_of("tap0")->stats.rx_dropped - before, 10);
}
END_TEST

/* A reader of the kernel's macvtap sleeps for ever. */
START_TEST(reader_learns_that_the_device_is_gone)
{
	struct pollfd p = { .events = POLLIN };
	uint8_t buf[2048] = { 0 };

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	p.fd = open_queue("tap0");
	while (read(p.fd, buf, sizeof(buf)) > 0)
		;
	ck_assert_int_eq(poll(&p, 1, 0), 0);
	expect_ok(macbpf_link__del(fx.mb, NULL, "tap0"));
	ck_assert_int_eq(poll(&p, 1, 2 * WAIT_MS), 1);
	ck_assert_int_eq(p.revents, POLLERR);
	ck_assert_int_eq(read(p.fd, buf, sizeof(buf)), -1);
	ck_assert_int_eq(errno, EBADFD);
	ck_assert_int_eq(write(p.fd, buf, 100), -1);
	ck_assert_int_eq(errno, EBADFD);
	close(p.fd);
}
END_TEST

/* Writes `len` bytes that begin with this header, a broadcast of ethertype 0x88b5 behind it. */
static int write_bad(int queue, struct virtio_net_hdr h, size_t len)
{
	uint8_t buf[VNET_LEN + 60] = { 0 };

	memcpy(buf, &h, sizeof(h));
	memset(buf + VNET_LEN, 0xff, 6);
	memcpy(buf + VNET_LEN + 6, mac_a, 6);
	buf[VNET_LEN + 12] = 0x88;
	buf[VNET_LEN + 13] = 0xb5;
	return write(queue, buf, len) < 0 ? errno : 0;
}

/* The writer is told; the kernel's tun has no counter for it, and its macvtap has. */
START_TEST(what_is_malformed_is_refused)
{
	static const struct {
		struct virtio_net_hdr h;
		size_t len;
	} bad[] = {
		{ { 0 }, 5 },		  /* less than the header */
		{ { 0 }, VNET_LEN },	  /* no frame */
		{ { 0 }, VNET_LEN + 13 }, /* less than an Ethernet header */
		{ { .hdr_len = 1000 }, VNET_LEN + 60 },
		{ { .flags = VIRTIO_NET_HDR_F_NEEDS_CSUM, .csum_start = 100, .csum_offset = 4 },
		  VNET_LEN + 60 },
		{ { .gso_type = 9, .gso_size = 100 }, VNET_LEN + 60 },
		{ { .gso_type = VIRTIO_NET_HDR_GSO_TCPV4 }, VNET_LEN + 60 },
	};
	int queue = tap_and_veth();
	struct macbpf_stats before = info_of("tap0")->stats, after;

	ck_assert_int_eq(write_bad(queue, (struct virtio_net_hdr){ 0 }, VNET_LEN + 14), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(write_bad(queue, bad[i].h, bad[i].len) == EINVAL, "number %zu", i);
	after = info_of("tap0")->stats;
	ck_assert_uint_eq(after.tx_packets - before.tx_packets, 1);
	ck_assert_uint_eq(after.tx_dropped + after.tx_errors, before.tx_dropped + before.tx_errors);
	forget(queue);
}
END_TEST

static int refusal(int rc, const char *word)
{
	ck_assert_msg(rc, "accepted; want \"%s\"", word);
	ck_assert_msg(strstr(macbpf__error(fx.mb), word), "\"%s\" has no \"%s\"",
		      macbpf__error(fx.mb), word);
	return rc;
}

START_TEST(queues_that_cannot_be_had)
{
	int queue, queues[3];

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	add_tap("tap1", MACBPF_MODE_BRIDGE, mac_b, 2);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_c, &fx.box[0]);
	ck_assert_int_eq(refusal(open_with("mv0", queues, 1, 0), "not of type macvtap"),
			 -EOPNOTSUPP);
	ck_assert_int_eq(refusal(open_with("tap0", queues, 0, 0), "0 queues"), -EINVAL);
	ck_assert_int_eq(refusal(open_with("tap0", queues, 2, 0), "made with 1"), -EINVAL);
	ck_assert_int_eq(refusal(open_with("tap1", queues, 3, 0), "made with 2"), -EINVAL);
	ck_assert_int_eq(refusal(open_with("nope", queues, 1, 0), "nope"), -ENODEV);
	ck_assert_int_eq(refusal(open_with("tap1", queues, 2, MACBPF_OFFLOAD_TSO4), "0x2"),
			 -EINVAL);
	ck_assert_msg(device_says(&fx.host, "tap1", "numqueues 0"), "one is still attached");
	queue = open_queue("tap0");
	ck_assert_int_eq(refusal(open_with("tap0", queues, 1, 0), "in use"), -EBUSY);
	close(queue);
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
	ck_assert(wait_until(is_operational, "tap0", 2 * WAIT_MS));
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
	ck_assert(wait_until(is_operational, "tap0", 2 * WAIT_MS));
	fence_wait();
	ck_assert_int_eq(read(queue, buf, sizeof(buf)), -1);
	ck_assert_int_eq(errno, EAGAIN);
	close(queue);
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
	tcase_add_test(tc, lower_moved_away_the_tap_is_swept);
	tcase_add_test(tc, moved_away_it_is_lost_alone);
	tcase_add_test(tc, guest_talks_to_everybody);
	tcase_add_test(tc, everybody_talks_to_the_guest);
	tcase_add_test(tc, other_modes_send_to_the_wire);
	tcase_add_test(tc, passthru_guest_has_the_lower);
	tcase_add_test(tc, carrier_is_there_while_a_queue_is);
	tcase_add_test(tc, made_as_asked_for);
	tcase_add_test(tc, counters_are_the_guests);
	tcase_add_test(tc, what_overflows_is_counted);
	tcase_add_test(tc, without_a_reader_frames_are_dropped_and_counted);
	tcase_add_test(tc, reader_learns_that_the_device_is_gone);
	tcase_add_test(tc, what_is_malformed_is_refused);
	tcase_add_test(tc, queues_that_cannot_be_had);
	tcase_add_test(tc, flows_are_spread_over_queues);
	tcase_add_test(tc, address_is_the_guests);
	tcase_add_test(tc, host_is_silent);
	tcase_add_test(tc, renamed_it_is_the_same);
	tcase_add_test(tc, lower_gone_the_tap_is_swept);
}

int main(void)
{
	return run_suite("net: tap", add_tests);
}
