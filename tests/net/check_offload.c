// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_offload.c - TCP with segmentation and checksum offload, verified byte by byte.
 *
 * guards: libmacbpf/kinds/ bpf/
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "suite.h"

#define TOTAL (16u << 20)
#define CHUNK (512u << 10)

/* Byte `at` of the stream; its period is no power of two, so that no shift goes unseen. */
static uint8_t byte_at(size_t at)
{
	return at % 65521 * 31 >> 3;
}

static int tcp_socket(const struct netns *ns, const char *ip, bool listening)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6, .sin6_port = htons(5000) };
	const int room = 4 << 20;
	char mapped[64];
	int fd;

	snprintf(mapped, sizeof(mapped), "%s%s", strchr(ip, ':') ? "" : "::ffff:", ip);
	ck_assert_int_eq(inet_pton(AF_INET6, mapped, &a.sin6_addr), 1);
	netns_enter(ns);
	fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	/* Room for segments of any size, without waiting for the kernel to find that it is needed.
	 */
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	if (listening) {
		ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
		ck_assert_int_eq(listen(fd, 1), 0);
	} else {
		ck_assert_int_eq(connect(fd, (struct sockaddr *)&a, sizeof(a)), -1);
		ck_assert_int_eq(errno, EINPROGRESS);
	}
	return fd;
}

static void wait_readable(int fd, short events)
{
	struct pollfd p = { fd, events, 0 };

	ck_assert_msg(poll(&p, 1, WAIT_MS) == 1, "nothing moves");
}

static void send_some(int fd, size_t *sent)
{
	static uint8_t data[CHUNK];
	size_t len = TOTAL - *sent < CHUNK ? TOTAL - *sent : CHUNK;
	ssize_t n;

	for (size_t i = 0; i < len; i++)
		data[i] = byte_at(*sent + i);
	n = send(fd, data, len, MSG_NOSIGNAL);
	if (n > 0)
		*sent += n;
}

static void receive_some(int fd, size_t *received)
{
	static uint8_t data[CHUNK];
	ssize_t n;

	wait_readable(fd, POLLIN);
	n = recv(fd, data, sizeof(data), 0);
	ck_assert_int_gt(n, 0);
	for (ssize_t i = 0; i < n; i++, ++*received)
		if (data[i] != byte_at(*received))
			ck_abort_msg("byte %zu is wrong", *received);
}

/* The largest frame that a device was seen to send or get, if one is watched. */
static struct {
	int fd;
	ssize_t largest;
} watch = { .fd = -1 };

static void watch_begin(const struct netns *ns, const char *device)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };

	netns_enter(ns);
	watch.fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	at.sll_ifindex = (int)if_nametoindex(device);
	netns_leave();
	watch.largest = 0;
	ck_assert_int_eq(bind(watch.fd, (struct sockaddr *)&at, sizeof(at)), 0);
}

static void watch_look(void)
{
	ssize_t len;

	while (watch.fd >= 0 && (len = recv(watch.fd, NULL, 0, MSG_TRUNC)) >= 0)
		if (len > watch.largest)
			watch.largest = len;
}

static ssize_t watch_end(void)
{
	watch_look();
	close(watch.fd);
	watch.fd = -1;
	return watch.largest;
}

static void transfer(const struct netns *from, const struct netns *to, const char *to_ip)
{
	int server = tcp_socket(to, to_ip, true), client = tcp_socket(from, to_ip, false), peer;
	size_t sent = 0, received = 0;

	wait_readable(server, POLLIN);
	peer = accept(server, NULL, NULL);
	ck_assert_int_ge(peer, 0);
	while (received < TOTAL) {
		if (sent < TOTAL)
			send_some(client, &sent);
		if (watch.fd >= 0 && sent < TOTAL)
			send_some(client, &sent);
		receive_some(peer, &received);
		watch_look();
	}
	close(peer);
	close(client);
	close(server);
}

static void add_address(const struct netns *ns, const char *device, const char *ip)
{
	run_ok(ns, "ip address add %s/24 dev %s", ip, device);
}

/* Frames larger than the MTU must have crossed whole: offload was kept all the way. */
static void expect_large_frames(const char *name)
{
	const struct macbpf_stats *s = &info_of(name)->stats;

	ck_assert_msg(s->tx_bytes > TOTAL && s->tx_packets < TOTAL / 4500,
		      "%llu bytes were sent in %llu frames", (unsigned long long)s->tx_bytes,
		      (unsigned long long)s->tx_packets);
}

static void setup(const struct netns *place)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, place);
	add_address(&fx.box[0], "mv0", "192.0.2.1");
	add_address(place ? place : &fx.host, "mv1", "192.0.2.2");
	add_address(&fx.far, "wire", "192.0.2.3");
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_wire, AT(&fx.far, "wire")));
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_a, AT(&fx.box[0], "mv0")));
}

START_TEST(sibling_to_sibling)
{
	setup(&fx.box[1]);
	transfer(&fx.box[0], &fx.box[1], "192.0.2.2");
	expect_large_frames("mv0");
}
END_TEST

START_TEST(endpoint_to_wire)
{
	setup(&fx.box[1]);
	transfer(&fx.box[0], &fx.far, "192.0.2.3");
	expect_large_frames("mv0");
}
END_TEST

START_TEST(wire_to_endpoint)
{
	setup(&fx.box[1]);
	transfer(&fx.far, &fx.box[0], "192.0.2.1");
}
END_TEST

START_TEST(sibling_to_one_beside_the_lower)
{
	setup(NULL);
	transfer(&fx.box[0], &fx.host, "192.0.2.2");
	expect_large_frames("mv0");
}
END_TEST

#define BIG   150000
#define USUAL 66000 /* no frame is larger without BIG TCP */

/* BIG TCP, switched on at the lower: from an endpoint and to it no frame is cut on the way. */
START_TEST(large_segments_of_the_lower)
{
	static const char *const limits[] = { "gso_max_size 150000", "gro_max_size 150000",
					      "gso_max_segs 600" };

	run_ok(&fx.host, "ip link set low gso_max_size %d gro_max_size %d gso_max_segs 600", BIG,
	       BIG);
	run_ok(&fx.far, "ip link set wire gso_max_size %d gro_max_size %d", BIG, BIG);
	ipv6_on(&fx.box[0]);
	ipv6_on(&fx.far);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	for (size_t i = 0; i < 3; i++) {
		ck_assert(device_says(&fx.box[0], "mv0", limits[i]));
		ck_assert(device_says(&fx.host, info_of("mv0")->hostdev, limits[i]));
	}
	run_ok(&fx.box[0], "ip address add 2001:db8::1/64 dev mv0 nodad");
	run_ok(&fx.far, "ip address add 2001:db8::3/64 dev wire nodad");
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_wire, AT(&fx.far, "wire")));
	watch_begin(&fx.far, "wire");
	transfer(&fx.box[0], &fx.far, "2001:db8::3");
	ck_assert_int_gt(watch_end(), USUAL);
	watch_begin(&fx.box[0], "mv0");
	transfer(&fx.far, &fx.box[0], "2001:db8::1");
	ck_assert_int_gt(watch_end(), USUAL);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, sibling_to_sibling);
	tcase_add_test(tc, endpoint_to_wire);
	tcase_add_test(tc, wire_to_endpoint);
	tcase_add_test(tc, sibling_to_one_beside_the_lower);
	tcase_add_test(tc, large_segments_of_the_lower);
}

int main(void)
{
	return run_suite("net: offload", add_tests);
}
