// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* fdb.c - the FDB, and the front that the programs look into first. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/maps.h"

static struct mb_fdb_key fdb_key(const uint8_t mac[6])
{
	struct mb_fdb_key key;

	memset(&key, 0, sizeof(key));
	memcpy(key.mac, mac, sizeof(key.mac));
	return key;
}

int mb_fdb_get(const struct mb_maps *maps, const uint8_t mac[6], struct mb_dest *dest)
{
	struct mb_fdb_key key = fdb_key(mac);

	return bpf_map_lookup_elem(maps->fd[MB_MAP_FDB], &key, dest);
}

static __u64 product_of(const uint8_t mac[6])
{
	__u16 half[3];

	memcpy(half, mac, sizeof(half));
	return mb_front_product(mb_mac_number(half));
}

static int front_read(const struct mb_maps *maps, __u64 product, __u64 *entry)
{
	uint32_t slot = mb_front_slot(product);

	return bpf_map_lookup_elem(maps->fd[MB_MAP_FRONT], &slot, entry);
}

static int front_write(const struct mb_maps *maps, __u64 product, __u64 entry)
{
	uint32_t slot = mb_front_slot(product);

	return bpf_map_update_elem(maps->fd[MB_MAP_FRONT], &slot, &entry, 0);
}

/* Who comes second to a slot, or has too large an ifindex for it, is found in mb_fdb alone. */
static int front_set(const struct mb_maps *maps, const uint8_t mac[6], const struct mb_dest *dest)
{
	__u64 product = product_of(mac), entry;
	int err = front_read(maps, product, &entry);
	bool taken, mine;

	if (err)
		return err;
	mine = mb_front_has(entry, product);
	taken = entry & MB_FRONT_HOSTDEV && !mine;
	if (dest->hostdev > MB_FRONT_HOSTDEV)
		entry = (taken ? entry : 0) | MB_FRONT_CROWDED;
	else if (taken)
		entry |= MB_FRONT_CROWDED;
	else
		entry = (entry & MB_FRONT_CROWDED) | mb_front_entry(product, *dest);
	return front_write(maps, product, entry);
}

static int front_del(const struct mb_maps *maps, const uint8_t mac[6])
{
	__u64 product = product_of(mac), entry;
	int err = front_read(maps, product, &entry);

	if (err || !mb_front_has(entry, product))
		return err;
	return front_write(maps, product, entry & MB_FRONT_CROWDED);
}

static int back_set(const struct mb_maps *maps, const uint8_t mac[6], const struct mb_dest *dest)
{
	struct mb_fdb_key key = fdb_key(mac);

	return bpf_map_update_elem(maps->fd[MB_MAP_FDB], &key, dest, 0);
}

static int back_del(const struct mb_maps *maps, const uint8_t mac[6])
{
	struct mb_fdb_key key = fdb_key(mac);

	return bpf_map_delete_elem(maps->fd[MB_MAP_FDB], &key);
}

/* The front is written last and cleared first: whatever it says is in mb_fdb too. */
int mb_fdb_set(const struct mb_maps *maps, const uint8_t mac[6], const struct mb_dest *dest)
{
	struct mb_dest old;
	int none = mb_fdb_get(maps, mac, &old), err;

	if (none && none != -ENOENT)
		return none;
	err = back_set(maps, mac, dest);
	if (err)
		return err;
	err = front_set(maps, mac, dest);
	if (err && none)
		back_del(maps, mac);
	else if (err)
		back_set(maps, mac, &old);
	return err;
}

int mb_fdb_del(const struct mb_maps *maps, const uint8_t mac[6])
{
	struct mb_dest old;
	int err;

	err = mb_fdb_get(maps, mac, &old) ?: front_del(maps, mac);
	if (err)
		return err;
	err = back_del(maps, mac);
	if (err)
		front_set(maps, mac, &old);
	return err;
}

static int append_row(struct mb_fdb_row **rows, size_t *count, const struct mb_fdb_key *key,
		      const struct mb_dest *dest)
{
	struct mb_fdb_row *row;

	if (!mb_grow(rows, *count))
		return -ENOMEM;
	row = &(*rows)[(*count)++];
	row->dest = *dest;
	memcpy(row->mac, key->mac, sizeof(row->mac));
	return 0;
}

/* Who only lists holds no lock: what goes meanwhile is left out, and the walk is bounded. */
int mb_fdb_read(const struct mb_maps *maps, uint32_t flags, struct mb_fdb_row **rows, size_t *count)
{
	mb_auto_free struct mb_fdb_row *found = NULL;
	struct mb_fdb_key key, *prev = NULL;
	struct mb_dest dest;
	size_t n = 0;
	int err = 0;

	*rows = NULL;
	*count = 0;
	if (maps->fd[MB_MAP_FDB] < 0)
		return 0;
	for (size_t i = 0; i < 2 * MB_FDB_MAX; i++, prev = &key) {
		err = bpf_map_get_next_key(maps->fd[MB_MAP_FDB], prev, &key);
		if (err)
			break;
		err = bpf_map_lookup_elem(maps->fd[MB_MAP_FDB], &key, &dest);
		if (!err && dest.flags & flags)
			err = append_row(&found, &n, &key, &dest);
		if (err && err != -ENOENT)
			break;
	}
	if (err && err != -ENOENT)
		return err;
	*rows = mb_take(found);
	*count = n;
	return 0;
}
