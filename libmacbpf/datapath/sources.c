// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* sources.c - the source table: which endpoints list a MAC. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/maps.h"

static struct mb_source_key source_key(const uint8_t mac[6], uint16_t n)
{
	struct mb_source_key key;

	memset(&key, 0, sizeof(key));
	memcpy(key.mac, mac, sizeof(key.mac));
	key.n = n;
	return key;
}

static int source_get(const struct mb_maps *maps, const struct mb_source_key *key,
		      struct mb_source *source)
{
	return bpf_map_lookup_elem(maps->fd[MB_MAP_SOURCES], key, source);
}

static int source_set(const struct mb_maps *maps, const struct mb_source_key *key,
		      const struct mb_source *source)
{
	return bpf_map_update_elem(maps->fd[MB_MAP_SOURCES], key, source, 0);
}

/* Finds the slot's place among those that list `mac` (-1: not there), and how many do. */
static int source_find(const struct mb_maps *maps, const uint8_t mac[6], uint16_t slot, int *place,
		       int *count)
{
	struct mb_source source;
	struct mb_source_key key;
	int err;

	*place = -1;
	for (*count = 0;; ++*count) {
		key = source_key(mac, (uint16_t)*count);
		err = source_get(maps, &key, &source);
		if (err)
			return err == -ENOENT ? 0 : err;
		if (source.slot == slot)
			*place = *count;
	}
}

int mb_source_add(const struct mb_maps *maps, const uint8_t mac[6], const struct mb_source *source)
{
	struct mb_source_key key;
	int place, count, err;

	err = source_find(maps, mac, source->slot, &place, &count);
	if (err || place >= 0)
		return err;
	key = source_key(mac, (uint16_t)count);
	err = source_set(maps, &key, source);
	return err == -E2BIG ? -ENOSPC : err;
}

/*
 * The last moves into the hole, so that readers never meet a gap. One that walks the list in that
 * moment may make two copies for the one that moves; it never misses one.
 */
int mb_source_del(const struct mb_maps *maps, const uint8_t mac[6], uint16_t slot)
{
	struct mb_source_key hole, last;
	struct mb_source gone, source;
	int place, count, err;

	err = source_find(maps, mac, slot, &place, &count);
	if (err || place < 0)
		return err;
	hole = source_key(mac, (uint16_t)place);
	last = source_key(mac, (uint16_t)(count - 1));
	err = source_get(maps, &hole, &gone) ?: source_get(maps, &last, &source);
	if (!err && place != count - 1)
		err = source_set(maps, &hole, &source);
	if (err)
		return err;
	err = bpf_map_delete_elem(maps->fd[MB_MAP_SOURCES], &last);
	if (err)
		source_set(maps, &hole, &gone);
	return err;
}

int mb_source_update(const struct mb_maps *maps, const struct mb_source_row *row)
{
	return source_set(maps, &row->key, &row->source);
}

static int compare_rows(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct mb_source_key));
}

static int append_row(struct mb_source_row **rows, size_t *count, const struct mb_source_key *key,
		      const struct mb_source *source)
{
	if (!mb_grow(rows, *count))
		return -ENOMEM;
	(*rows)[(*count)++] = (struct mb_source_row){ *key, *source };
	return 0;
}

int mb_sources_read(const struct mb_maps *maps, struct mb_source_row **rows, size_t *count)
{
	mb_auto_free struct mb_source_row *found = NULL;
	struct mb_source_key key, *prev = NULL;
	struct mb_source source;
	size_t n = 0;
	int err;

	*rows = NULL;
	*count = 0;
	if (maps->fd[MB_MAP_SOURCES] < 0)
		return 0;
	while (!(err = bpf_map_get_next_key(maps->fd[MB_MAP_SOURCES], prev, &key))) {
		err = source_get(maps, &key, &source);
		if (!err)
			err = append_row(&found, &n, &key, &source);
		/* Without the lock a pair may go between the two calls. */
		if (err && err != -ENOENT)
			return err;
		prev = &key;
	}
	if (err != -ENOENT)
		return err;
	if (n)
		qsort(found, n, sizeof(*found), compare_rows);
	*rows = mb_take(found);
	*count = n;
	return 0;
}

int mb_sources_any(const struct mb_maps *maps)
{
	struct mb_source_key key;
	int err = -ENOENT;

	if (maps->fd[MB_MAP_SOURCES] >= 0)
		err = bpf_map_get_next_key(maps->fd[MB_MAP_SOURCES], NULL, &key);
	return err == -ENOENT ? 0 : err ?: 1;
}
