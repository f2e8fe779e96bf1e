// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_guard_stacks.c - real stacks behind a guard: nothing that they say is refused, and what an
 * address that isn't theirs says goes nowhere.
 *
 * guards: bpf/guard.h bpf/rules.h libmacbpf/endpoint/guard.c
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "hooks.h"
#include "suite.h"
#include "tap.h"

enum sort { AUTO, CLSACT, TAP, SORTS };

static const int families[] = { AF_INET, AF_INET6 };

static const uint8_t list[][16] = {
	{ [10] = 0xff, 0xff, 10, 7, 0, 1 },
	{ 0xfd, 7, [15] = 1 },
};

static pid_t guest;

/* ---------------------------------------------------------------- who is there */

static void set_guard(const char *name)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = MACBPF_GUARD_MAC | MACBPF_GUARD_IP,
			 .addr = list, .addr_count = 2),
	};

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
	fixture_mark();
}

static void hand_on(int from, int to)
{
	static uint8_t frame[70000];
	ssize_t len = read(from, frame, sizeof(frame));

	if (len > 0 && write(to, frame, (size_t)len) < 0 && errno != EAGAIN && errno != EIO)
		err(1, "hand on a frame");
}

/* Between a queue and a device with a stack, as a machine with a network card is. */
static void be_a_guest(int queue, int card)
{
	struct pollfd fds[] = { { queue, POLLIN, 0 }, { card, POLLIN, 0 } };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (poll(fds, 2, -1) > 0) {
		if (fds[0].revents)
			hand_on(queue, card);
		if (fds[1].revents)
			hand_on(card, queue);
	}
	_exit(1);
}

static void make_guest(void)
{
	int queue, card;

	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	set_guard("tap0");
	run_ok(&fx.box[0], "ip tuntap add dev mv0 mode tap vnet_hdr");
	run_ok(&fx.box[0], "ip link set mv0 address %s", mac_text(mac_a));
	card = queue_open(&fx.box[0], "mv0", false, QUEUE_OFFLOADS);
	queue = queue_open(&fx.host, "tap0", false, QUEUE_OFFLOADS);
	guest = fork();
	if (!guest)
		be_a_guest(queue, card);
	close(card);
	close(queue);
	run_ok(&fx.box[0], "ip link set mv0 up");
	wait_for_carrier("tap0");
}

static void make_guarded(enum sort sort)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = sort == CLSACT ? MACBPF_LINK_HOOK : 0,
		.hook = MACBPF_HOOK_CLSACT,
		MODE(BRIDGE),
		GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = MACBPF_GUARD_MAC | MACBPF_GUARD_IP,
			 .addr = list, .addr_count = 2),
		.address = mac_a,
		.netns = fx.box[0].name,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	if (sort == TAP) {
		make_guest();
		return;
	}
	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	fixture_mark();
}

static void give(const struct netns *ns, const char *device, int n)
{
	run_ok(ns, "ip address add 10.7.0.%d/24 dev %s", n, device);
	run_ok(ns, "ip address add fd07::%d/64 dev %s nodad", n, device);
}

/* Of a clsact endpoint, which can't be a netkit. */
static bool is_possible(enum sort sort)
{
	const char *kind = getenv("MACBPF_ENDPOINT");

	return sort != CLSACT || !kind || strcmp(kind, "netkit") != 0;
}

static void make_all(enum sort sort)
{
	for (int i = 0; i < 2; i++)
		ipv6_on(&fx.box[i]);
	ipv6_on(&fx.far);
	make_guarded(sort);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	give(&fx.box[0], "mv0", 1);
	give(&fx.box[1], "mv1", 2);
	give(&fx.far, "wire", 9);
}

static void end_guest(void)
{
	if (!guest)
		return;
	kill(guest, SIGKILL);
	waitpid(guest, NULL, 0);
	guest = 0;
}

/* ---------------------------------------------------------------- what they say */

static const char *text_of(int family, int n)
{
	static char text[32];

	snprintf(text, sizeof(text), family == AF_INET ? "10.7.0.%d" : "fd07::%d", n);
	return text;
}

static void expect_ping(const struct netns *from, int family, int to, int size)
{
	struct run r;

	ck_assert_msg(
		!run(&r, from, "ping -q -c 1 -w 30 -i 0.2 -s %d %s", size, text_of(family, to)),
		"%s, %d bytes: %s%s", text_of(family, to), size, r.out, r.err);
}

static socklen_t fill(struct sockaddr_storage *at, int family, int n)
{
	struct sockaddr_in *v4 = (void *)at;
	struct sockaddr_in6 *v6 = (void *)at;

	memset(at, 0, sizeof(*at));
	at->ss_family = (sa_family_t)family;
	v4->sin_port = htons(9999); /* in the same place in both */
	inet_pton(family, text_of(family, n),
		  family == AF_INET ? (void *)&v4->sin_addr : (void *)&v6->sin6_addr);
	return family == AF_INET ? sizeof(*v4) : sizeof(*v6);
}

static int socket_in(const struct netns *ns, int family)
{
	int fd, one = 1;

	netns_enter(ns);
	fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	return fd;
}

#define STREAM 2000000

static void send_stream(int fd, const struct sockaddr_storage *to, socklen_t len)
{
	static const uint8_t bytes[STREAM];
	size_t sent = 0;

	if (connect(fd, (const void *)to, len))
		_exit(1);
	while (sent < STREAM) {
		ssize_t n = write(fd, bytes + sent, STREAM - sent);

		if (n <= 0)
			_exit(1);
		sent += (size_t)n;
	}
	_exit(0);
}

static size_t read_stream(int fd)
{
	static uint8_t bytes[65536];
	size_t got = 0;
	ssize_t n;

	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		got += (size_t)n;
	close(fd);
	return got;
}

static void expect_stream(const struct netns *from, const struct netns *to, int family, int n)
{
	int listener = socket_in(to, family), sender = socket_in(from, family), status;
	struct sockaddr_storage at;
	socklen_t len = fill(&at, family, n);
	pid_t child;

	ck_assert(!bind(listener, (void *)&at, len) && !listen(listener, 1));
	child = fork();
	if (!child)
		send_stream(sender, &at, len);
	close(sender);
	ck_assert_uint_eq(read_stream(accept(listener, NULL, NULL)), STREAM);
	close(listener);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

static uint64_t refused(enum sort sort)
{
	return info_of(sort == TAP ? "tap0" : "mv0")->guard_drops;
}

/* _i: enum sort */
START_TEST(nothing_true_is_refused)
{
	if (!is_possible(_i))
		return;
	make_all(_i);
	for (size_t i = 0; i < 2; i++) {
		int family = families[i];

		expect_ping(&fx.box[0], family, 2, 56);
		expect_ping(&fx.box[0], family, 9, 56);
		expect_ping(&fx.far, family, 1, 56);
		expect_ping(&fx.box[0], family, 2, 4000);
		expect_ping(&fx.box[0], family, 9, 4000);
		expect_ping(&fx.far, family, 1, 4000);
		expect_stream(&fx.box[0], &fx.box[1], family, 2);
		expect_stream(&fx.box[1], &fx.box[0], family, 1);
		expect_stream(&fx.box[0], &fx.far, family, 9);
		expect_stream(&fx.far, &fx.box[0], family, 1);
	}
	ck_assert_uint_eq(refused(_i), 0);
	end_guest();
}
END_TEST

static void expect_mute(enum sort sort, const char *source, const char *to, const char *reason)
{
	uint64_t before = refused(sort), counted = frames_counted(reason);
	struct run r;

	ck_assert_int_ne(run(&r, &fx.box[0], "ping -q -c 1 -W 0.2 -I %s %s", source, to), 0);
	ck_assert_msg(refused(sort) > before, "from %s: nothing was refused", source);
	ck_assert_msg(frames_counted(reason) > counted, "from %s: not for %s", source, reason);
}

/* Root in the container has any address; who it is known to already would hear it otherwise. */
START_TEST(another_address_is_mute)
{
	if (!is_possible(_i))
		return;
	make_all(_i);
	expect_ping(&fx.box[0], AF_INET, 2, 56);
	expect_ping(&fx.box[0], AF_INET6, 2, 56);
	give(&fx.box[0], "mv0", 66);
	expect_mute(_i, "10.7.0.66", "10.7.0.2", "guard-ip");
	expect_mute(_i, "fd07::66", "fd07::2", "guard-ip");
	run_ok(&fx.box[0], "ip neigh flush dev mv0");
	expect_mute(_i, "10.7.0.66", "10.7.0.9", "guard-arp");
	expect_ping(&fx.box[0], AF_INET, 9, 56);
	end_guest();
}
END_TEST

/* A guest's card is its own; its frames are known by the address that a command gave the tap. */
START_TEST(another_mac_is_mute)
{
	if (!is_possible(_i))
		return;
	make_all(_i);
	expect_ping(&fx.box[0], AF_INET, 2, 56);
	run_ok(&fx.box[0], "ip link set mv0 address 02:00:00:00:09:09");
	expect_mute(_i, "10.7.0.1", "10.7.0.2", "guard-mac");
	run_ok(&fx.box[0], "ip link set mv0 address %s", mac_text(mac_a));
	expect_ping(&fx.box[0], AF_INET, 2, 56);
	end_guest();
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, nothing_true_is_refused, 0, SORTS);
	tcase_add_loop_test(tc, another_address_is_mute, 0, SORTS);
	tcase_add_loop_test(tc, another_mac_is_mute, 0, SORTS);
}

int main(void)
{
	return run_suite("net: guard stacks", add_tests);
}
