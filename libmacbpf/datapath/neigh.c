// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* neigh.c - the table of IP addresses that programs learn. */
#include <bpf/bpf.h>
#include <errno.h>

#include "common/own.h"
#include "datapath/maps.h"

static int append_neigh(struct mb_neigh_row **rows, size_t *count, const struct mb_neigh_key *key,
			const struct mb_neigh *neigh)
{
	if (!mb_grow(rows, *count))
		return -ENOMEM;
	(*rows)[(*count)++] = (struct mb_neigh_row){ *key, *neigh };
	return 0;
}

/* Programs put in and take out meanwhile: if one goes at the wrong moment, the walk begins anew. */
int mb_neigh_read(const struct mb_maps *maps, struct mb_neigh_row **rows, size_t *count)
{
	mb_auto_free struct mb_neigh_row *found = NULL;
	struct mb_neigh_key key, *prev = NULL;
	struct mb_neigh neigh;
	size_t n = 0;
	int err = 0;

	while (n < MB_NEIGH_MAX &&
	       !(err = bpf_map_get_next_key(maps->fd[MB_MAP_NEIGH], prev, &key))) {
		err = bpf_map_lookup_elem(maps->fd[MB_MAP_NEIGH], &key, &neigh);
		if (!err)
			err = append_neigh(&found, &n, &key, &neigh);
		if (err && err != -ENOENT)
			return err;
		prev = &key;
	}
	if (err && err != -ENOENT)
		return err;
	*rows = mb_take(found);
	*count = n;
	return 0;
}

static int neigh_del(const struct mb_maps *maps, enum mb_map map, const void *key)
{
	int err = bpf_map_delete_elem(maps->fd[map], key);

	return err == -ENOENT ? 0 : err;
}

/* Of another endpoint by now, if the address went over. */
static int forget_address(const struct mb_maps *maps, const struct mb_neigh_key *key,
			  uint32_t hostdev)
{
	struct mb_neigh neigh;
	int err = bpf_map_lookup_elem(maps->fd[MB_MAP_NEIGH], key, &neigh);

	if (err)
		return err == -ENOENT ? 0 : err;
	return neigh.hostdev == hostdev ? neigh_del(maps, MB_MAP_NEIGH, key) : 0;
}

int mb_neigh_forget(const struct mb_maps *maps, uint32_t hostdev)
{
	struct mb_neigh_ring ring;
	int err = bpf_map_lookup_elem(maps->fd[MB_MAP_NEIGH_RINGS], &hostdev, &ring);

	if (err)
		return err == -ENOENT ? 0 : err;
	for (uint32_t i = 0; !err && i < MB_NEIGH_RING && i < ring.next; i++)
		err = forget_address(maps, &ring.key[i], hostdev);
	return err ?: neigh_del(maps, MB_MAP_NEIGH_RINGS, &hostdev);
}

static int clear(const struct mb_maps *maps, enum mb_map map, void *key)
{
	int err;

	while (!(err = bpf_map_get_next_key(maps->fd[map], NULL, key))) {
		err = neigh_del(maps, map, key);
		if (err)
			return err;
	}
	return err == -ENOENT ? 0 : err;
}

int mb_neigh_clear(const struct mb_maps *maps)
{
	struct mb_neigh_key key;
	uint32_t ring;

	return clear(maps, MB_MAP_NEIGH, &key) ?: clear(maps, MB_MAP_NEIGH_RINGS, &ring);
}
