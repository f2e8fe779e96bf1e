// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* stations.c - who is behind endpoints, as programs learn it: begun, read, forgotten. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/maps.h"

static struct mb_fdb_key station_key(const uint8_t mac[6])
{
	struct mb_fdb_key key;

	memset(&key, 0, sizeof(key));
	memcpy(key.mac, mac, sizeof(key.mac));
	return key;
}

static int append_row(struct mb_station_row **rows, size_t *count, const struct mb_fdb_key *key,
		      const struct mb_station *station)
{
	struct mb_station_row *row;

	if (!mb_grow(rows, *count))
		return -ENOMEM;
	row = &(*rows)[(*count)++];
	row->station = *station;
	memcpy(row->mac, key->mac, sizeof(row->mac));
	return 0;
}

/* Programs put in and take out meanwhile: if one goes at the wrong moment, the walk begins anew. */
int mb_stations_read(const struct mb_maps *maps, struct mb_station_row **rows, size_t *count)
{
	mb_auto_free struct mb_station_row *found = NULL;
	struct mb_fdb_key key, *prev = NULL;
	struct mb_station station;
	size_t n = 0;
	int err = 0;

	for (; n < MB_STATIONS_MAX; prev = &key) {
		err = bpf_map_get_next_key(maps->fd[MB_MAP_STATIONS], prev, &key);
		if (err)
			break;
		err = bpf_map_lookup_elem(maps->fd[MB_MAP_STATIONS], &key, &station)
			      ?: append_row(&found, &n, &key, &station);
		if (err && err != -ENOENT)
			break;
	}
	if (err && err != -ENOENT)
		return err;
	*rows = mb_take(found);
	*count = n;
	return 0;
}

int mb_stations_begin(const struct mb_maps *maps, uint32_t hostdev, uint32_t slot, uint32_t limit)
{
	struct mb_learner learner = { .slot = slot, .limit = limit };

	return bpf_map_update_elem(maps->fd[MB_MAP_LEARNERS], &hostdev, &learner, 0);
}

int mb_station_del(const struct mb_maps *maps, const uint8_t mac[6])
{
	struct mb_fdb_key key = station_key(mac);
	int err = bpf_map_delete_elem(maps->fd[MB_MAP_STATIONS], &key);

	return err == -ENOENT ? 0 : err;
}

int mb_station_reserve(const struct mb_maps *maps, const uint8_t mac[6])
{
	struct mb_fdb_key key = station_key(mac);
	struct mb_station station = { 0 };

	return bpf_map_update_elem(maps->fd[MB_MAP_STATIONS], &key, &station, 0);
}

/* What a program that began before puts in since is old some day, or gone with the next command. */
int mb_stations_forget(const struct mb_maps *maps, uint32_t hostdev)
{
	int err = bpf_map_delete_elem(maps->fd[MB_MAP_LEARNERS], &hostdev);
	mb_auto_free struct mb_station_row *rows = NULL;
	size_t count = 0;

	if (err)
		return err == -ENOENT ? 0 : err;
	err = mb_stations_read(maps, &rows, &count);
	for (size_t i = 0; !err && i < count; i++)
		if (rows[i].station.hostdev == hostdev)
			err = mb_station_del(maps, rows[i].mac);
	return err;
}
