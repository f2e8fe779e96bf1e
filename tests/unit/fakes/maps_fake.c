// SPDX-License-Identifier: GPL-2.0-only
/* maps_fake.c - libbpf's calls on maps, over maps in memory; maps.c itself is the real one. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "libmacbpf/datapath/maps.h"
#include "libmacbpf/datapath/shared.h"
#include "tests/unit/fakes/fake.h"

#define FAKE_CPUS 1

enum kind { ARRAY, PERCPU_ARRAY, ARRAY_OF_MAPS, HASH, DEVMAP_HASH };

static const struct {
	size_t key, room;
	bool array;
} shapes[MB_MAP_COUNT] = {
#define MB_MAP_SHAPE(id, name, kind, entries, key, value)                                          \
	[MB_MAP_##id] = { sizeof(key), entries, (kind) < HASH },
	MB_MAPS(MB_MAP_SHAPE)
#undef MB_MAP_SHAPE
};

static struct fake_entry *find(const struct fake_map *map, const void *key)
{
	for (size_t i = 0; i < map->count; i++)
		if (!memcmp(map->entry[i].key, key, shapes[map->kind].key))
			return &map->entry[i];
	return NULL;
}

static struct fake_entry *append(struct fake_map *map, const void *key)
{
	struct fake_entry *more = realloc(map->entry, (map->count + 1) * sizeof(*more));

	if (!more)
		abort();
	map->entry = more;
	more += map->count++;
	memset(more, 0, sizeof(*more));
	memcpy(more->key, key, shapes[map->kind].key);
	return more;
}

static size_t room(const struct fake_map *map)
{
	return map->kind == MB_MAP_SOURCES ? fake.sources_max : shapes[map->kind].room;
}

/* As much as the kernel would read and write, which is told by the map's shape. */
static size_t size_of(const struct fake_map *map)
{
	size_t size = map->shape.value;

	return map->shape.type == BPF_MAP_TYPE_PERCPU_ARRAY ? (size + 7) / 8 * 8 * FAKE_CPUS : size;
}

static size_t size_kept(const struct fake_map *map)
{
	size_t size = size_of(map), ours = sizeof(((struct fake_entry *)0)->value);

	return size < ours ? size : ours;
}

static void give(const struct fake_map *map, const struct fake_entry *entry, void *value)
{
	memset(value, 0, size_of(map));
	if (entry)
		memcpy(value, entry->value, size_kept(map));
}

/* As libbpf 1: the error is returned, and in errno. */
static int result(int err)
{
	if (err)
		errno = -err;
	return err;
}

int bpf_map_lookup_elem(int fd, const void *key, void *value)
{
	const struct fake_map *map = fake_object(fd, FAKE_FD_MAP);
	int err = fake_call(__func__);
	struct fake_entry *entry;

	if (err || !map)
		return result(err ? err : -EBADF);
	entry = find(map, key);
	if (!entry && !shapes[map->kind].array)
		return result(-ENOENT);
	give(map, entry, value);
	return 0;
}

/* Of an array only, from the beginning. */
int bpf_map_lookup_batch(int fd, void *in, void *out, void *keys, void *values, __u32 *count,
			 const struct bpf_map_batch_opts *opts)
{
	const struct fake_map *map = fake_object(fd, FAKE_FD_MAP);
	int err = fake_call(__func__);
	struct fake_entry *entry;
	uint8_t *value = values;

	(void)opts;
	if (err || !map)
		return result(err ? err : -EBADF);
	if (in || !shapes[map->kind].array)
		return result(-EINVAL);
	for (uint32_t i = 0; i < *count; i++, value += map->shape.value) {
		entry = find(map, &i);
		give(map, entry, value);
		memset((uint8_t *)keys + i * map->shape.key, 0, map->shape.key);
		memcpy((uint8_t *)keys + i * map->shape.key, &i, sizeof(i));
	}
	*(uint32_t *)out = *count;
	return 0;
}

int bpf_map_update_elem(int fd, const void *key, const void *value, __u64 flags)
{
	struct fake_map *map = fake_object(fd, FAKE_FD_MAP);
	int err = fake_change(__func__);
	struct fake_entry *entry;

	(void)flags;
	if (err || !map)
		return result(err ? err : -EBADF);
	entry = find(map, key);
	if (!entry && map->count >= room(map))
		return result(-E2BIG);
	if (!entry)
		entry = append(map, key);
	memcpy(entry->value, value, size_kept(map));
	return 0;
}

int bpf_map_delete_elem(int fd, const void *key)
{
	struct fake_map *map = fake_object(fd, FAKE_FD_MAP);
	int err = fake_change(__func__);
	struct fake_entry *entry;

	if (err || !map)
		return result(err ? err : -EBADF);
	if (shapes[map->kind].array)
		return result(-EINVAL);
	entry = find(map, key);
	if (!entry)
		return result(-ENOENT);
	*entry = map->entry[--map->count];
	return 0;
}

/* From the beginning if `key` is NULL or gone. */
int bpf_map_get_next_key(int fd, const void *key, void *next)
{
	const struct fake_map *map = fake_object(fd, FAKE_FD_MAP);
	int err = fake_call(__func__);
	struct fake_entry *entry;
	size_t i = 0;

	if (err || !map)
		return result(err ? err : -EBADF);
	entry = key ? find(map, key) : NULL;
	if (entry)
		i = (size_t)(entry - map->entry) + 1;
	if (i >= map->count)
		return result(-ENOENT);
	memcpy(next, map->entry[i].key, shapes[map->kind].key);
	return 0;
}

/* In place of a map that it leads to, of which bpf_map_lookup_elem() would tell the id. */
static int find_shared(int map_fd, struct fake_map **map)
{
	*map = fake_object(map_fd, FAKE_FD_MAP);
	return *map ? 0 : -EBADF;
}

int mb_shared_make(int map_fd, size_t size, uint32_t count)
{
	struct fake_map *map;
	int err = fake_change(__func__) ?: find_shared(map_fd, &map);

	if (!err && !map->shared)
		map->shared = calloc(count, size);
	if (!err && !map->shared)
		abort();
	return err;
}

int mb_shared_drop(int map_fd)
{
	struct fake_map *map;
	int err = fake_change(__func__) ?: find_shared(map_fd, &map);

	if (err)
		return err;
	free(map->shared);
	map->shared = NULL;
	return 0;
}

void *mb_shared_map(int map_fd, size_t size)
{
	struct fake_map *map;
	int err = fake_change(__func__) ?: find_shared(map_fd, &map);

	(void)size;
	if (!err && map->shared)
		return map->shared;
	errno = err ? -err : ENOENT;
	return NULL;
}

void mb_shared_unmap(void *memory, size_t size)
{
	(void)memory;
	(void)size;
}

libbpf_print_fn_t libbpf_set_print(libbpf_print_fn_t print)
{
	static libbpf_print_fn_t now;
	libbpf_print_fn_t before = now;

	now = print;
	return before;
}

int libbpf_num_possible_cpus(void)
{
	return FAKE_CPUS;
}

struct mb_maps fake_port_maps(const char *lower)
{
	const struct fake_dev *dev = fake_dev_named(FAKE_HOME, lower);
	struct mb_maps maps = MB_MAPS_NONE;

	for (int i = 0; dev && dev->progs && i < MB_MAP_COUNT; i++)
		maps.fd[i] = fake_open(FAKE_FD_MAP, dev->prog[0]->map[i]);
	return maps;
}
