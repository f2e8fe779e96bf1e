// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_tap_reader.c - who reads from a tap: queues, carrier, overflow, malformed frames, the end.
 *
 * guards: libmacbpf/api/tap_open.c libmacbpf/kernel/tun.c
 */
#include <errno.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/fence.h"
#include "tests/harness/wait.h"
#include "suite.h"
#include "tap.h"

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

/* Sends `n` frames that nobody reads. */
static void send_many(const uint8_t *dst, int n)
{
	struct frame f = frame_of(mac_wire, dst);
	int fd = frame_socket(&fx.far, "wire");

	for (int i = 0; i < n; i++) {
		ck_assert_int_eq(backlog_send(fd, &f), 0);
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

static void ask_for_groups(void)
{
	MACBPF_OPTS(macbpf_port_opts, opts, .has = MACBPF_PORT_MCAST_SNOOPING, .mcast_snooping = 1);

	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
}

/* No guest keeps an operator from a setting: not one that isn't there, nor one that reads nothing.
 */
START_TEST(who_does_not_read_is_not_asked_for_groups)
{
	int queue;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	ask_for_groups();
	queue = open_queue("tap0");
	close(queue);
	ask_for_groups();
	queue = open_queue("tap0");
	send_many(mac_a, 600);
	ask_for_groups();
	close(queue);
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

static void attach(int queue, bool on)
{
	struct ifreq request = { .ifr_flags = on ? IFF_ATTACH_QUEUE : IFF_DETACH_QUEUE };

	ck_assert_int_eq(ioctl(queue, TUNSETQUEUE, &request), 0);
}

/* QEMU detaches those that its guest doesn't use yet: they are taken as well. */
START_TEST(queues_of_two_readers)
{
	int first[2], second[2];

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 3);
	expect_ok(open_with("tap0", first, 2, 0));
	ck_assert_int_eq(refusal(open_with("tap0", second, 2, 0), "in use"), -EBUSY);
	expect_ok(open_with("tap0", second, 1, 0));
	ck_assert_int_eq(refusal(open_with("tap0", second + 1, 1, 0), "in use"), -EBUSY);
	attach(first[1], false);
	ck_assert_int_eq(refusal(open_with("tap0", second + 1, 1, 0), "in use"), -EBUSY);
	attach(first[1], true);
	close(first[1]);
	expect_ok(open_with("tap0", second + 1, 1, 0));
	close(first[0]);
	close(second[0]);
	close(second[1]);
}
END_TEST

static int number_of(int queue, unsigned long request)
{
	int number = -1;

	ck_assert_int_eq(ioctl(queue, request, &number), 0);
	return number;
}

/* Header, offloads and sndbuf are of the whole device. */
START_TEST(who_is_refused_changes_nothing_for_others)
{
	const struct macbpf_tap_opts first = { .sz = sizeof(first), .sndbuf = 2000 };
	const struct macbpf_tap_opts bad[] = {
		{ .vnet_hdr_sz = 10, .sndbuf = 5000, .offloads = MACBPF_OFFLOAD_TSO4 },
		{ .vnet_hdr_sz = 10, .sndbuf = 0x80000000 },
		{ .vnet_hdr_sz = 77 },
	};
	int queue, more;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 2);
	expect_ok(macbpf_tap__open(fx.mb, NULL, "tap0", &first, &queue, 1));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct macbpf_tap_opts opts = bad[i];

		opts.sz = sizeof(opts);
		ck_assert_int_eq(macbpf_tap__open(fx.mb, NULL, "tap0", &opts, &more, 1), -EINVAL);
		ck_assert_int_eq(number_of(queue, TUNGETVNETHDRSZ), 12);
		ck_assert_int_eq(number_of(queue, TUNGETSNDBUF), 2000);
	}
	close(queue);
}
END_TEST

START_TEST(settings_are_of_all_queues)
{
	const struct macbpf_tap_opts opts = { .sz = sizeof(opts),
					      .vnet_hdr_sz = 10,
					      .sndbuf = 2000 };
	int queues[2];

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 2);
	expect_ok(macbpf_tap__open(fx.mb, NULL, "tap0", &opts, queues, 2));
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(number_of(queues[i], TUNGETVNETHDRSZ), 10);
		ck_assert_int_eq(number_of(queues[i], TUNGETSNDBUF), 2000);
		close(queues[i]);
	}
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, carrier_is_there_while_a_queue_is);
	tcase_add_test(tc, what_overflows_is_counted);
	tcase_add_test(tc, without_a_reader_frames_are_dropped_and_counted);
	tcase_add_test(tc, who_does_not_read_is_not_asked_for_groups);
	tcase_add_test(tc, reader_learns_that_the_device_is_gone);
	tcase_add_test(tc, what_is_malformed_is_refused);
	tcase_add_test(tc, queues_that_cannot_be_had);
	tcase_add_test(tc, queues_of_two_readers);
	tcase_add_test(tc, who_is_refused_changes_nothing_for_others);
	tcase_add_test(tc, settings_are_of_all_queues);
}

int main(void)
{
	return run_suite("net: tap reader", add_tests);
}
