// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* telling.c - what a program would do with a frame, by its sibling that only tells. */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/pkt_cls.h>
#include <string.h>

#include "common/own.h"
#include "datapath/hush.h"
#include "datapath/object.h"
#include "datapath/telling.h"
#include "macbpf_tell.skel.h"

/* The decision is left where a program of tests leaves it. Returns the fd, which `skel` owns. */
static int load(struct macbpf_tell_bpf *skel, const struct mb_config *config,
		const struct mb_maps *maps)
{
	struct mb_config telling = *config;
	struct mb_constants constants;
	struct bpf_program *chosen = mb_object_choose(skel->obj, config);
	int err;

	telling.features |= MB_F_TRACE;
	constants = mb_constants_of(&telling);
	memcpy((void *)&skel->rodata->mb_cfg, &constants, sizeof(constants));
	err = mb_object_reuse(skel->obj, maps) ?: macbpf_tell_bpf__load(skel);
	return err ?: bpf_program__fd(chosen);
}

/*
 * The context of a test run can't say that a frame has a tag: a program in front puts it there, and
 * goes on to the one in `next`.
 */
static int load_tagging(int next, const struct mb_telling_frame *frame)
{
	const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 6, .src_reg = 1 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 2, .imm = htons(frame->tag) },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = frame->tag_tci },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_skb_vlan_push },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 1, .src_reg = 6 },
		{ .code = BPF_LD | BPF_IMM | BPF_DW,
		  .dst_reg = 2,
		  .src_reg = BPF_PSEUDO_MAP_FD,
		  .imm = next },
		{ 0 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3 },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_tail_call },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = TC_ACT_SHOT },
		{ .code = BPF_JMP | BPF_EXIT },
	};

	return bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "mb_tag", "Dual BSD/GPL", code,
			     ARRAY_SIZE(code), NULL);
}

static int run_opened(int fd, struct bpf_test_run_opts *opts)
{
	return bpf_prog_test_run_opts(fd, opts) ? -errno : 0;
}

/* The kernel empties the array when nobody here has it open any more. */
static int run_tagged(int fd, const struct mb_telling_frame *frame, struct bpf_test_run_opts *opts)
{
	mb_auto_close int next =
		bpf_map_create(BPF_MAP_TYPE_PROG_ARRAY, "mb_tagged", 4, 4, 1, NULL);
	mb_auto_close int front = next < 0 ? next : load_tagging(next, frame);
	uint32_t zero = 0;
	int err;

	if (front < 0)
		return front;
	err = bpf_map_update_elem(next, &zero, &fd, BPF_ANY);
	return err ?: run_opened(front, opts);
}

static int run(int fd, const struct mb_telling_frame *frame, struct mb_telling *out)
{
	struct __sk_buff ctx = { .ifindex = frame->ifindex }, after;
	uint8_t data[MB_TELLING_MAX + 4]; /* or the kernel has no place for what it was */
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame->data, .data_size_in = frame->len,
		    .data_out = data, .data_size_out = sizeof(data), .ctx_in = &ctx,
		    .ctx_size_in = sizeof(ctx), .ctx_out = &after, .ctx_size_out = sizeof(after));
	int err = frame->tag ? run_tagged(fd, frame, &opts) : run_opened(fd, &opts);

	if (err)
		return err;
	if ((int)opts.retval != TC_ACT_UNSPEC)
		return -EBADE;
	out->act = after.cb[MB_TRACE_ACT];
	out->target = after.cb[MB_TRACE_TARGET];
	out->reason = after.cb[MB_TRACE_REASON];
	out->peer = after.cb[MB_TRACE_PEER];
	return 0;
}

static int tell(struct macbpf_tell_bpf *skel, const struct mb_config *config,
		const struct mb_maps *maps, const struct mb_telling_frame *frame,
		struct mb_telling *out)
{
	uint32_t zero = 0;
	int fd = load(skel, config, maps);

	if (fd < 0)
		return fd;
	return run(fd, frame, out)
		       ?: bpf_map_lookup_elem(bpf_map__fd(skel->maps.mb_told), &zero, &out->told);
}

int mb_telling_run(const struct mb_config *config, const struct mb_maps *maps,
		   const struct mb_telling_frame *frame, struct mb_telling *out)
{
	struct macbpf_tell_bpf *skel;
	int err;

	mb_hush_begin();
	skel = macbpf_tell_bpf__open();
	err = -errno;
	if (skel) {
		err = tell(skel, config, maps, frame, out);
		macbpf_tell_bpf__destroy(skel);
	}
	mb_hush_end();
	return err;
}
