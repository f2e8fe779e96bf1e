// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* datapath.c - loading the programs; the only file that knows the skeleton. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/own.h"
#include "datapath/datapath.h"
#include "datapath/prog.h"
#include "macbpf.skel.h"

static int quiet(enum libbpf_print_level level, const char *fmt, va_list args)
{
	(void)level;
	(void)fmt;
	(void)args;
	return 0;
}

/* The maps of the skeleton by enum mb_map. */
static struct bpf_map *skel_map(struct macbpf_bpf *skel, int map)
{
	struct bpf_map *maps[MB_MAP_COUNT] = {
#define MB_MAP_SKEL(id, name, kind, entries, key, value) [MB_MAP_##id] = skel->maps.mb_##name,
		MB_MAPS(MB_MAP_SKEL)
#undef MB_MAP_SKEL
	};

	return maps[map];
}

static int reuse_maps(struct macbpf_bpf *skel, const struct mb_maps *maps)
{
	int err = 0;

	for (int i = 0; !err && i < MB_MAP_COUNT; i++)
		if (maps->fd[i] >= 0)
			err = bpf_map__reuse_fd(skel_map(skel, i), maps->fd[i]);
	return err;
}

static struct bpf_program *choose_program(struct macbpf_bpf *skel, const struct mb_config *config)
{
	bool groups = config->features & MB_F_GROUPS;
	bool guarded = config->features & (MB_F_GUARD | MB_F_ISOLATED);
	struct bpf_program *const entries[] = {
		[MB_ENTRY_LOWER] =
			groups ? skel->progs.mb_lower_ingress_groups : skel->progs.mb_lower_ingress,
		[MB_ENTRY_ENDPOINT] = guarded  ? skel->progs.mb_endpoint_ingress_guarded
				      : groups ? skel->progs.mb_endpoint_ingress_groups
					       : skel->progs.mb_endpoint_ingress,
		[MB_ENTRY_CLOSED] = skel->progs.mb_closed,
		[MB_ENTRY_HOST] =
			groups ? skel->progs.mb_lower_egress_groups : skel->progs.mb_lower_egress,
	};
	struct bpf_program *chosen = entries[config->entry], *prog;

	bpf_object__for_each_program(prog, skel->obj)
		bpf_program__set_autoload(prog, prog == chosen);
	return chosen;
}

static int dup_fd(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -errno : copy;
}

/* A map that this program doesn't read must live as long as the program all the same. */
static int keep_maps(struct macbpf_bpf *skel, int prog_fd, struct mb_maps *maps)
{
	int err = 0;

	for (int i = 0; !err && i < MB_MAP_COUNT; i++)
		err = bpf_prog_bind_map(prog_fd, bpf_map__fd(skel_map(skel, i)), NULL);
	for (int i = 0; !err && i < MB_MAP_COUNT; i++) {
		if (maps->fd[i] >= 0)
			continue;
		maps->fd[i] = dup_fd(bpf_map__fd(skel_map(skel, i)));
		if (maps->fd[i] < 0)
			err = maps->fd[i];
	}
	return err;
}

/*
 * libbpf asks the kernel once in a process whether programs may have names, and gives none ever
 * after if that fails. What has no name is not found again.
 */
static int expect_name(int prog_fd)
{
	int has = mb_prog_has_name(prog_fd);

	if (has < 0)
		return has;
	return has ? 0 : -EAGAIN;
}

static int load(struct macbpf_bpf *skel, const struct mb_config *config, struct mb_maps *maps)
{
	const struct mb_constants constants = mb_constants_of(config);
	struct bpf_program *prog = choose_program(skel, config);
	int err, fd;

	memcpy((void *)&skel->rodata->mb_cfg, &constants, sizeof(constants));
	err = reuse_maps(skel, maps) ?: macbpf_bpf__load(skel);
	if (err)
		return err;
	fd = bpf_program__fd(prog);
	return keep_maps(skel, fd, maps) ?: expect_name(fd) ?: dup_fd(fd);
}

/*
 * libbpf prints what goes wrong to stderr, and its switch for that is one for the whole process:
 * it is put back as it was. The kernel's number says enough.
 */
int mb_datapath_load(const struct mb_config *config, struct mb_maps *maps)
{
	libbpf_print_fn_t print = libbpf_set_print(quiet);
	struct macbpf_bpf *skel = macbpf_bpf__open();
	int fd = -errno;

	if (skel) {
		fd = load(skel, config, maps);
		macbpf_bpf__destroy(skel);
	}
	libbpf_set_print(print);
	return fd;
}

int mb_datapath_load_probe(void)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};

	return bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, MB_PROBE_PROG, "Dual BSD/GPL", insns,
			     ARRAY_SIZE(insns), NULL);
}

/* libbpf takes any refusal but that of the helper for a yes. */
bool mb_datapath_has_helper(uint32_t helper)
{
	return libbpf_probe_bpf_helper(BPF_PROG_TYPE_SCHED_CLS, (enum bpf_func_id)helper, NULL) > 0;
}
