// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_bugs.c - macvlan's bugs: docs/parity.md says what we do instead, and what we can't.
 *
 * guards: libmacbpf/ bpf/
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "fixture.h"

#define WIRE AT(&fx.far, "wire")
#define HOST AT(&fx.host, "low")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

/* A counter of sysfs, which shows the devices of the netns in which it is mounted. */
static long counter(const struct netns *ns, const char *device, const char *name)
{
	static struct run r;

	run(&r, ns, "ip netns exec %s cat /sys/class/net/%s/statistics/%s", ns->name, device, name);
	ck_assert_msg(!r.status, "%s", r.err);
	return atol(r.out);
}

START_TEST(nodst_swallows_while_down)
{
	const uint8_t list[1][MACBPF_MAC_LEN] = { { 0x02, 0, 0, 0, 0, 0x02 } };
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		MACVLAN(.has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS,
			.mode = MACBPF_MODE_SOURCE, .flags = MACBPF_FLAG_NODST),
		SOURCE(.op = MACBPF_MACADDR_ADD, .macaddr = list, .count = 1),
	};

	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, B));
	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_b, B));
	ck_assert_msg(arrives_once(WIRE, mac_c, mac_b, B), "only what listed sources send");
}
END_TEST

/* Of a device without carrier: Linux 6.1 does not. */
static bool kernel_counts_what_it_drops(void)
{
	struct frame frame = { 0 };
	int fd;

	run_ok(&fx.host, "ip link add lone up type veth peer name off");
	fd = frame_socket(&fx.host, "lone");
	frame_send(fd, &frame);
	close(fd);
	return counter(&fx.host, "lone", "tx_dropped") > 0;
}

START_TEST(passthru_that_is_down_takes_the_frames)
{
	MACBPF_OPTS(macbpf_link_opts, opts, MODE(PASSTHRU));
	const char *hostdev;
	long before;

	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	hostdev = info_of("mv0")->hostdev;
	before = counter(&fx.host, hostdev, "tx_dropped");
	ck_assert(!arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "mv0")));
	ck_assert_int_eq(counter(&fx.host, hostdev, "tx_dropped") > before,
			 kernel_counts_what_it_drops());
}
END_TEST

START_TEST(bytes_of_a_broadcast_are_counted_once)
{
	long before;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	before = counter(&fx.box[1], "mv1", "rx_bytes");
	ck_assert(arrives_once(A, mac_a, mac_all, B));
	ck_assert_int_eq(counter(&fx.box[1], "mv1", "rx_bytes") - before, 60);
}
END_TEST

#define MARK_PORT 7777
#ifndef SO_RCVMARK
#define SO_RCVMARK 75 /* newer than Debian 12's headers */
#endif

static int udp_socket(const struct netns *ns, int option, int value)
{
	int fd;

	netns_enter(ns);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, option, &value, sizeof(value)), 0);
	return fd;
}

/* The mark with which the next datagram is received. */
static uint32_t receive_mark(int fd)
{
	union {
		struct cmsghdr head;
		char room[256];
	} control;
	struct timeval patience = { 10, 0 };
	char byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = &control,
			      .msg_controllen = sizeof(control) };
	uint32_t mark;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	ck_assert_int_eq(recvmsg(fd, &msg, 0), 1);
	ck_assert_ptr_nonnull(CMSG_FIRSTHDR(&msg));
	ck_assert_int_eq(CMSG_FIRSTHDR(&msg)->cmsg_type, SO_MARK);
	memcpy(&mark, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(mark));
	return mark;
}

static void give_ip(const struct netns *ns, const char *device, const char *ip)
{
	run_ok(ns, "ip addr add %s/24 dev %s", ip, device);
}

/* macvlan lets it cross; the rules of a container are not written for the host's marks. */
START_TEST(mark_of_the_host_stays_there)
{
	struct sockaddr_in b = { .sin_family = AF_INET, .sin_port = htons(MARK_PORT) };
	int to, from;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	give_ip(&fx.host, "mv0", "192.0.2.1");
	give_ip(&fx.box[1], "mv1", "192.0.2.2");
	to = udp_socket(&fx.box[1], SO_RCVMARK, 1);
	ck_assert_int_eq(bind(to, (struct sockaddr *)&b, sizeof(b)), 0);
	from = udp_socket(&fx.host, SO_MARK, 0x1234);
	b.sin_addr.s_addr = inet_addr("192.0.2.2");
	ck_assert_int_eq(sendto(from, "", 1, 0, (struct sockaddr *)&b, sizeof(b)), 1);
	ck_assert_uint_eq(receive_mark(to), 0);
	close(from);
	close(to);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, mark_of_the_host_stays_there);
	tcase_add_test(tc, nodst_swallows_while_down);
	tcase_add_test(tc, passthru_that_is_down_takes_the_frames);
	tcase_add_test(tc, bytes_of_a_broadcast_are_counted_once);
}

int main(void)
{
	return run_suite("net: bugs", add_tests);
}
