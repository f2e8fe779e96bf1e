// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_rates.c - what an endpoint receives is held to its rate, whoever sends it, and by what.
 *
 * guards: libmacbpf/endpoint/rate.c libmacbpf/endpoint/pace.c libmacbpf/kernel/tbf.c
 *
 * Time is measured from below only: a busy machine is late, a rate that holds is never early.
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/frame.h"
#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "rated.h"

#define RATE_IN(value) .rate = LINK_SUBJECT(macbpf_rate_opts, .has = MACBPF_RATE_IN, .in = (value))

static int reader;

static void make(enum place place)
{
	const struct macbpf_link_opts opts = { RATE_IN(RATE) };

	reader = rated_make(place, opts.rate);
}

/* What a guest doesn't read has been dropped when it gets there. */
static void read_all(enum place place)
{
	static uint8_t frame[FRAME_MAX];

	while (place == TAP && read(reader, frame, sizeof(frame)) > 0)
		continue;
}

/* In how many microseconds so much has arrived of frames that are sent all the time. */
static uint64_t time_of(enum place place, const char *name, const uint8_t *to, struct spot from)
{
	struct frame frame = { .len = 1514 };
	uint64_t start = rated_now_us(), before = info_of(name)->stats.rx_bytes;
	int fd = frame_socket(from.ns, from.device);

	memcpy(frame.src, from.ns == &fx.far ? mac_wire : mac_b, 6);
	memcpy(frame.dst, to, 6);
	while (info_of(name)->stats.rx_bytes - before < VOLUME) {
		ck_assert_msg(rated_now_us() - start < 60000000, "%s gets nothing", name);
		for (int i = 0; i < 20; i++)
			frame_send(fd, &frame);
		read_all(place);
	}
	close(fd);
	return rated_now_us() - start;
}

static void expect_qdisc(const char *name, const char *words)
{
	static struct run r;

	run(&r, &fx.host, "tc qdisc show dev %s root", info_of(name)->hostdev);
	ck_assert_msg(strstr(r.out, words), "\"%s\" has no %s", r.out, words);
}

#define FROM_WIRE    AT(&fx.far, "wire")
#define FROM_SIBLING AT(&fx.box[1], "mv1")

START_TEST(from_wire_and_sibling)
{
	const uint64_t least = VOLUME - BURST - 2 * 1514;

	rated_skip_without_tbf();
	make(_i);
	ck_assert_int_ge(time_of(_i, "mv0", mac_a, FROM_WIRE), least);
	ck_assert_int_ge(time_of(_i, "mv0", mac_a, FROM_SIBLING), least);
	expect_qdisc("mv1", "noqueue");
	if (_i == TAP)
		close(reader);
}
END_TEST

static void set(struct macbpf_link_opts opts)
{
	opts.sz = sizeof(opts);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
}

START_TEST(whatever_else_is_set)
{
	rated_skip_without_tbf();
	make(IN_BOX);
	set((struct macbpf_link_opts){ MODE(PRIVATE) });
	set((struct macbpf_link_opts){ .address = mac_c });
	set((struct macbpf_link_opts){ .netns = fx.box[2].name });
	expect_qdisc("mv0", "tbf 6d62: ");
	expect_qdisc("mv0", "rate 8Mbit burst 16Kb");
	ck_assert_int_eq(info_of("mv0")->rate_in, RATE);
	ck_assert_int_eq(info_of("mv0")->rate_in_burst, BURST);
	set((struct macbpf_link_opts){ RATE_IN(0) });
	expect_qdisc("mv0", "noqueue");
	ck_assert_int_eq(info_of("mv0")->rate_in, 0);
}
END_TEST

START_TEST(comes_back)
{
	rated_skip_without_tbf();
	make(IN_BOX);
	run_ok(&fx.host, "tc qdisc del dev %s root", info_of("mv0")->hostdev);
	expect_qdisc("mv0", "noqueue");
	run_ok(&fx.host, "%s port sweep", macbpf_path());
	expect_qdisc("mv0", "tbf 6d62: ");
}
END_TEST

START_TEST(somebody_elses_stays)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), RATE_IN(2 * RATE) };
	char hostdev[IFNAMSIZ];

	rated_skip_without_tbf();
	make(IN_BOX);
	snprintf(hostdev, sizeof(hostdev), "%s", info_of("mv0")->hostdev);
	set((struct macbpf_link_opts){ RATE_IN(0) });
	run_ok(&fx.host, "tc qdisc add dev %s root pfifo limit 7", hostdev);
	ck_assert_int_eq(macbpf_link__set(fx.mb, NULL, "mv0", &opts), -EBUSY);
	expect_qdisc("mv0", "pfifo");
	ck_assert_int_eq(info_of("mv0")->rate_in, 0);
	run_ok(&fx.host, "tc qdisc del dev %s root", hostdev);
	set((struct macbpf_link_opts){ RATE_IN(2 * RATE) });
	run_ok(&fx.host, "tc qdisc replace dev %s root pfifo limit 7", hostdev);
	run_ok(&fx.host, "%s port sweep", macbpf_path());
	expect_qdisc("mv0", "pfifo");
	set((struct macbpf_link_opts){ RATE_IN(0) });
	expect_qdisc("mv0", "pfifo");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, from_wire_and_sibling, 0, PLACES);
	tcase_add_test(tc, whatever_else_is_set);
	tcase_add_test(tc, comes_back);
	tcase_add_test(tc, somebody_elses_stays);
}

int main(void)
{
	return run_suite("net: rates", add_tests);
}
