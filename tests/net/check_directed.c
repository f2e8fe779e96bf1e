// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_directed.c - real hosts find each other with arp-directed as they do with macvlan.
 *
 * guards: bpf/neigh.h libmacbpf/port/
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "suite.h"

#define HOSTS	    4 /* three boxes with mv0, mv1, mv2, and the wire's far end */
#define FAR	    3
#define DEADLINE_MS 20000
#define RETRANS_MS  100

enum family { V4, V6 };

static const uint8_t *const macs[HOSTS] = { mac_a, mac_b, mac_c, mac_wire };
static const uint8_t mac_d[6] = { 2, 0, 0, 0, 1, 9 };
static const char *const devices[HOSTS] = { "mv0", "mv1", "mv2", "wire" };

static const struct netns *netns_of(int host)
{
	return host == FAR ? &fx.far : &fx.box[host];
}

/* 10.7.0.N and fd07::N; static buffers of four. */
static const char *address(enum family family, int n)
{
	static char text[4][32];
	static int next;
	char *to = text[next++ % 4];

	snprintf(to, sizeof(text[0]), family == V4 ? "10.7.0.%d" : "fd07::%d", n);
	return to;
}

static void give(int host, enum family family, int n)
{
	run_ok(netns_of(host), "ip address add %s/%d dev %s%s", address(family, n),
	       family == V4 ? 24 : 64, devices[host], family == V4 ? "" : " nodad");
}

static void take(int host, enum family family, int n)
{
	run_ok(netns_of(host), "ip address del %s/%d dev %s", address(family, n),
	       family == V4 ? 24 : 64, devices[host]);
}

/* A kernel that asks three times within a second, each time of all if it has to. */
static void ask_faster(int host)
{
	for (int v6 = 0; v6 < 2; v6++)
		run_ok(netns_of(host), "sysctl -qw net.ipv%d.neigh.%s.retrans_time_ms=%d",
		       v6 ? 6 : 4, devices[host], RETRANS_MS);
}

static void add(int tool, int host, const uint8_t *mac)
{
	struct spot device = AT(netns_of(host), devices[host]);

	run_ok(&fx.host,
	       "%s link add link low name %s address %s netns %s type macvlan mode bridge",
	       tool_path(tool), devices[host], mac_text(mac), netns_of(host)->name);
	run_ok(netns_of(host), "ip link set %s up", devices[host]);
	fixture_mark();
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, device));
	ck_assert(arrives(device, mac, mac_all, AT(&fx.far, "wire")));
}

static void set_directed(bool on)
{
	struct macbpf_port_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_PORT_ARP_DIRECTED,
		.arp_directed = on,
	};

	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
	fixture_mark();
}

/* Everyone has an address of his own, 101 and on, to ask with. */
static void make_hosts(int tool)
{
	for (int host = 0; host < HOSTS; host++) {
		ipv6_on(netns_of(host));
		if (host != FAR)
			add(tool, host, macs[host]);
		ask_faster(host);
		give(host, V4, 101 + host);
		give(host, V6, 101 + host);
	}
	if (tool == TOOL_MACBPF)
		set_directed(true);
}

static uint64_t flooded(void)
{
	return frames_counted("flood-wire") + frames_counted("flood-endpoint");
}

/* ---------------------------------------------------------------- neighbour tables */

struct question {
	int host;
	enum family family;
	int n;
	char mac[18];
};

/* What the host's table says of the address now: a MAC, or "". */
static void look_up(struct question *q)
{
	static struct run r;
	const char *found;

	run(&r, netns_of(q->host), "ip -%d neigh show %s dev %s", q->family == V4 ? 4 : 6,
	    address(q->family, q->n), devices[q->host]);
	found = strstr(r.out, "lladdr ");
	snprintf(q->mac, sizeof(q->mac), "%s", found ? found + 7 : "");
	if (!found && strstr(r.out, "FAILED"))
		snprintf(q->mac, sizeof(q->mac), "none");
}

static bool is_answered(void *arg)
{
	struct question *q = arg;

	look_up(q);
	return q->mac[0];
}

static void send_something(const struct question *q)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	const char *text = address(q->family, q->n);
	int fd;

	inet_pton(AF_INET, text, &v4.sin_addr);
	inet_pton(AF_INET6, text, &v6.sin6_addr);
	netns_enter(netns_of(q->host));
	fd = socket(q->family == V4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	if (q->family == V4)
		sendto(fd, "", 1, 0, (void *)&v4, sizeof(v4));
	else
		sendto(fd, "", 1, 0, (void *)&v6, sizeof(v6));
	close(fd);
}

/* Asks from nothing until there is an answer. */
static void resolve(struct question *q)
{
	q->mac[0] = 0;
	run_ok(netns_of(q->host), "ip neigh flush dev %s", devices[q->host]);
	send_something(q);
	ck_assert_msg(wait_until(is_answered, q, DEADLINE_MS), "%s: %s never decides",
		      devices[q->host], address(q->family, q->n));
}

static bool finds_somebody(void *arg)
{
	struct question *q = arg;

	resolve(q);
	return strcmp(q->mac, "none") != 0;
}

/* A busy machine may need more than the kernel's three tries, but finds nobody else. */
static void expect_mac(int asker, enum family family, int n, const char *want)
{
	struct question q = { asker, family, n, "" };

	if (strcmp(want, "none") != 0)
		wait_until(finds_somebody, &q, DEADLINE_MS);
	else
		resolve(&q);
	ck_assert_msg(!strcmp(q.mac, want), "%s finds %s at %s, not at %s", devices[asker],
		      address(family, n), q.mac, want);
}

/* `owner` -1: nobody. */
static void expect_owner(int asker, enum family family, int n, int owner)
{
	expect_mac(asker, family, n, owner < 0 ? "none" : mac_text(macs[owner]));
}

/* ---------------------------------------------------------------- one is asked */

/* Hosts have other things to tell all at times, so once is enough. */
static bool is_asked_alone(void *arg)
{
	const struct question *q = arg;
	uint64_t floods = flooded(), directed = frames_counted("directed");

	expect_owner(q->host, q->family, q->n, 1);
	return flooded() == floods && frames_counted("directed") == directed + 1;
}

/* _i: enum family */
START_TEST(one_is_asked)
{
	static const int askers[] = { 0, FAR };
	uint64_t floods, directed;

	make_hosts(TOOL_MACBPF);
	give(1, _i, 1);
	for (size_t i = 0; i < 2; i++) {
		struct question q = { askers[i], _i, 1, "" };

		ck_assert_msg(wait_until(is_asked_alone, &q, DEADLINE_MS), "from %s",
			      devices[askers[i]]);
	}
	set_directed(false);
	floods = flooded();
	directed = frames_counted("directed");
	expect_owner(0, _i, 1, 1);
	ck_assert_uint_gt(flooded(), floods);
	ck_assert_uint_eq(frames_counted("directed"), directed);
}
END_TEST

static bool is_directed(void *arg)
{
	const struct question *q = arg;
	uint64_t directed = frames_counted("directed");

	expect_owner(q->host, q->family, q->n, 1);
	return frames_counted("directed") > directed;
}

/* Who has the address, which is host 1, is known well enough to be asked alone by host 0. */
static void settle(enum family family, int n)
{
	struct question q = { 0, family, n, "" };

	ck_assert_msg(wait_until(is_directed, &q, DEADLINE_MS), "%s is never directed",
		      address(family, n));
}

/* ---------------------------------------------------------------- addresses move */

START_TEST(moves_in_silence)
{
	make_hosts(TOOL_MACBPF);
	give(1, _i, 1);
	settle(_i, 1);
	take(1, _i, 1);
	give(2, _i, 1);
	expect_owner(0, _i, 1, 2);
	expect_owner(FAR, _i, 1, 2);
	take(2, _i, 1);
	give(FAR, _i, 1);
	expect_owner(0, _i, 1, FAR);
	take(FAR, _i, 1);
	expect_owner(0, _i, 1, -1);
}
END_TEST

/* Who takes over announces it, as VRRP does: nobody has to ask. */
START_TEST(taken_over)
{
	struct question q = { 0, V4, 1, "" };
	uint64_t directed;

	make_hosts(TOOL_MACBPF);
	give(1, V4, 1);
	settle(V4, 1);
	take(1, V4, 1);
	give(2, V4, 1);
	run_ok(&fx.box[0], "ip neigh replace 10.7.0.1 lladdr %s nud stale dev mv0",
	       mac_text(mac_b));
	do {
		run_ok(&fx.box[2], "busybox arping -q -U -c 1 -I mv2 10.7.0.1");
		look_up(&q);
	} while (strcmp(q.mac, mac_text(mac_c)) != 0);
	directed = frames_counted("directed");
	expect_owner(0, V4, 1, 2);
	ck_assert_uint_eq(frames_counted("directed"), directed);
}
END_TEST

START_TEST(recreated_with_another_mac)
{
	make_hosts(TOOL_MACBPF);
	give(1, _i, 1);
	settle(_i, 1);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	add(TOOL_MACBPF, 1, mac_d);
	give(1, _i, 1);
	expect_mac(0, _i, 1, mac_text(mac_d));
}
END_TEST

START_TEST(gets_another_mac)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac_d };

	make_hosts(TOOL_MACBPF);
	give(1, _i, 1);
	settle(_i, 1);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv1", &opts));
	expect_mac(0, _i, 1, mac_text(mac_d));
	expect_mac(FAR, _i, 1, mac_text(mac_d));
}
END_TEST

START_TEST(becomes_private)
{
	MACBPF_OPTS(macbpf_link_opts, opts, MODE(PRIVATE));

	make_hosts(TOOL_MACBPF);
	give(1, _i, 1);
	settle(_i, 1);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv1", &opts));
	fixture_mark();
	expect_owner(0, _i, 1, -1);
	expect_owner(FAR, _i, 1, 1);
}
END_TEST

/* ---------------------------------------------------------------- two want one address */

static bool has_failed_dad(void *arg)
{
	static struct run r;

	(void)arg;
	run(&r, &fx.box[2], "ip -6 address show dev mv2 to fd07::1");
	return strstr(r.out, "dadfailed");
}

/* By default it asks once, and takes no answer within retrans_time_ms for a "no". */
static void ask_until_answered(int host)
{
	run_ok(netns_of(host), "sysctl -qw net.ipv6.conf.%s.dad_transmits=%d", devices[host],
	       DEADLINE_MS / RETRANS_MS);
}

START_TEST(duplicates_are_detected)
{
	static struct run r;

	make_hosts(TOOL_MACBPF);
	ask_until_answered(2);
	give(1, V4, 1);
	give(1, V6, 1);
	settle(V4, 1);
	settle(V6, 1);
	run(&r, &fx.box[2], "busybox arping -q -D -c 3 -w 5 -I mv2 10.7.0.1");
	ck_assert_msg(r.status == 1, "arping finds no duplicate: %d", r.status);
	run_ok(&fx.box[2], "ip address add fd07::1/64 dev mv2");
	ck_assert_msg(wait_until(has_failed_dad, NULL, DEADLINE_MS), "DAD finds no duplicate");
	expect_owner(0, V6, 1, 1);
}
END_TEST

/* ---------------------------------------------------------------- anything may happen */

#define ADDRESSES 3
#define STEPS	  20

/* Whoever asks finds who has the address now, or nobody. _i: enum tool */
START_TEST(random_moves)
{
	int owner[2][ADDRESSES + 1], asker, n, f;

	srand(4711);
	memset(owner, -1, sizeof(owner));
	make_hosts(_i);
	for (int step = 0; step < STEPS; step++) {
		f = rand() % 2;
		n = 1 + rand() % ADDRESSES;
		if (rand() % 3 == 0) {
			if (owner[f][n] >= 0)
				take(owner[f][n], f, n);
			owner[f][n] = rand() % (HOSTS + 1) - 1;
			if (owner[f][n] >= 0)
				give(owner[f][n], f, n);
		}
		asker = rand() % HOSTS;
		if (asker != owner[f][n])
			expect_owner(asker, f, n, owner[f][n]);
	}
	if (_i == TOOL_MACBPF)
		ck_assert_uint_gt(frames_counted("directed"), 0);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, one_is_asked, V4, V6 + 1);
	tcase_add_loop_test(tc, moves_in_silence, V4, V6 + 1);
	tcase_add_test(tc, taken_over);
	tcase_add_loop_test(tc, recreated_with_another_mac, V4, V6 + 1);
	tcase_add_loop_test(tc, gets_another_mac, V4, V6 + 1);
	tcase_add_loop_test(tc, becomes_private, V4, V6 + 1);
	tcase_add_test(tc, duplicates_are_detected);
	add_for_both(tc, random_moves);
}

int main(void)
{
	return run_suite("net: directed", add_tests);
}
