// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * turn.c - the line in which the writers of a network namespace wait for their turn.
 *
 * The kernel keeps a list of each netns' sk_lookup programs, in the order in which they came, and
 * a BPF link takes its program off that list when it dies with its holder. A program that leaves
 * every socket alone is a place in a line, then. To get one takes CAP_NET_ADMIN and CAP_BPF of the
 * whole machine: neither does a user have these, nor root of a container.
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/own.h"
#include "datapath/turn.h"

#define NAME   "mb_turn"
#define PLACES 64 /* the kernel has no more for a netns */

_Static_assert(sizeof(((struct mb_turn *)0)->tag) == BPF_TAG_SIZE, "the kernel's tags");

/*
 * Not by libbpf: it asks the kernel first whether programs may have names, and drops the name if
 * that fails. Who has no name is not seen by the others in the line.
 */
static int load(void)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = SK_PASS },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	static const char license[] = "Dual BSD/GPL";
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_SK_LOOKUP,
		.expected_attach_type = BPF_SK_LOOKUP,
		.insns = (uintptr_t)insns,
		.insn_cnt = ARRAY_SIZE(insns),
		.license = (uintptr_t)license,
		.prog_name = NAME,
	};
	long fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));

	return fd < 0 ? -errno : (int)fd;
}

static int info_of(int prog_fd, struct bpf_prog_info *info)
{
	uint32_t len = sizeof(*info);

	memset(info, 0, len);
	return bpf_obj_get_info_by_fd(prog_fd, info, &len);
}

int mb_turn_ask(int netns_fd, struct mb_turn *turn)
{
	mb_auto_close int prog_fd = load();
	struct bpf_prog_info info;
	int err;

	if (prog_fd < 0)
		return prog_fd;
	err = info_of(prog_fd, &info);
	if (err)
		return err;
	turn->id = info.id;
	memcpy(turn->tag, info.tag, sizeof(turn->tag));
	turn->fd = bpf_link_create(prog_fd, netns_fd, BPF_SK_LOOKUP, NULL);
	if (turn->fd >= 0)
		return 0;
	err = turn->fd;
	turn->fd = -1;
	return err;
}

/* 1: it is one; 0: it is somebody's program, or gone. */
static int is_place(uint32_t id, const struct mb_turn *turn)
{
	mb_auto_close int fd = bpf_prog_get_fd_by_id(id);
	struct bpf_prog_info info;
	int err;

	if (fd == -ENOENT || fd == -EACCES)
		return 0;
	if (fd < 0)
		return fd;
	err = info_of(fd, &info);
	return err ?: !strcmp(info.name, NAME) && !memcmp(info.tag, turn->tag, BPF_TAG_SIZE);
}

int mb_turn_first(int netns_fd, const struct mb_turn *turn, uint32_t *first)
{
	uint32_t ids[PLACES], count = PLACES;
	int err, is = 0;

	err = bpf_prog_query(netns_fd, BPF_SK_LOOKUP, 0, NULL, ids, &count);
	if (err)
		return err;
	for (uint32_t i = 0; i < count; i++) {
		is = ids[i] == turn->id ? 1 : is_place(ids[i], turn);
		if (is < 0)
			return is;
		if (!is)
			continue;
		*first = ids[i];
		return 0;
	}
	return -ENOLINK;
}

/* If the kernel would not, the place goes with the last copy. */
void mb_turn_leave(int fd)
{
	bpf_link_detach(fd);
}

void mb_turn_end(struct mb_turn *turn)
{
	if (turn->fd >= 0)
		mb_turn_leave(turn->fd);
	mb_close_fd(&turn->fd);
	*turn = MB_TURN_NONE;
}
