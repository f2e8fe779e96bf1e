// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_directed.c - real hosts find each other with arp-directed as they do with macvlan.
 *
 * guards: bpf/neigh.h libmacbpf/port/
 */
#include <stdlib.h>
#include <string.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "hosts.h"

static uint64_t flooded(void)
{
	return frames_counted("flood-wire") + frames_counted("flood-endpoint");
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
