// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_offload.c - TCP with segmentation and checksum offload, verified byte by byte.
 *
 * guards: libmacbpf/kinds/ bpf/
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"

#define TOTAL (16u << 20)
#define CHUNK 65536

/* Byte `at` of the stream; its period is no power of two, so that no shift goes unseen. */
static uint8_t byte_at(size_t at)
{
	return at % 65521 * 31 >> 3;
}

static int tcp_socket(const struct netns *ns, const char *ip, bool listening)
{
	struct sockaddr_in a = { AF_INET, htons(5000), { inet_addr(ip) }, { 0 } };
	int fd;

	netns_enter(ns);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
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
	uint8_t data[CHUNK];
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
	uint8_t data[CHUNK];
	ssize_t n;

	wait_readable(fd, POLLIN);
	n = recv(fd, data, sizeof(data), 0);
	ck_assert_int_gt(n, 0);
	for (ssize_t i = 0; i < n; i++, ++*received)
		if (data[i] != byte_at(*received))
			ck_abort_msg("byte %zu is wrong", *received);
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
		receive_some(peer, &received);
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

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, sibling_to_sibling);
	tcase_add_test(tc, endpoint_to_wire);
	tcase_add_test(tc, wire_to_endpoint);
	tcase_add_test(tc, sibling_to_one_beside_the_lower);
}

int main(void)
{
	return run_suite("net: offload", add_tests);
}
