// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_hotplug.c - endpoints with MTUs of their own, plugged into a container that runs.
 *
 * guards: libmacbpf/ bpf/
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/suite.h"

#define HOST	 (&fx.host)
#define FAR	 (&fx.far)
#define FIRST	 (&fx.box[0])
#define SECOND	 (&fx.box[1])
#define BYTES	 (1 << 20)
#define CHUNK	 16384
#define PERIOD	 251
#define OVERHEAD (20 + 20 + 12) /* IPv4, TCP, its timestamps */

/* One TCP connection; both ends are ours, each in its netns. */
struct stream {
	int end[2];
	size_t sent, received; /* in the direction that is in use */
};

static struct sockaddr_in ipv4(const char *address, uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };

	ck_assert_int_eq(inet_pton(AF_INET, address, &a.sin_addr), 1);
	return a;
}

static int socket_in(const struct netns *ns, int type)
{
	int fd;

	netns_enter(ns);
	fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	return fd;
}

static void stream_open(struct stream *s, const struct netns *from, const struct netns *to,
			const char *address)
{
	static uint16_t port = 5000;
	struct sockaddr_in at = ipv4(address, ++port);
	int listener = socket_in(to, SOCK_STREAM);

	memset(s, 0, sizeof(*s));
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	s->end[0] = socket_in(from, SOCK_STREAM);
	ck_assert_int_eq(connect(s->end[0], (struct sockaddr *)&at, sizeof(at)), 0);
	s->end[1] = accept(listener, NULL, NULL);
	ck_assert_int_ge(s->end[1], 0);
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(fcntl(s->end[i], F_SETFL, O_NONBLOCK), 0);
	close(listener);
}

static void stream_close(struct stream *s)
{
	close(s->end[0]);
	close(s->end[1]);
}

/* What is to be at an offset: a period that no segment size divides. */
static const uint8_t *bytes_at(size_t offset)
{
	static uint8_t pattern[PERIOD + CHUNK];

	if (!pattern[1])
		for (size_t i = 0; i < sizeof(pattern); i++)
			pattern[i] = i % PERIOD;
	return pattern + offset % PERIOD;
}

static void push(struct stream *s, int fd)
{
	size_t len = BYTES - s->sent < CHUNK ? BYTES - s->sent : CHUNK;
	ssize_t n = send(fd, bytes_at(s->sent), len, 0);

	ck_assert(n >= 0 || errno == EAGAIN);
	s->sent += n > 0 ? n : 0;
}

static void pull(struct stream *s, int fd)
{
	uint8_t data[CHUNK];
	ssize_t n = recv(fd, data, sizeof(data), 0);

	ck_assert(n > 0 || (n < 0 && errno == EAGAIN));
	if (n > 0 && memcmp(data, bytes_at(s->received), n))
		ck_abort_msg("wrong bytes after %zu", s->received);
	s->received += n > 0 ? n : 0;
}

struct transfer {
	struct stream *s;
	int from, to;
};

static bool transferred(void *arg)
{
	struct transfer *t = arg;

	for (int i = 0; i < 64; i++) {
		if (t->s->sent < BYTES)
			push(t->s, t->from);
		pull(t->s, t->to);
		if (t->s->received == BYTES)
			return true;
	}
	return false;
}

/* A megabyte in each direction, every byte compared. */
static void stream_use(struct stream *s)
{
	for (int i = 0; i < 2; i++) {
		struct transfer t = { s, s->end[i], s->end[1 - i] };

		s->sent = s->received = 0;
		ck_assert_msg(wait_until(transferred, &t, 6 * WAIT_MS), "%zu of %d bytes arrived",
			      s->received, BYTES);
	}
}

static struct tcp_info info_of_end(const struct stream *s, int end)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);

	ck_assert_int_eq(getsockopt(s->end[end], IPPROTO_TCP, TCP_INFO, &info, &len), 0);
	return info;
}

/* The near end knows its device's MTU, the far end learns it when they meet. */
static void expect_segments(const struct stream *s, unsigned int mtu)
{
	ck_assert_uint_eq(info_of_end(s, 0).tcpi_pmtu, mtu);
	ck_assert_uint_eq(info_of_end(s, 0).tcpi_snd_mss, mtu - OVERHEAD);
	ck_assert_uint_eq(info_of_end(s, 1).tcpi_snd_mss, mtu - OVERHEAD);
	ck_assert_uint_le(info_of_end(s, 1).tcpi_rcv_mss, mtu - OVERHEAD);
}

struct parcel {
	int fd;
	ssize_t len;
};

static bool is_there(void *arg)
{
	struct parcel *p = arg;
	char data[2048];

	p->len = recv(p->fd, data, sizeof(data), MSG_DONTWAIT);
	return p->len >= 0;
}

/* Whether an IP packet of this size, which nobody may cut, can be sent; then it has to arrive. */
static bool fits(const struct netns *ns, const struct netns *to, const char *address, int size)
{
	struct sockaddr_in at = ipv4(address, 4000);
	int fd = socket_in(ns, SOCK_DGRAM), never = IP_PMTUDISC_DO;
	struct parcel parcel = { .fd = socket_in(to, SOCK_DGRAM) };
	ssize_t len = size - 28, sent;
	char data[2048] = "";

	ck_assert_int_eq(setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &never, sizeof(never)), 0);
	ck_assert_int_eq(bind(parcel.fd, (struct sockaddr *)&at, sizeof(at)), 0);
	sent = sendto(fd, data, len, 0, (struct sockaddr *)&at, sizeof(at));
	ck_assert(sent == len || errno == EMSGSIZE);
	ck_assert(sent < 0 || wait_until(is_there, &parcel, 2 * WAIT_MS));
	ck_assert(sent < 0 || parcel.len == len);
	close(fd);
	close(parcel.fd);
	return sent >= 0;
}

/* Made by the host under a name of its own, then put into the container as what is wanted there. */
static void plug(int tool, const struct netns *box, const char *name, const char *as, int mtu,
		 const char *address)
{
	run_ok(HOST, "%s link add link low name %s mtu %d type macvlan mode bridge",
	       tool_path(tool), name, mtu);
	fixture_mark();
	run_ok(HOST, "ip link set %s netns %s name %s", name, box->name, as);
	run_ok(box, "ip addr add %s/24 dev %s", address, as);
	run_ok(box, "ip link set %s up", as);
	ck_assert(arrives(AT(FAR, "wire"), mac_wire, mac_all, AT(box, as)));
}

enum way { BY_THE_HOST, WHERE_IT_IS, BY_IP, WAYS };

static void unplug(int tool, enum way way, const struct netns *box, const char *name,
		   const char *as)
{
	if (way == BY_THE_HOST) {
		run_ok(box, "ip link set %s down", as);
		run_ok(box, "ip link set %s netns %s name %s", as, HOST->name, name);
		run_ok(HOST, "%s link del %s", tool_path(tool), name);
	} else if (way == WHERE_IT_IS && tool == TOOL_MACBPF) {
		run_ok(HOST, "%s link del %s", tool_path(tool), name);
	} else {
		run_ok(box, "ip link del %s", as);
		next_command(tool);
	}
	ck_assert(!device_exists(box, as));
	ck_assert(!device_exists(HOST, name));
}

static void expect_lower_as_before(void)
{
	ck_assert(device_says(HOST, "low", " mtu 1500 "));
	ck_assert(device_says(HOST, "low", "state UP"));
	ck_assert(device_says(HOST, "low", "promiscuity 0 "));
	ck_assert(!device_says(HOST, "low", "ALLMULTI"));
	expect_devices(2);
}

static void address_far(void)
{
	run_ok(FAR, "ip addr add 192.0.2.10/24 dev wire");
	run_ok(FAR, "ip addr add 198.51.100.10/24 dev wire");
}

START_TEST(two_containers_of_mtu_1400)
{
	struct stream s;

	address_far();
	plug(_i, FIRST, "mac0", "eth0", 1400, "192.0.2.1");
	plug(_i, SECOND, "mac1", "eth0", 1400, "192.0.2.2");
	stream_open(&s, FIRST, FAR, "192.0.2.10");
	stream_use(&s);
	expect_segments(&s, 1400);
	stream_close(&s);
	stream_open(&s, FIRST, SECOND, "192.0.2.2");
	stream_use(&s);
	expect_segments(&s, 1400);
	stream_close(&s);
	ck_assert(fits(FIRST, SECOND, "192.0.2.2", 1400));
	ck_assert(fits(SECOND, FAR, "192.0.2.10", 1400));
	ck_assert(!fits(FIRST, FAR, "192.0.2.10", 1401));
	unplug(_i, BY_THE_HOST, FIRST, "mac0", "eth0");
	unplug(_i, BY_THE_HOST, SECOND, "mac1", "eth0");
	expect_lower_as_before();
}
END_TEST

/* The connection over the first endpoint lives through everything that is done with the second. */
START_TEST(second_endpoint_comes_and_goes)
{
	struct stream s, hot;

	address_far();
	plug(_i, FIRST, "mac0", "eth0", 1400, "192.0.2.1");
	stream_open(&s, FIRST, FAR, "192.0.2.10");
	for (enum way way = 0; way < WAYS; way++) {
		plug(_i, FIRST, "mac1", "eth1", 1401, "198.51.100.1");
		ck_assert(device_says(FIRST, "eth1", " mtu 1401 "));
		ck_assert(device_says(FIRST, "eth0", " mtu 1400 "));
		stream_open(&hot, FIRST, FAR, "198.51.100.10");
		stream_use(&hot);
		expect_segments(&hot, 1401);
		stream_use(&s);
		ck_assert(fits(FIRST, FAR, "198.51.100.10", 1401));
		ck_assert(!fits(FIRST, FAR, "198.51.100.10", 1402));
		ck_assert(!fits(FIRST, FAR, "192.0.2.10", 1401));
		unplug(_i, way, FIRST, "mac1", "eth1");
		stream_close(&hot);
		stream_use(&s);
		expect_segments(&s, 1400);
	}
	stream_close(&s);
	unplug(_i, BY_THE_HOST, FIRST, "mac0", "eth0");
	expect_lower_as_before();
}
END_TEST

/* Two of one netns under one name in turn: which one is meant is told by what was made last. */
START_TEST(name_in_the_container_is_free_again)
{
	struct stream s;

	address_far();
	for (int mtu = 1400; mtu < 1404; mtu++) {
		plug(_i, FIRST, "mac0", "eth0", mtu, "192.0.2.1");
		stream_open(&s, FIRST, FAR, "192.0.2.10");
		stream_use(&s);
		expect_segments(&s, mtu);
		stream_close(&s);
		unplug(_i, mtu % WAYS, FIRST, "mac0", "eth0");
	}
	expect_lower_as_before();
}
END_TEST

START_TEST(mtu_of_a_container_that_runs_is_changed)
{
	struct stream s;

	address_far();
	plug(_i, FIRST, "mac0", "eth0", 1500, "192.0.2.1");
	run_ok(FIRST, "ip link set eth0 mtu 1280");
	next_command(_i);
	stream_open(&s, FIRST, FAR, "192.0.2.10");
	stream_use(&s);
	expect_segments(&s, 1280);
	stream_close(&s);
	run_ok(FIRST, "ip link set eth0 mtu 1500");
	stream_open(&s, FIRST, FAR, "192.0.2.10");
	stream_use(&s);
	expect_segments(&s, 1500);
	stream_close(&s);
	unplug(_i, BY_THE_HOST, FIRST, "mac0", "eth0");
	expect_lower_as_before();
}
END_TEST

START_TEST(more_than_the_lower_has_is_refused)
{
	static struct run r;

	ck_assert_int_eq(run(&r, HOST,
			     "%s link add link low name mac0 mtu 1501 type macvlan mode bridge",
			     tool_path(_i)),
			 2);
	expect_lower_as_before();
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, two_containers_of_mtu_1400);
	add_for_both(tc, second_endpoint_comes_and_goes);
	add_for_both(tc, name_in_the_container_is_free_again);
	add_for_both(tc, mtu_of_a_container_that_runs_is_changed);
	add_for_both(tc, more_than_the_lower_has_is_refused);
}

int main(void)
{
	return run_suite("net: hotplug", add_tests);
}
