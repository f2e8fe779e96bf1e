// SPDX-License-Identifier: GPL-2.0-only
/* check_clsact.c - programs at the hook clsact: beside others' filters, and moved under traffic. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../harness/capture.h"
#include "../harness/fence.h"
#include "../harness/frame.h"
#include "../harness/run.h"
#include "fixture.h"
#include "loaded.h"

#define WIRE AT(&fx.far, "wire")
#define LOW  AT(&fx.host, "low")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

static struct run r;

static void add(const char *name, uint32_t hook, const uint8_t *mac, const struct netns *box)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_MODE | MACBPF_LINK_HOOK,
		.mode = MACBPF_MODE_BRIDGE,
		.hook = hook,
		.address = mac,
		.netns = box->name,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	expect_ok(macbpf_link__add(fx.mb, "low", name, &opts));
	fixture_mark();
}

static int set_hook(const char *name, uint32_t hook)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_LINK_HOOK,
					 .hook = hook };

	return macbpf_link__set(fx.mb, NULL, name, &opts);
}

static void set_mode(const char *name, uint32_t mode)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_LINK_MODE,
					 .mode = mode };

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
	fixture_mark();
}

static const char *port_hook(void)
{
	static struct macbpf_port_info info;
	static struct macbpf_ports *ports;

	macbpf_ports__free(ports);
	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	info.sz = sizeof(info);
	ck_assert_int_eq(macbpf_port__info(macbpf_ports__next(ports, NULL), &info), 0);
	return info.attach;
}

/* What tc(8) shows of a device. */
static const char *tc(const char *what, const char *device, const char *where)
{
	run(&r, &fx.host, "tc %s show dev %s %s", what, device, where);
	return r.out;
}

static void expect_no_clsact(const char *device)
{
	ck_assert_msg(!strstr(tc("qdisc", device, ""), "ffff:"), "left behind: %s", r.out);
}

START_TEST(both_programs_at_clsact)
{
	add("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	ck_assert_str_eq(port_hook(), "clsact");
	ck_assert_str_eq(info_of("mv0")->hook, "clsact");
	ck_assert(arrives(WIRE, mac_wire, mac_all, B));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, B));
	ck_assert(arrives(A, mac_a, mac_b, B));
	ck_assert(!arrives_once(A, mac_a, mac_b, WIRE));
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, LOW));
	set_mode("mv0", MACBPF_MODE_PRIVATE);
	ck_assert_str_eq(info_of("mv0")->hook, "clsact");
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_b, WIRE));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	expect_no_clsact("low");
	expect_devices(2);
	loaded_expect_gone();
}
END_TEST

/* Half as large. Of the lower others may want the egress, and of a tap. */
START_TEST(what_is_ours_has_an_ingress_qdisc)
{
	struct macbpf_link_opts tap = { .sz = sizeof(tap),
					.has = MACBPF_LINK_HOOK | MACBPF_LINK_TYPE,
					.hook = MACBPF_HOOK_CLSACT,
					.type = MACBPF_TYPE_MACVTAP };

	add("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add("mv1", MACBPF_HOOK_TCX, mac_b, &fx.box[1]);
	expect_ok(set_hook("mv1", MACBPF_HOOK_CLSACT));
	expect_ok(macbpf_link__add(fx.mb, "low", "tap0", &tap));
	ck_assert(strstr(tc("qdisc", info_of("mv0")->hostdev, ""), "qdisc ingress"));
	ck_assert(strstr(tc("qdisc", info_of("mv1")->hostdev, ""), "qdisc ingress"));
	ck_assert(strstr(tc("qdisc", "low", ""), "qdisc clsact"));
	ck_assert(strstr(tc("qdisc", "tap0", ""), "qdisc clsact"));
}
END_TEST

START_TEST(endpoint_at_clsact_on_a_port_at_tcx)
{
	add("mv0", MACBPF_HOOK_TCX, mac_a, &fx.box[0]);
	add("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	ck_assert_str_eq(port_hook(), "tcx");
	ck_assert_str_eq(info_of("mv0")->hook, "tcx");
	ck_assert_str_eq(info_of("mv1")->hook, "clsact");
	expect_no_clsact("low");
	ck_assert(arrives(A, mac_a, mac_b, B));
	ck_assert(arrives(B, mac_b, mac_a, A));
	ck_assert(arrives(B, mac_b, mac_wire, WIRE));
}
END_TEST

/* ---------------------------------------------------------------- others' filters */

/* A program that lets a frame go on, as a filter of the lower. */
static void add_filter(int hook, uint32_t priority)
{
	struct bpf_insn code[] = {
		{ BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, -1 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "nt_theirs", "GPL", code, 2, NULL);
	LIBBPF_OPTS(bpf_tc_hook, place, .attach_point = hook);
	LIBBPF_OPTS(bpf_tc_opts, opts, .prog_fd = fd, .priority = priority);

	ck_assert_int_ge(fd, 0);
	netns_enter(&fx.host);
	place.ifindex = if_nametoindex("low");
	ck_assert_int_eq(bpf_tc_attach(&place, &opts), 0);
	netns_leave();
	close(fd);
}

static void expect_works(void)
{
	add("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	loaded_expect_gone();
}

START_TEST(their_clsact_stays)
{
	run_ok(&fx.host, "tc qdisc add dev low clsact");
	expect_works();
	ck_assert(strstr(tc("qdisc", "low", ""), "clsact"));
	ck_assert_str_eq(tc("filter", "low", "ingress"), "");
}
END_TEST

START_TEST(their_ingress_qdisc_serves)
{
	run_ok(&fx.host, "tc qdisc add dev low ingress");
	expect_works();
	ck_assert(strstr(tc("qdisc", "low", ""), "ingress"));
	ck_assert_str_eq(tc("filter", "low", "ingress"), "");
}
END_TEST

START_TEST(their_filters_stay)
{
	static const uint32_t priorities[] = { 1, 7 };

	run_ok(&fx.host, "tc qdisc add dev low clsact");
	add_filter(BPF_TC_INGRESS, priorities[_i]);
	expect_works();
	ck_assert(strstr(tc("filter", "low", "ingress"), "nt_theirs"));
	ck_assert(!strstr(r.out, "macbpf"));
}
END_TEST

/* Of another kind or protocol: it has the first priority for itself. */
START_TEST(their_filter_has_the_first_priority)
{
	run_ok(&fx.host, "tc qdisc add dev low clsact");
	netns_enter(&fx.host);
	ck_assert_int_eq(system("tc filter add dev low ingress pref 1 protocol ip bpf "
				"bytecode '1,6 0 0 0' classid 1:1"),
			 0);
	netns_leave();
	expect_works();
	ck_assert(strstr(tc("filter", "low", "ingress"), "pref 1"));
}
END_TEST

START_TEST(our_clsact_stays_while_they_use_it)
{
	const int hooks[] = { BPF_TC_INGRESS, BPF_TC_EGRESS };

	add("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add_filter(hooks[_i], 7);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(strstr(tc("filter", "low", _i ? "egress" : "ingress"), "nt_theirs"));
	ck_assert(!strstr(tc("filter", "low", "ingress"), "macbpf"));
}
END_TEST

START_TEST(a_shared_block_is_refused)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_LINK_HOOK,
					 .hook = MACBPF_HOOK_CLSACT };

	run_ok(&fx.host, "tc qdisc add dev low ingress_block 7 clsact");
	ck_assert_int_lt(macbpf_link__add(fx.mb, "low", "mv0", &opts), 0);
	ck_assert_msg(strstr(macbpf__error(fx.mb), "low") && strstr(macbpf__error(fx.mb), "shared"),
		      "it says: %s", macbpf__error(fx.mb));
	ck_assert(strstr(tc("qdisc", "low", ""), "ingress_block 7"));
	expect_devices(2);
}
END_TEST

/* ---------------------------------------------------------------- moving */

#define MOVES 10

/* Sends to B and to the wire in turn until it is told to stop; its status is 0 if all went out. */
static pid_t start_sender(int stop)
{
	const uint8_t *to[] = { mac_b, mac_wire };
	struct frame frame = { 0 };
	uint32_t sent = 0;
	pid_t pid = fork();
	int fd;
	char c;

	if (pid)
		return pid;
	fd = frame_socket(&fx.box[0], "mv0");
	memcpy(frame.src, mac_a, 6);
	while (read(stop, &c, 1) < 0) {
		frame.token = ++sent;
		memcpy(frame.dst, to[sent % 2], 6);
		if (frame_send(fd, &frame))
			_exit(1);
		usleep(20);
	}
	if (write(stop, &sent, sizeof(sent)) != sizeof(sent))
		_exit(2);
	_exit(0);
}

static int compare_tokens(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	return x->token < y->token ? -1 : x->token > y->token;
}

/* Each token from 1 to `sent` once. */
static void expect_each_once(struct capture *c, uint32_t sent)
{
	qsort(c->seen, c->count, sizeof(*c->seen), compare_tokens);
	for (size_t i = 0; i < c->count; i++)
		ck_assert_msg(c->seen[i].token == i + 1, "frame %zu of %u is %s", i + 1, sent,
			      c->seen[i].token > i + 1 ? "lost" : "there twice");
	ck_assert_uint_eq(c->count, sent);
}

START_TEST(moved_under_traffic_no_frame_is_lost)
{
	struct capture capture = { 0 };
	int ends[2], status;
	uint32_t sent = 0;
	pid_t pid;

	add("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add("mv1", MACBPF_HOOK_TCX, mac_b, &fx.box[1]);
	ck_assert(arrives(A, mac_a, mac_b, B));
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	capture_watch(&capture, &fx.box[1], "mv1", ETH_P_ALL, 0);
	capture_watch(&capture, &fx.far, "wire", ETH_P_ALL, 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	pid = start_sender(ends[1]);
	for (int i = 0; i < MOVES; i++) {
		expect_ok(set_hook("mv0", i % 2 ? MACBPF_HOOK_CLSACT : MACBPF_HOOK_TCX));
		ck_assert_str_eq(info_of("mv0")->hook, i % 2 ? "clsact" : "tcx");
		capture_drain(&capture);
	}
	ck_assert_int_eq(write(ends[0], "", 1), 1);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(read(ends[0], &sent, sizeof(sent)), sizeof(sent));
	fence_wait();
	capture_drain(&capture);
	ck_assert_uint_gt(sent, MOVES);
	expect_each_once(&capture, sent);
	capture_close(&capture);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

/* As a command leaves it that is killed between the two steps of a move. */
static void attach_at_tcx_too(void)
{
	LIBBPF_OPTS(bpf_tc_hook, place, .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = 1, .priority = 1);
	int fd;

	netns_enter(&fx.host);
	place.ifindex = info_of("mv0")->hostdev_ifindex;
	ck_assert_int_eq(bpf_tc_query(&place, &opts), 0);
	fd = bpf_prog_get_fd_by_id(opts.prog_id);
	ck_assert_int_eq(bpf_prog_attach(fd, place.ifindex, (enum bpf_attach_type)46, 0), 0);
	netns_leave();
	close(fd);
}

START_TEST(a_frame_that_meets_both_is_decided_once)
{
	add("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	attach_at_tcx_too();
	ck_assert_str_eq(info_of("mv0")->hook, "tcx");
	ck_assert(arrives(A, mac_a, mac_b, B));
	set_mode("mv0", MACBPF_MODE_PRIVATE);
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_b, WIRE));
	expect_ok(set_hook("mv0", MACBPF_HOOK_CLSACT));
	ck_assert_str_eq(info_of("mv0")->hook, "clsact");
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_b, WIRE));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, both_programs_at_clsact);
	tcase_add_test(tc, what_is_ours_has_an_ingress_qdisc);
	tcase_add_test(tc, endpoint_at_clsact_on_a_port_at_tcx);
	tcase_add_test(tc, their_clsact_stays);
	tcase_add_test(tc, their_ingress_qdisc_serves);
	tcase_add_loop_test(tc, their_filters_stay, 0, 2);
	tcase_add_test(tc, their_filter_has_the_first_priority);
	tcase_add_loop_test(tc, our_clsact_stays_while_they_use_it, 0, 2);
	tcase_add_test(tc, a_shared_block_is_refused);
	tcase_add_test(tc, moved_under_traffic_no_frame_is_lost);
	tcase_add_test(tc, a_frame_that_meets_both_is_decided_once);
}

int main(void)
{
	return run_suite("net: clsact", add_tests);
}
