// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_group_rate.c - what an endpoint sends to groups is held to a rate, whatever its kind and
 * its mode, and what it sends besides is not.
 *
 * guards: libmacbpf/endpoint/rate.c libmacbpf/datapath/rate.c bpf/group_rate.h
 *
 * Time is measured from above only: a busy machine gives more of it.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/frame.h"
#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"

#define RATE 20u
#define MANY 200u

static const uint32_t modes[] = { MACBPF_MODE_BRIDGE, MACBPF_MODE_VEPA };
#define MODES (int)(sizeof(modes) / sizeof(modes[0]))

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make(uint32_t mode)
{
	add_link("low", "mv0", mode, mac_a, &fx.box[0]);
	add_link("low", "mv1", mode, mac_b, &fx.box[1]);
}

static void limit(const char *rate)
{
	run_ok(&fx.host, "%s link set mv0 group-rate %s", macbpf_path(), rate);
}

/* Sends so many at once; how many of them the port refused. */
static uint32_t refused(struct spot from, const uint8_t *src, const uint8_t *dst)
{
	struct frame frame = { .len = 60 };
	uint64_t before = frames_counted("group-rate");
	int fd = frame_socket(from.ns, from.device);

	memcpy(frame.src, src, 6);
	memcpy(frame.dst, dst, 6);
	for (uint32_t i = 0; i < MANY; i++)
		frame_send(fd, &frame);
	close(fd);
	ck_assert(arrives(from, src, mac_wire, AT(&fx.far, "wire"))); /* all have been judged */
	return (uint32_t)(frames_counted("group-rate") - before);
}

#define FROM_MV0 AT(&fx.box[0], "mv0")
#define FROM_MV1 AT(&fx.box[1], "mv1")

START_TEST(groups_alone_and_its_own_alone)
{
	uint32_t count;
	double start;

	make(modes[_i]);
	ck_assert_uint_eq(refused(FROM_MV0, mac_a, mac_all), 0);
	limit("20");
	start = now();
	count = refused(FROM_MV0, mac_a, mac_all);
	ck_assert_uint_ge(count + RATE + (uint32_t)((now() - start) * RATE) + 1, MANY);
	ck_assert_uint_ge(MANY, count + RATE);
	ck_assert_uint_eq(refused(FROM_MV0, mac_a, mac_b), 0);
	ck_assert_uint_eq(refused(FROM_MV1, mac_b, mac_all), 0);
	limit("off");
	ck_assert_uint_eq(refused(FROM_MV0, mac_a, mac_all), 0);
}
END_TEST

START_TEST(beside_all_else)
{
	make(MACBPF_MODE_BRIDGE);
	limit("1 guard mac allow l2 isolated on");
	ck_assert_uint_gt(refused(FROM_MV0, mac_a, mac_all), 0);
	run_ok(&fx.host, "%s port set low mcast-snooping on arp-directed on", macbpf_path());
	ck_assert_uint_gt(refused(FROM_MV0, mac_a, mac_all), 0);
	run_ok(&fx.host, "%s link set mv0 guard off isolated off type macvlan mode private",
	       macbpf_path());
	ck_assert_uint_gt(refused(FROM_MV0, mac_a, mac_all), 0);
	ck_assert_uint_eq(info_of("mv0")->group_rate, 1);
}
END_TEST

static bool is_refused(void *arg)
{
	(void)arg;
	return frames_counted("group-rate") == 1;
}

/* What a guest leaves to be cut is many frames, though the kernel hasn't counted them yet. */
START_TEST(each_segment_of_a_guest)
{
	struct frame frame = { .body = FRAME_TCP, .gso_size = 100, .len = 4000 };
	int guest;

	run_ok(&fx.host,
	       "%s link add link low name mv0 address 02:00:00:00:aa:00 up group-rate %u "
	       "type macvtap mode bridge",
	       macbpf_path(), RATE);
	guest = queue_open(&fx.host, "mv0", false, 0);
	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, mac_all, 6);
	ck_assert_int_eq(frame_write(guest, &frame), 0);
	ck_assert(wait_until(is_refused, NULL, WAIT_MS));
	close(guest);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, groups_alone_and_its_own_alone, 0, MODES);
	tcase_add_test(tc, beside_all_else);
	tcase_add_test(tc, each_segment_of_a_guest);
}

int main(void)
{
	return run_suite("net: group rate", add_tests);
}
