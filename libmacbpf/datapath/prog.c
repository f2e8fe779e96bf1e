// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* prog.c - programs that are loaded: their numbers, and the maps that they lead to. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/contract.h"
#include "datapath/prog.h"

#define PROG_MAPS_MAX 64 /* more than ours: a newer library may have others */

/*
 * What a program leads to, before any of it is believed: whoever may load programs may call theirs
 * and their maps as ours, and give them any shape.
 */
struct found {
	struct mb_maps maps;
	struct mb_shape shape[MB_MAP_COUNT];
};

static bool is_wanted(const struct found *found, enum mb_map map, const char *name)
{
	return found->maps.fd[map] < 0 && !strcmp(name, mb_map_names[map]);
}

/* 1: it is one of a port's, by its name; 0: it isn't. */
static int take_map(int fd, struct found *found)
{
	struct bpf_map_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(fd, &info, &len);
	if (err)
		return err;
	for (int i = 0; i < MB_MAP_COUNT; i++) {
		if (!is_wanted(found, (enum mb_map)i, info.name))
			continue;
		found->maps.fd[i] = fd;
		found->shape[i] = (struct mb_shape){
			.type = info.type,
			.key = info.key_size,
			.value = info.value_size,
			.entries = info.max_entries,
			.flags = info.map_flags,
		};
		if (i == MB_MAP_PORT)
			found->maps.id = info.id;
		return 1;
	}
	return 0;
}

static int open_map(uint32_t id, struct found *found)
{
	int fd = bpf_map_get_fd_by_id(id);
	int taken;

	if (fd < 0)
		return fd;
	taken = take_map(fd, found);
	if (taken != 1)
		close(fd);
	return taken < 0 ? taken : 0;
}

/* Its beginning, however large it is; -ENOMSG: it is of no shape of ours. */
static int read_begin(const struct found *found, enum mb_map map, void *begin, uint32_t size)
{
	const struct mb_shape *shape = &found->shape[map];
	mb_auto_free void *value = NULL;
	uint32_t key = 0;
	int err;

	if (!mb_contract_is_single(shape, size))
		return -ENOMSG;
	value = calloc(1, shape->value);
	if (!value)
		return -ENOMEM;
	err = bpf_map_lookup_elem(found->maps.fd[map], &key, value);
	memcpy(begin, value, size);
	return err;
}

/* Records say by themselves how they are made; of another table only a known contract does. */
static void keep_records(struct mb_maps *maps)
{
	for (int i = 0; i < MB_MAP_COUNT; i++)
		if (i != MB_MAP_PORT && i != MB_MAP_RECORD && i != MB_MAP_ENDPOINTS) {
			mb_close_fd(&maps->fd[i]);
			maps->fd[i] = -1;
		}
}

/* The number comes first in mb_port, of every contract. */
static int judge(struct found *found)
{
	const struct mb_contract *contract;
	int err = read_begin(found, MB_MAP_PORT, &found->maps.abi, sizeof(found->maps.abi));

	if (err)
		return err;
	contract = mb_contract_of(found->maps.abi);
	if (contract && !mb_contract_is_kept(contract, found->shape))
		return -ENOMSG;
	found->maps.unknown = !contract || !mb_contract_is_whole(contract, found->shape);
	if (!found->maps.unknown)
		return 0;
	if (!contract)
		keep_records(&found->maps);
	err = read_begin(found, MB_MAP_RECORD, &found->maps.head, sizeof(found->maps.head));
	return err == -ENOMSG ? 0 : err;
}

static bool has_all(const struct found *found)
{
	for (int i = 0; i < MB_MAP_COUNT; i++)
		if (found->maps.fd[i] < 0)
			return false;
	return true;
}

/*
 * The kernel tells them in the order in which a program uses them, and those last that are bound to
 * it. A program with a door uses that first (../bpf/traced/ends.h), so from behind all others are
 * found before it: to open and close it may be what keeps it in the kernel for ever (tracing.h).
 */
static int open_maps(int prog_fd, struct found *found)
{
	uint32_t ids[PROG_MAPS_MAX];
	struct bpf_prog_info info = { .nr_map_ids = PROG_MAPS_MAX, .map_ids = (uintptr_t)ids };
	uint32_t len = sizeof(info);
	int err = bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	uint32_t left = info.nr_map_ids < PROG_MAPS_MAX ? info.nr_map_ids : PROG_MAPS_MAX;

	while (!err && left && !has_all(found))
		err = open_map(ids[--left], found);
	return err;
}

int mb_prog_maps(int prog_fd, struct mb_maps *maps)
{
	struct found found = { .maps = MB_MAPS_NONE };
	int err = open_maps(prog_fd, &found) ?: judge(&found);

	if (err)
		mb_maps_close(&found.maps);
	else
		*maps = found.maps;
	return err;
}

static int get_info(int prog_fd, struct bpf_prog_info *info)
{
	uint32_t len = sizeof(*info);

	*info = (struct bpf_prog_info){ 0 };
	return bpf_obj_get_info_by_fd(prog_fd, info, &len);
}

int mb_prog_id(int prog_fd, uint32_t *id)
{
	struct bpf_prog_info info;
	int err = get_info(prog_fd, &info);

	if (!err)
		*id = info.id;
	return err;
}

int mb_prog_tag(int prog_fd, uint8_t tag[MB_PROG_TAG_LEN])
{
	struct bpf_prog_info info;
	int err = get_info(prog_fd, &info);

	if (!err)
		memcpy(tag, info.tag, MB_PROG_TAG_LEN);
	return err;
}

int mb_prog_is_same_build(int prog_fd, int other_fd)
{
	uint8_t tag[MB_PROG_TAG_LEN], other[MB_PROG_TAG_LEN];
	int err = mb_prog_tag(prog_fd, tag) ?: mb_prog_tag(other_fd, other);

	return err ?: !memcmp(tag, other, sizeof(tag));
}

const char *mb_prog_entry_name(uint32_t entry)
{
	static const char *const names[] = {
		[MB_ENTRY_LOWER] = MB_NAME_LOWER_PROG,
		[MB_ENTRY_ENDPOINT] = MB_NAME_ENDPOINT_PROG,
		[MB_ENTRY_CLOSED] = MB_NAME_CLOSED_PROG,
		[MB_ENTRY_HOST] = MB_NAME_HOST_PROG,
		[MB_ENTRY_PACED] = MB_NAME_PACED_PROG,
	};

	return names[entry];
}

int mb_prog_open(uint32_t id)
{
	return bpf_prog_get_fd_by_id(id);
}

static bool is_named(const struct bpf_prog_info *info, const char *name)
{
	return info->type == BPF_PROG_TYPE_SCHED_CLS && !strcmp(info->name, name);
}

/* Hostdevs are ours, and many: there the name does, unless it leads to a port. */
int mb_prog_is(uint32_t id, const char *name)
{
	mb_auto_close int fd = mb_prog_open(id);
	struct mb_maps maps = MB_MAPS_NONE;
	struct bpf_prog_info info;
	int err;

	if (fd < 0)
		return fd;
	err = get_info(fd, &info);
	if (err || !is_named(&info, name))
		return err;
	if (!strcmp(name, MB_NAME_LOWER_PROG) || !strcmp(name, MB_NAME_HOST_PROG))
		err = mb_prog_maps(fd, &maps);
	mb_maps_close(&maps);
	return err ?: 1;
}

void mb_prog_name(uint32_t id, char name[MB_PROG_NAME_LEN])
{
	mb_auto_close int fd = mb_prog_open(id);
	struct bpf_prog_info info;

	*name = '\0';
	if (fd >= 0 && !get_info(fd, &info))
		memcpy(name, info.name, MB_PROG_NAME_LEN);
}

int mb_prog_has_name(int prog_fd)
{
	struct bpf_prog_info info;
	int err = get_info(prog_fd, &info);

	return err ?: *info.name != '\0';
}

int mb_prog_is_jited(int prog_fd)
{
	struct bpf_prog_info info;
	int err = get_info(prog_fd, &info);

	return err ?: info.jited_prog_len > 0;
}
