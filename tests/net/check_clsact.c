// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_clsact.c - programs at the hook clsact, beside others' filters.
 *
 * guards: libmacbpf/datapath/clsact.c libmacbpf/port/port.c
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "fixture.h"
#include "hooks.h"
#include "loaded.h"

#define WIRE AT(&fx.far, "wire")
#define LOW  AT(&fx.host, "low")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

START_TEST(both_programs_at_clsact)
{
	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add_at("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	ck_assert_str_eq(port_hook(), "clsact");
	ck_assert_uint_eq(info_of("mv0")->hook, MACBPF_HOOK_CLSACT);
	ck_assert(arrives(WIRE, mac_wire, mac_all, B));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, B));
	ck_assert(arrives(A, mac_a, mac_b, B));
	ck_assert(!arrives_once(A, mac_a, mac_b, WIRE));
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, LOW));
	set_mode("mv0", MACBPF_MODE_PRIVATE);
	ck_assert_uint_eq(info_of("mv0")->hook, MACBPF_HOOK_CLSACT);
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

	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	expect_ok(macbpf_link__add(fx.mb, "low", "tap0", &tap, NULL));
	ck_assert(strstr(tc("qdisc", info_of("mv0")->hostdev, ""), "qdisc ingress"));
	ck_assert(strstr(tc("qdisc", "low", ""), "qdisc clsact"));
	ck_assert(strstr(tc("qdisc", "tap0", ""), "qdisc clsact"));
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
	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
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
	ck_assert(!strstr(tc("filter", "low", "ingress"), "macbpf"));
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

	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	add_filter(hooks[_i], 7);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(strstr(tc("filter", "low", _i ? "egress" : "ingress"), "nt_theirs"));
	ck_assert(!strstr(tc("filter", "low", "ingress"), "macbpf"));
}
END_TEST

/* A usual reset, by which our filter goes. Where it comes back to is not what we made. */
START_TEST(a_clsact_made_since_is_theirs)
{
	static const char *const kinds[] = { "clsact", "ingress" };

	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	run_ok(&fx.host, "tc qdisc del dev low clsact");
	run_ok(&fx.host, "tc qdisc add dev low %s", kinds[_i]);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_str_eq(port_hook(), "clsact");
	fixture_mark();
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(strstr(tc("qdisc", "low", ""), kinds[_i]));
	ck_assert_str_eq(tc("filter", "low", "ingress"), "");
	loaded_expect_gone();
}
END_TEST

static char told[256];

static void keep_told(void *arg, enum macbpf_log_level level, const char *text)
{
	(void)arg;
	if (level == MACBPF_LOG_WARN)
		snprintf(told, sizeof(told), "%s", text);
}

/* In their clsact as well as in ours: TCX would be before others who are there. */
START_TEST(a_program_comes_back_to_clsact)
{
	if (_i)
		run_ok(&fx.host, "tc qdisc add dev low clsact");
	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	run_ok(&fx.host, "tc filter del dev low ingress");
	macbpf__set_log(fx.mb, keep_told, NULL);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_str_eq(port_hook(), "clsact");
	ck_assert_str_eq(told, "low had lost its program, and has it again at hook clsact");
	fixture_mark();
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
}
END_TEST

static void set_host_access(void)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_PORT_HOST_ACCESS,
					 .host_access = 1 };

	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
}

/* Not the qdisc is gone, but a filter; and without one in it, we have made it anew. */
START_TEST(ours_goes_though_our_filter_was_taken_off)
{
	static const char *const deeds[] = { "filter del dev low ingress",
					     "qdisc del dev low clsact" };

	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	set_host_access();
	run_ok(&fx.host, "tc %s", deeds[_i]);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_str_eq(port_hook(), "clsact");
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	expect_no_clsact("low");
	loaded_expect_gone();
}
END_TEST

START_TEST(a_shared_block_is_refused)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_LINK_HOOK,
					 .hook = MACBPF_HOOK_CLSACT };

	run_ok(&fx.host, "tc qdisc add dev low ingress_block 7 clsact");
	ck_assert_int_lt(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL), 0);
	ck_assert_msg(strstr(macbpf__error(fx.mb), "low") && strstr(macbpf__error(fx.mb), "shared"),
		      "it says: %s", macbpf__error(fx.mb));
	ck_assert(strstr(tc("qdisc", "low", ""), "ingress_block 7"));
	expect_devices(2);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, both_programs_at_clsact);
	tcase_add_test(tc, what_is_ours_has_an_ingress_qdisc);
	tcase_add_test(tc, their_clsact_stays);
	tcase_add_test(tc, their_ingress_qdisc_serves);
	tcase_add_loop_test(tc, their_filters_stay, 0, 2);
	tcase_add_test(tc, their_filter_has_the_first_priority);
	tcase_add_loop_test(tc, our_clsact_stays_while_they_use_it, 0, 2);
	tcase_add_loop_test(tc, a_clsact_made_since_is_theirs, 0, 2);
	tcase_add_loop_test(tc, a_program_comes_back_to_clsact, 0, 2);
	tcase_add_loop_test(tc, ours_goes_though_our_filter_was_taken_off, 0, 2);
	tcase_add_test(tc, a_shared_block_is_refused);
}

int main(void)
{
	return run_suite("net: clsact", add_tests);
}
