// SPDX-License-Identifier: GPL-2.0-only
/* datapath_fake.c - programs that only hold constants and maps. */
#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "libmacbpf/datapath/datapath.h"
#include "libmacbpf/datapath/telling.h"
#include "tests/unit/fakes/fake.h"

static struct fake_map *new_map(enum mb_map kind)
{
	struct fake_map *map = calloc(1, sizeof(*map));

	if (!map)
		abort();
	map->kind = kind;
	map->shape = mb_abi4.shape[kind];
	map->id = ++fake.next_map;
	map->next = fake.maps;
	fake.maps = map;
	return map;
}

/*
 * What has failed half-way has opened some maps already: the caller closes them. What nobody runs
 * changes nothing: who only looks, loads too.
 */
int mb_datapath_load(const struct mb_config *config, struct mb_maps *maps)
{
	struct fake_prog *prog = calloc(1, sizeof(*prog));
	int err = fake_call(__func__);

	if (!prog)
		abort();
	prog->id = fake.next_prog++;
	prog->config = *config;
	prog->next = fake.progs;
	fake.progs = prog;
	for (int i = 0; i < MB_MAP_COUNT; i++) {
		if (maps->fd[i] < 0)
			maps->fd[i] = fake_open(FAKE_FD_MAP, new_map((enum mb_map)i));
		prog->map[i] = fake_object(maps->fd[i], FAKE_FD_MAP);
		if (!prog->map[i])
			return -EBADF;
		if (err && i == MB_MAP_COUNT / 2)
			return err;
	}
	return fake_open(FAKE_FD_PROG, prog);
}

static void tell_prog(const struct fake_prog *prog, struct bpf_prog_info *info)
{
	uint32_t *ids = (uint32_t *)(uintptr_t)info->map_ids;

	info->nr_map_ids = 0;
	for (uint32_t i = 0; i < MB_MAP_COUNT; i++)
		if (prog->map[i] && ids)
			ids[info->nr_map_ids++] = prog->map[i]->id;
	info->id = prog->id;
	info->type = BPF_PROG_TYPE_SCHED_CLS;
	memcpy(info->name, fake_prog_name(prog), strlen(fake_prog_name(prog)));
}

static void tell_map(const struct fake_map *map, struct bpf_map_info *info)
{
	info->id = map->id;
	info->type = map->shape.type;
	info->key_size = map->shape.key;
	info->value_size = map->shape.value;
	info->max_entries = map->shape.entries;
	info->map_flags = map->shape.flags;
	memcpy(info->name, mb_map_names[map->kind], strlen(mb_map_names[map->kind]));
}

int bpf_obj_get_info_by_fd(int fd, void *info, __u32 *len)
{
	const struct fake_prog *prog = fake_object(fd, FAKE_FD_PROG);
	const struct fake_map *map = fake_object(fd, FAKE_FD_MAP);
	int err = prog ? fake_call(__func__) : 0;

	(void)len;
	if (err || (!prog && !map))
		return err ? err : -EBADF;
	if (prog)
		tell_prog(prog, info);
	else
		tell_map(map, info);
	return 0;
}

int bpf_prog_get_fd_by_id(__u32 id)
{
	int err = fake_call(__func__);

	for (struct fake_prog *prog = fake.progs; !err && prog; prog = prog->next)
		if (prog->id == id && fake_prog_lives(prog))
			return fake_open(FAKE_FD_PROG, prog);
	return err ? err : -ENOENT;
}

/* Of a port's maps one fails for all: some are open by then. */
int bpf_map_get_fd_by_id(__u32 id)
{
	struct fake_map *map = fake.maps;
	int err;

	while (map && map->id != id)
		map = map->next;
	if (!map)
		return -ENOENT;
	err = map->kind == MB_MAP_COUNT / 2 ? fake_call(__func__) : 0;
	return err ? err : fake_open(FAKE_FD_MAP, map);
}

/* What tells says nothing: the frame goes on. */
int mb_telling_run(const struct mb_config *config, const struct mb_maps *maps,
		   const struct mb_telling_frame *frame, struct mb_telling *out)
{
	(void)config;
	(void)maps;
	(void)frame;
	memset(out, 0, sizeof(*out));
	out->reason = MB_R_NONE;
	return fake_call(__func__);
}
