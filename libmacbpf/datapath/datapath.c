// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* datapath.c - loading the programs; the only file that knows the skeletons of what devices run. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/own.h"
#include "datapath/datapath.h"
#include "datapath/hush.h"
#include "datapath/object.h"
#include "datapath/prog.h"
#include "macbpf.skel.h"
#include "macbpf_traced.skel.h"

static int dup_fd(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -errno : copy;
}

/* A map that this program doesn't read must live as long as the program all the same. */
static int keep_maps(struct bpf_object *obj, int prog_fd, struct mb_maps *maps)
{
	int err = 0;

	for (int i = 0; !err && i < MB_MAP_COUNT; i++)
		err = bpf_prog_bind_map(prog_fd, bpf_map__fd(mb_object_map(obj, i)), NULL);
	for (int i = 0; !err && i < MB_MAP_COUNT; i++) {
		if (maps->fd[i] >= 0)
			continue;
		maps->fd[i] = dup_fd(bpf_map__fd(mb_object_map(obj, i)));
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

/* `place` is where the object has its constants. */
static int load(struct bpf_object *obj, void *place, const struct mb_config *config,
		struct mb_maps *maps)
{
	const struct mb_constants constants = mb_constants_of(config);
	struct bpf_program *prog = mb_object_choose(obj, config);
	int err, fd;

	memcpy(place, &constants, sizeof(constants));
	err = mb_object_reuse(obj, maps) ?: bpf_object__load(obj);
	if (err)
		return err;
	fd = bpf_program__fd(prog);
	return keep_maps(obj, fd, maps) ?: expect_name(fd) ?: dup_fd(fd);
}

static int load_plain(const struct mb_config *config, struct mb_maps *maps)
{
	struct macbpf_bpf *skel = macbpf_bpf__open();
	int fd = -errno;

	if (skel)
		fd = load(skel->obj, (void *)&skel->rodata->mb_cfg, config, maps);
	macbpf_bpf__destroy(skel);
	return fd;
}

static void keep_door(struct mb_doors *doors, int door_fd)
{
	int fd = doors && doors->count < ARRAY_SIZE(doors->fd) ? dup_fd(door_fd) : -1;

	if (fd >= 0)
		doors->fd[doors->count++] = fd;
}

static int load_traced(const struct mb_config *config, struct mb_maps *maps)
{
	struct macbpf_traced_bpf *skel = macbpf_traced_bpf__open();
	int fd = -errno;

	if (skel)
		fd = load(skel->obj, (void *)&skel->rodata->mb_cfg, config, maps);
	if (fd >= 0)
		keep_door(maps->doors, bpf_map__fd(skel->maps.mb_door));
	macbpf_traced_bpf__destroy(skel);
	return fd;
}

int mb_datapath_load(const struct mb_config *config, struct mb_maps *maps)
{
	int fd;

	mb_hush_begin();
	fd = config->features & MB_F_TRACED ? load_traced(config, maps) : load_plain(config, maps);
	mb_hush_end();
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
