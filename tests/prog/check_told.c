// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_told.c - who tells changes nothing: the kernel's verifier says so.
 *
 * The programs are loaded over maps which no program may write, and may call nothing that moves a
 * frame. What each of them decides is told by check_prog, of all its rows.
 *
 * guards: bpf/act bpf/tell
 */
#include <err.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bpf/abi/abi.h"
#include "tests/harness/runner.h"
#include "macbpf.skel.h"
#include "macbpf_tell.skel.h"

#define MOST (MB_F_BRIDGE | MB_F_SOURCES | MB_F_DIRECTED | MB_F_TRACE)

static const struct load {
	const char *prog;
	uint32_t features;
} loads[] = {
	{ "mb_lower_ingress", MOST | MB_F_VLANS | MB_F_HOST | MB_F_LEARNT },
	{ "mb_lower_ingress", MB_F_PASSTHRU | MB_F_TRACE },
	{ "mb_lower_ingress_groups", MOST | MB_F_GROUPS | MB_F_HOST },
	{ "mb_lower_egress", MB_F_HOST | MB_F_LEARNT | MB_F_TRACE },
	{ "mb_lower_egress_groups", MB_F_HOST | MB_F_GROUPS | MB_F_TRACE },
	{ "mb_endpoint_ingress", MB_F_TRACE },
	{ "mb_endpoint_ingress", MOST | MB_F_HOST | MB_F_LEARNT | MB_F_LEARNS | MB_F_XMIT },
	{ "mb_endpoint_ingress_groups", MOST | MB_F_GROUPS | MB_F_HOST },
	{ "mb_endpoint_ingress_guarded",
	  MB_F_BRIDGE | MB_F_GUARD | MB_F_GUARD_IP | MB_F_ISOLATED | MB_F_TRACE },
	{ "mb_endpoint_ingress_limited",
	  MB_F_BRIDGE | MB_F_GUARD | MB_F_GUARD_IP | MB_F_GROUP_RATE | MB_F_PACED | MB_F_TRACE },
	{ "mb_closed", MB_F_TRACE },
};

/* What mb_groups holds; libbpf 1.5 crashes when asked to change its own idea of that. */
static void forbid_writing_inner(struct bpf_map *map)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
	int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "sets", sizeof(uint32_t),
				sizeof(struct mb_group_set), MB_GROUP_SETS, &opts);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bpf_map__set_inner_map_fd(map, fd), 0);
}

/* Not a map of devices, nor one whose entries have a lock: these can't be made so. */
static void forbid_writing(struct bpf_object *obj)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, obj)
	{
		if (bpf_map__is_internal(map) || !strcmp(bpf_map__name(map), "mb_told") ||
		    !strcmp(bpf_map__name(map), "mb_group_lists"))
			continue;
		if (bpf_map__type(map) == BPF_MAP_TYPE_ARRAY_OF_MAPS)
			forbid_writing_inner(map);
		else if (bpf_map__type(map) != BPF_MAP_TYPE_DEVMAP_HASH)
			bpf_map__set_map_flags(map, bpf_map__map_flags(map) | BPF_F_RDONLY_PROG);
	}
}

/* Of one program alone. 0, or the errno of the verifier's refusal. */
static int load(struct bpf_object *obj, struct mb_constants *constants, const struct load *load,
		bool may_write)
{
	const struct mb_config config = { .lower = 1, .features = load->features };
	struct bpf_program *prog;

	*constants = mb_constants_of(&config);
	bpf_object__for_each_program(prog, obj)
		bpf_program__set_autoload(prog, !strcmp(bpf_program__name(prog), load->prog));
	if (!may_write)
		forbid_writing(obj);
	return bpf_object__load(obj);
}

static bool moves_frames(int32_t helper)
{
	switch (helper) {
	case BPF_FUNC_redirect:
	case BPF_FUNC_redirect_peer:
	case BPF_FUNC_redirect_neigh:
	case BPF_FUNC_clone_redirect:
	case BPF_FUNC_skb_set_tstamp:
		return true;
	default:
		return false;
	}
}

/* Once it is loaded, with all functions that it calls: such a call has another source register. */
static int calls_that_move(const struct bpf_object *obj, const char *name)
{
	const struct bpf_program *prog = bpf_object__find_program_by_name(obj, name);
	const struct bpf_insn *insn = bpf_program__insns(prog);
	int calls = 0;

	for (size_t i = 0; i < bpf_program__insn_cnt(prog); i++)
		calls += insn[i].code == (BPF_JMP | BPF_CALL) && !insn[i].src_reg &&
			 moves_frames(insn[i].imm);
	return calls;
}

START_TEST(who_tells_does_nothing)
{
	struct macbpf_tell_bpf *skel = macbpf_tell_bpf__open();

	ck_assert_ptr_nonnull(skel);
	ck_assert_msg(!load(skel->obj, &skel->rodata->mb_cfg, &loads[_i], false),
		      "%s: writes into what it is to tell of", loads[_i].prog);
	ck_assert_int_eq(calls_that_move(skel->obj, loads[_i].prog), 0);
	macbpf_tell_bpf__destroy(skel);
}
END_TEST

static int ignore(enum libbpf_print_level level, const char *fmt, va_list args)
{
	(void)level;
	(void)fmt;
	(void)args;
	return 0;
}

/* Else the test above would prove nothing. But for the last one, which drops. */
START_TEST(who_acts_does)
{
	struct macbpf_bpf *skel = macbpf_bpf__open();

	ck_assert_ptr_nonnull(skel);
	libbpf_set_print(ignore);
	ck_assert_msg(load(skel->obj, &skel->rodata->mb_cfg, &loads[_i], false),
		      "%s: doesn't even count", loads[_i].prog);
	macbpf_bpf__destroy(skel);
	skel = macbpf_bpf__open();
	ck_assert_int_eq(load(skel->obj, &skel->rodata->mb_cfg, &loads[_i], true), 0);
	ck_assert_int_gt(calls_that_move(skel->obj, loads[_i].prog) +
				 !strcmp(loads[_i].prog, "mb_closed"),
			 0);
	macbpf_bpf__destroy(skel);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("told");
	TCase *tc = tcase_create("told");

	if (geteuid()) {
		fprintf(stderr, "check_told: skipped: needs root\n");
		return 77;
	}
	tcase_add_loop_test(tc, who_tells_does_nothing, 0, sizeof(loads) / sizeof(loads[0]));
	tcase_add_loop_test(tc, who_acts_does, 0, sizeof(loads) / sizeof(loads[0]));
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
