// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* prog.c - programs that are loaded: their numbers, and the maps that they lead to. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/prog.h"

#define PROG_MAPS_MAX 64 /* more than ours: a newer library may have others */

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

int mb_prog_maps(int prog_fd, struct mb_maps *maps)
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

int mb_prog_id(int prog_fd, uint32_t *id)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	if (!err)
		*id = info.id;
	return err;
}

int mb_prog_open(uint32_t id)
{
	return bpf_prog_get_fd_by_id(id);
}

int mb_prog_is_named(uint32_t id, const char *name)
{
	mb_auto_close int fd = mb_prog_open(id);
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	if (fd < 0)
		return fd;
	err = bpf_obj_get_info_by_fd(fd, &info, &len);
	return err ?: !strcmp(info.name, name);
}

int mb_prog_is_jited(int prog_fd)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	return err ?: info.jited_prog_len > 0;
}
