// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_hooks.c - TCX and clsact side by side, and programs that move from one to the other.
 *
 * guards: libmacbpf/datapath/attach.c
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <net/ethernet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/hook.h"
#include "fixture.h"
#include "hooks.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

START_TEST(endpoint_at_clsact_on_a_port_at_tcx)
{
	add_at("mv0", MACBPF_HOOK_TCX, mac_a, &fx.box[0]);
	add_at("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	ck_assert_str_eq(port_hook(), "tcx");
	ck_assert_uint_eq(info_of("mv0")->hook, MACBPF_HOOK_TCX);
	ck_assert_uint_eq(info_of("mv1")->hook, MACBPF_HOOK_CLSACT);
	expect_no_clsact("low");
	ck_assert(arrives(A, mac_a, mac_b, B));
	ck_assert(arrives(B, mac_b, mac_a, A));
	ck_assert(arrives(B, mac_b, mac_wire, WIRE));
}
END_TEST

/* As one that was made there. */
START_TEST(moved_to_clsact_it_gets_an_ingress_qdisc)
{
	add_at("mv0", MACBPF_HOOK_TCX, mac_a, &fx.box[0]);
	expect_ok(set_hook("mv0", MACBPF_HOOK_CLSACT));
	ck_assert(strstr(tc("qdisc", info_of("mv0")->hostdev, ""), "qdisc ingress"));
}
END_TEST

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
		if (backlog_send(fd, &frame))
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

	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add_at("mv1", MACBPF_HOOK_TCX, mac_b, &fx.box[1]);
	ck_assert(arrives(A, mac_a, mac_b, B));
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	capture_watch(&capture, &fx.box[1], "mv1", ETH_P_ALL, 0);
	capture_watch(&capture, &fx.far, "wire", ETH_P_ALL, 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	pid = start_sender(ends[1]);
	for (int i = 0; i < MOVES; i++) {
		expect_ok(set_hook("mv0", i % 2 ? MACBPF_HOOK_CLSACT : MACBPF_HOOK_TCX));
		ck_assert_uint_eq(info_of("mv0")->hook,
				  i % 2 ? MACBPF_HOOK_CLSACT : MACBPF_HOOK_TCX);
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
	ck_assert_int_eq(bpf_prog_attach(fd, place.ifindex, HOOK_TCX_INGRESS, 0), 0);
	netns_leave();
	close(fd);
}

START_TEST(a_frame_that_meets_both_is_decided_once)
{
	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add_at("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	attach_at_tcx_too();
	ck_assert_uint_eq(info_of("mv0")->hook, MACBPF_HOOK_TCX);
	ck_assert(arrives(A, mac_a, mac_b, B));
	set_mode("mv0", MACBPF_MODE_PRIVATE);
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_b, WIRE));
	expect_ok(set_hook("mv0", MACBPF_HOOK_CLSACT));
	ck_assert_uint_eq(info_of("mv0")->hook, MACBPF_HOOK_CLSACT);
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_b, WIRE));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, endpoint_at_clsact_on_a_port_at_tcx);
	tcase_add_test(tc, moved_to_clsact_it_gets_an_ingress_qdisc);
	tcase_add_test(tc, moved_under_traffic_no_frame_is_lost);
	tcase_add_test(tc, a_frame_that_meets_both_is_decided_once);
}

int main(void)
{
	if (!hook_has_tcx()) {
		fprintf(stderr, "check_hooks: skipped: this kernel has no TCX (since Linux 6.6)\n");
		return 77;
	}
	return run_suite("net: hooks", add_tests);
}
