// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_rates_out.c - what an endpoint sends is held to its rate, to whomever it goes, and by what:
 * a pair of devices, which is gone when nobody needs it, however its endpoint went.
 *
 * guards: libmacbpf/endpoint/queue.c libmacbpf/endpoint/queue_find.c libmacbpf/datapath/queue.c
 * bpf/pace.h
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
#include "hooks.h"
#include "rated.h"

#define RATE_OUT(value)                                                                            \
	.rate = LINK_SUBJECT(macbpf_rate_opts, .has = MACBPF_RATE_OUT, .out = (value))

static int guest;
static struct run r;

static void make(enum place place)
{
	const struct macbpf_link_opts opts = { RATE_OUT(RATE) };

	rated_skip_without_tbf();
	guest = rated_make(place, opts.rate);
}

static uint64_t arrived(const struct netns *ns, const char *device)
{
	const char *bytes;

	run(&r, ns, "ip -j -s link show dev %s", device);
	bytes = strstr(r.out, "\"rx\":{\"bytes\":");
	ck_assert_ptr_nonnull(bytes);
	return strtoull(bytes + strlen("\"rx\":{\"bytes\":"), NULL, 10);
}

static void send_some(int fd, const struct frame *frame)
{
	for (int i = 0; i < 20; i++)
		if (guest < 0)
			frame_send(fd, frame);
		else
			frame_write(guest, frame);
}

/* In how many microseconds so much has arrived of frames that mv0 sends all the time. */
static uint64_t time_of(enum place place, const uint8_t *to, struct spot at)
{
	const struct netns *from = place == BESIDE ? &fx.host : &fx.box[0];
	struct frame frame = { .len = 1514 };
	uint64_t start = rated_now_us(), before = arrived(at.ns, at.device);
	int fd = place == TAP ? -1 : frame_socket(from, "mv0");

	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, to, 6);
	while (arrived(at.ns, at.device) - before < VOLUME) {
		ck_assert_msg(rated_now_us() - start < 60000000, "%s gets nothing", at.device);
		send_some(fd, &frame);
	}
	if (fd >= 0)
		close(fd);
	return rated_now_us() - start;
}

static const char *queue(const char *end)
{
	static char name[IFNAMSIZ];

	snprintf(name, sizeof(name), "mb0-%s", end);
	return name;
}

static void expect_qdisc(const char *words)
{
	run(&r, &fx.host, "tc qdisc show dev %s root", queue("o"));
	ck_assert_msg(strstr(r.out, words), "\"%s\" has no %s", r.out, words);
}

static void expect_queue(bool there)
{
	ck_assert_int_eq(device_exists(&fx.host, queue("o")), there);
	ck_assert_int_eq(device_exists(&fx.host, queue("b")), there);
}

#define WIRE	AT(&fx.far, "wire")
#define SIBLING AT(&fx.box[1], "mv1")

START_TEST(to_wire_siblings_and_all)
{
	const uint64_t least = VOLUME - BURST - 2 * 1514;

	make(_i);
	ck_assert_uint_ge(time_of(_i, mac_wire, WIRE), least);
	ck_assert_uint_ge(time_of(_i, mac_b, SIBLING), least);
	ck_assert_uint_ge(time_of(_i, mac_all, SIBLING), least);
	expect_qdisc("tbf 6d62: ");
	if (_i == TAP)
		close(guest);
}
END_TEST

static void set(struct macbpf_link_opts opts)
{
	opts.sz = sizeof(opts);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
}

static void sweep(void)
{
	run_ok(&fx.host, "%s port sweep", macbpf_path());
}

/* The lower's own queue is its administrator's. */
START_TEST(whatever_else_is_set)
{
	make(IN_BOX);
	run_ok(&fx.host, "tc qdisc replace dev low root pfifo limit 77");
	set((struct macbpf_link_opts){ MODE(PRIVATE) });
	set((struct macbpf_link_opts){ .netns = fx.box[2].name });
	set((struct macbpf_link_opts){ RATE_OUT(2 * RATE) });
	expect_qdisc("rate 16Mbit burst 20000b");
	ck_assert_uint_eq(info_of("mv0")->rate_out, 2 * RATE);
	ck_assert_uint_eq(info_of("mv0")->rate_in, 0);
	run_ok(&fx.host, "%s link set mv0 up guard mac allow l2 type macvlan mode bridge",
	       macbpf_path());
	ck_assert(arrives(AT(&fx.box[2], "mv0"), mac_a, mac_b, SIBLING));
	ck_assert(arrives(SIBLING, mac_b, mac_a, AT(&fx.box[2], "mv0")));
	set((struct macbpf_link_opts){ RATE_OUT(0) });
	expect_queue(false);
	ck_assert_uint_eq(info_of("mv0")->rate_out, 0);
	if (info_of("mv0")->kind == MACBPF_KIND_NETKIT)
		expect_no_clsact("mb0");
	ck_assert(arrives(AT(&fx.box[2], "mv0"), mac_a, mac_wire, WIRE));
	run(&r, &fx.host, "tc qdisc show dev low root");
	ck_assert_ptr_nonnull(strstr(r.out, "pfifo"));
}
END_TEST

START_TEST(comes_back)
{
	make(IN_BOX);
	run_ok(&fx.host, "ip link del %s", queue("o"));
	sweep();
	expect_qdisc("tbf 6d62: ");
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_b, SIBLING));
	run_ok(&fx.host, "tc qdisc del dev %s root", queue("o"));
	sweep();
	expect_qdisc("tbf 6d62: ");
	run_ok(&fx.host,
	       "tc qdisc replace dev %s root handle 77: tbf rate 1gbit burst 10k limit 10k",
	       queue("o"));
	sweep();
	expect_qdisc("tbf 6d62: ");
	run_ok(&fx.host, "ip link set %s down", queue("b"));
	sweep();
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_b, SIBLING));
}
END_TEST

static uint32_t index_of(const char *device)
{
	const char *number;

	run(&r, &fx.host, "ip -j link show dev %s", device);
	number = strstr(r.out, "\"ifindex\":");
	ck_assert_ptr_nonnull(number);
	return (uint32_t)strtoul(number + strlen("\"ifindex\":"), NULL, 10);
}

/* The number of an end that somebody has moved away is the host's card's by now. */
START_TEST(takes_no_other_device_for_its_end)
{
	uint32_t number;

	make(IN_BOX);
	number = index_of(queue("b"));
	run_ok(&fx.host, "ip link set %s netns %s", queue("b"), fx.box[1].name);
	run_ok(&fx.host, "ip link add card index %u type veth peer name card2", number);
	sweep();
	expect_qdisc("tbf 6d62: ");
	run(&r, &fx.host, "sysctl -n net.ipv4.conf.card.arp_ignore"); /* 8: it is made silent */
	ck_assert_str_eq(r.out, "0\n");
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_b, SIBLING));
}
END_TEST

enum mark { RENAMED, REALIASED, BOTH, MARKS };

/* As somebody who likes other names would. */
static const char *change_mark(enum mark mark)
{
	const char *name = mark == REALIASED ? queue("o") : "qo";

	if (mark != REALIASED) { /* before 6.2 a device is renamed while it is down */
		run_ok(&fx.host, "ip link set %s down", queue("o"));
		run_ok(&fx.host, "ip link set %s name qo up", queue("o"));
	}
	if (mark != RENAMED)
		run_ok(&fx.host, "ip link set %s alias mine", name);
	return name;
}

/* It is known by its number, and by what its other end runs. */
START_TEST(is_known_by_another_name)
{
	const char *name;

	make(IN_BOX);
	name = change_mark(_i);
	sweep();
	set((struct macbpf_link_opts){ RATE_OUT(2 * RATE) });
	run(&r, &fx.host, "tc qdisc show dev %s root", name);
	ck_assert_ptr_nonnull(strstr(r.out, "rate 16Mbit"));
	set((struct macbpf_link_opts){ RATE_OUT(0) });
	ck_assert(!device_exists(&fx.host, "qo"));
	expect_queue(false);
	set((struct macbpf_link_opts){ RATE_OUT(RATE) });
	change_mark(_i);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(!device_exists(&fx.host, "qo"));
	expect_queue(false);
}
END_TEST

/* But a number alone is anybody's. */
START_TEST(leaves_anothers_of_its_number)
{
	uint32_t in, out;

	make(IN_BOX);
	in = index_of(queue("o"));
	out = index_of(queue("b"));
	run_ok(&fx.host, "ip link del %s", queue("o"));
	run_ok(&fx.host, "ip link add card index %u type veth peer name card2 index %u", in, out);
	set((struct macbpf_link_opts){ RATE_OUT(0) });
	ck_assert(device_exists(&fx.host, "card"));
}
END_TEST

/* Nor is a name a mark. */
START_TEST(leaves_anothers_of_its_name)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), RATE_OUT(RATE) };
	struct macbpf_rate_opts off = { .sz = sizeof(off), .has = MACBPF_RATE_OUT };

	rated_skip_without_tbf();
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	run_ok(&fx.host, "ip link add %s type veth peer name card", queue("o"));
	ck_assert_int_eq(macbpf_link__set(fx.mb, NULL, "mv0", &opts), -EEXIST);
	opts.rate = &off;
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	run_ok(&fx.host, "ip link del %s", queue("o"));
}
END_TEST

enum end { BY_COMMAND, BY_HAND, WITH_THE_LOWER, WITH_BOTH, ENDS };

START_TEST(goes_with_its_endpoint)
{
	make(IN_BOX);
	expect_queue(true);
	if (_i == BY_COMMAND)
		expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	if (_i == BY_HAND || _i == WITH_BOTH)
		run_ok(&fx.host, "ip link del mb0");
	if (_i == WITH_BOTH)
		run_ok(&fx.host, "ip link del mb1");
	if (_i == WITH_THE_LOWER || _i == WITH_BOTH)
		run_ok(&fx.host, "ip link del low");
	if (_i != BY_COMMAND)
		sweep();
	expect_queue(false);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, to_wire_siblings_and_all, 0, PLACES);
	tcase_add_test(tc, whatever_else_is_set);
	tcase_add_test(tc, comes_back);
	tcase_add_test(tc, takes_no_other_device_for_its_end);
	tcase_add_loop_test(tc, is_known_by_another_name, 0, MARKS);
	tcase_add_test(tc, leaves_anothers_of_its_number);
	tcase_add_test(tc, leaves_anothers_of_its_name);
	tcase_add_loop_test(tc, goes_with_its_endpoint, 0, ENDS);
}

int main(void)
{
	return run_suite("net: rates out", add_tests);
}
