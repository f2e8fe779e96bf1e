// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* load.c - loading the programs; the only file that knows the skeleton. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/own.h"
#include "datapath/datapath.h"
#include "macbpf.skel.h"

#define PROG_MAPS_MAX 64 /* more than ours: a newer library may have others */

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

static struct bpf_program *choose_program(struct macbpf_bpf *skel, enum mb_entry entry)
{
	struct bpf_program *chosen = entry == MB_ENTRY_LOWER ? skel->progs.mb_lower_ingress
							     : skel->progs.mb_endpoint_ingress;
	struct bpf_program *prog;

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

static int load(struct macbpf_bpf *skel, const struct mb_config *config, struct mb_maps *maps)
{
	const struct mb_constants constants = mb_constants_of(config);
	struct bpf_program *prog = choose_program(skel, config->entry);
	int err;

	memcpy((void *)&skel->rodata->mb_cfg, &constants, sizeof(constants));
	err = reuse_maps(skel, maps) ?: macbpf_bpf__load(skel);
	if (err)
		return err;
	return keep_maps(skel, bpf_program__fd(prog), maps) ?: dup_fd(bpf_program__fd(prog));
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

/* Another version's map may hold others than ours; nothing is read from it then. */
static const struct {
	uint32_t key, value;
} sizes[MB_MAP_COUNT] = {
#define MB_MAP_SIZES(id, name, kind, entries, key, value)                                          \
	[MB_MAP_##id] = { sizeof(key), sizeof(value) },
	MB_MAPS(MB_MAP_SIZES)
#undef MB_MAP_SIZES
};

static int take_map(int fd, struct mb_maps *maps)
{
	struct bpf_map_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(fd, &info, &len);
	if (err)
		return err;
	for (int i = 0; i < MB_MAP_COUNT; i++) {
		if (maps->fd[i] >= 0 || strcmp(info.name, mb_map_names[i]))
			continue;
		if (info.key_size != sizes[i].key || info.value_size != sizes[i].value)
			return -EPROTO;
		maps->fd[i] = fd;
		if (i == MB_MAP_PORT)
			maps->id = info.id;
		return 1;
	}
	return 0;
}

static int open_maps(const uint32_t *ids, uint32_t count, struct mb_maps *maps)
{
	int fd, taken;

	for (uint32_t i = 0; i < count; i++) {
		fd = bpf_map_get_fd_by_id(ids[i]);
		if (fd < 0)
			return fd;
		taken = take_map(fd, maps);
		if (taken != 1)
			close(fd);
		if (taken < 0)
			return taken;
	}
	return 0;
}

int mb_datapath_maps(int prog_fd, struct mb_maps *maps)
{
	uint32_t ids[PROG_MAPS_MAX];
	struct bpf_prog_info info = { .nr_map_ids = PROG_MAPS_MAX, .map_ids = (uintptr_t)ids };
	uint32_t len = sizeof(info);
	struct mb_maps found = MB_MAPS_NONE;
	int err;

	err = bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	if (err)
		return err;
	err = open_maps(ids, info.nr_map_ids < PROG_MAPS_MAX ? info.nr_map_ids : PROG_MAPS_MAX,
			&found);
	for (int i = 0; !err && i < MB_MAP_COUNT; i++)
		if (found.fd[i] < 0)
			err = -EPROTO;
	if (err)
		mb_maps_close(&found);
	else
		*maps = found;
	return err;
}

int mb_datapath_id(int prog_fd, uint32_t *id)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	if (!err)
		*id = info.id;
	return err;
}

int mb_datapath_open(uint32_t id)
{
	return bpf_prog_get_fd_by_id(id);
}

int mb_datapath_is_named(uint32_t id, const char *name)
{
	mb_auto_close int fd = mb_datapath_open(id);
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	if (fd < 0)
		return fd;
	err = bpf_obj_get_info_by_fd(fd, &info, &len);
	return err ?: !strcmp(info.name, name);
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

int mb_datapath_is_jited(int prog_fd)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	return err ?: info.jited_prog_len > 0;
}
