// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_ahead.c - other people's programs on the lower and on hostdevs, before ours and behind it.
 *
 * guards: libmacbpf/datapath/attach.c libmacbpf/port/first.c bpf/
 */
#include <bpf/bpf.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <unistd.h>

#include "tests/harness/hook.h"
#include "fixture.h"
#include "hooks.h"
#include "suite.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")

#define GO_ON	(-1) /* TCX_NEXT, TC_ACT_UNSPEC */
#define END_ROW 0    /* TC_ACT_OK: no program behind sees the frame, the stack does */

/* A program that counts its runs in element 0 of a map, and says this of each frame. */
static int load_counter(int map, int verdict)
{
	struct bpf_insn code[] = {
		{ BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0 },
		{ BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -4 },
		{ BPF_LD | BPF_DW | BPF_IMM, 1, BPF_PSEUDO_MAP_FD, 0, map },
		{ 0 },
		{ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, 1, 0, 0, 1 },
		{ BPF_STX | BPF_ATOMIC | BPF_DW, 0, 1, 0, BPF_ADD },
		{ BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, verdict },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "nt_counter", "GPL", code,
			       sizeof(code) / sizeof(code[0]), NULL);

	ck_assert_int_ge(fd, 0);
	return fd;
}

/* Attaches a counter, by one of the harness's hook_attach*(); returns its map. */
static int count_at(const char *device, int verdict, int (*attach)(int prog, unsigned int ifindex))
{
	int map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "nt_count", 4, 8, 1, NULL);
	int prog = load_counter(map, verdict);

	netns_enter(&fx.host);
	ck_assert_int_eq(attach(prog, if_nametoindex(device)), 0);
	netns_leave();
	close(prog);
	return map;
}

/* Behind what is on the hook. */
static int count_frames_of(const char *device, int verdict)
{
	return count_at(device, verdict, hook_attach);
}

static uint64_t counted(int map)
{
	uint64_t value = 0;
	uint32_t key = 0;

	ck_assert_int_eq(bpf_map_lookup_elem(map, &key, &value), 0);
	return value;
}

START_TEST(other_programs_on_the_lower_go_on)
{
	int before = count_frames_of("low", GO_ON), behind;
	uint64_t first, second;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	behind = count_frames_of("low", GO_ON);
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	first = counted(before);
	second = counted(behind);
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(before), first + 1);
	ck_assert_uint_eq(counted(behind), second + 1);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(before), first + 2);
	ck_assert_uint_eq(counted(behind), second + 2);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(before), first + 3);
	ck_assert_uint_eq(counted(behind), second + 3);
	close(before);
	close(behind);
}
END_TEST

/* As on a machine where Cilium is on the card before any container starts. */
START_TEST(one_that_ends_the_row_was_there_first)
{
	int theirs = count_frames_of("low", END_ROW);
	uint64_t before;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	before = counted(theirs);
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert_uint_eq(counted(theirs), before);
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(theirs), before + 1);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, A));
	ck_assert_uint_eq(counted(theirs), before + 2);
	close(theirs);
}
END_TEST

/* What is listed as standing before macbpf's program on low. */
static uint32_t count_ahead(const char *name)
{
	struct macbpf_ahead_info info = { .sz = sizeof(info) };
	const struct macbpf_ahead *ahead = NULL;
	struct macbpf_ports *ports;
	uint32_t count = 0;

	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	while ((ahead = macbpf_ahead__next(macbpf_ports__next(ports, NULL), ahead))) {
		macbpf_ahead__info(ahead, &info);
		ck_assert_str_eq(info.name, name);
		ck_assert_uint_ne(info.prog_id, 0);
		count++;
	}
	macbpf_ports__free(ports);
	return count;
}

/* As when Cilium restarts, or another agent that wants to be first. Who else is there stays. */
START_TEST(one_that_came_before_is_passed_by_the_next_command)
{
	uint64_t before;
	int theirs;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert_uint_eq(count_ahead(""), 0);
	theirs = count_at("low", END_ROW, hook_attach_before);
	ck_assert_uint_eq(count_ahead("nt_counter"), 1);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_uint_eq(count_ahead(""), 0);
	before = counted(theirs);
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert_uint_eq(counted(theirs), before);
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(theirs), before + 1);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, A));
	ck_assert_uint_eq(counted(theirs), before + 2);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(theirs), before + 3);
	close(theirs);
}
END_TEST

/* TCX comes before all of clsact. */
START_TEST(one_that_cannot_be_passed_is_told)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .hook = MACBPF_HOOK_CLSACT };
	struct netns *host = &fx.host;
	int theirs;

	if (!hook_has_tcx())
		return;
	macbpf__close(fx.mb);
	netns_enter(host);
	expect_ok(macbpf__open(&fx.mb, &opts));
	netns_leave();
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	theirs = count_frames_of("low", END_ROW);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_uint_eq(count_ahead("nt_counter"), 1);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
	close(theirs);
}
END_TEST

/* What endpoints send leaves by the lower like what the host sends: all at its egress see it. */
START_TEST(programs_at_the_lowers_egress_see_what_endpoints_send)
{
	int theirs = count_at("low", END_ROW, hook_attach_egress);
	uint64_t before;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	before = counted(theirs);
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert_uint_eq(counted(theirs), before + 1);
	close(theirs);
}
END_TEST

/* With host access macbpf has a program there, and the same holds. What it leaves, theirs sees. */
START_TEST(one_at_the_egress_is_passed_as_well)
{
	struct macbpf_port_opts host_access = { .sz = sizeof(host_access),
						.has = MACBPF_PORT_HOST_ACCESS,
						.host_access = 1 };
	uint64_t before;
	int theirs;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	expect_ok(macbpf_port__set(fx.mb, "low", &host_access));
	fixture_mark();
	ck_assert(arrives_once(AT(&fx.host, "low"), mac_low, mac_a, A));
	theirs = count_at("low", END_ROW, hook_attach_egress);
	ck_assert(!arrives_once(AT(&fx.host, "low"), mac_low, mac_a, A));
	expect_ok(macbpf__settle(fx.mb));
	fixture_mark();
	before = counted(theirs);
	ck_assert(arrives_once(AT(&fx.host, "low"), mac_low, mac_a, A));
	ck_assert_uint_eq(counted(theirs), before);
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert(arrives_once(AT(&fx.host, "low"), mac_low, mac_all, A));
	ck_assert_uint_eq(counted(theirs), before + 2);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(arrives_once(AT(&fx.host, "low"), mac_low, mac_a, A));
	close(theirs);
}
END_TEST

/* There a firewall of the host's may stand: it sees what the container sends, and stays. */
START_TEST(one_before_ours_on_a_hostdev_stays_there)
{
	uint64_t before;
	int theirs;

	add_at("mv0", MACBPF_HOOK_AUTO, mac_a, &fx.box[0]);
	if (info_of("mv0")->kind != MACBPF_KIND_VETH)
		return;
	theirs = count_at("mb0", GO_ON, hook_attach_before);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_uint_eq(info_of("mv0")->ahead, 1);
	ck_assert_str_eq(info_of("mv0")->ahead_name, "nt_counter");
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	before = counted(theirs);
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert_uint_eq(counted(theirs), before + 1);
	close(theirs);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, other_programs_on_the_lower_go_on);
	tcase_add_test(tc, one_that_ends_the_row_was_there_first);
	tcase_add_test(tc, one_that_came_before_is_passed_by_the_next_command);
	tcase_add_test(tc, one_that_cannot_be_passed_is_told);
	tcase_add_test(tc, programs_at_the_lowers_egress_see_what_endpoints_send);
	tcase_add_test(tc, one_at_the_egress_is_passed_as_well);
	tcase_add_test(tc, one_before_ours_on_a_hostdev_stays_there);
}

int main(void)
{
	return run_suite("net: ahead", add_tests);
}
