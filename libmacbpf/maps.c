// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* maps.c - typed access to a port's maps; the only maker of keys. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>

#include "base.h"
#include "maps.h"

const char *const mb_map_names[MB_MAP_COUNT] = {
	[MB_MAP_PORT] = "mb_port",
	[MB_MAP_ENDPOINTS] = "mb_endpoints",
	[MB_MAP_MEMBERS] = "mb_members",
	[MB_MAP_FRONT] = "mb_front",
	[MB_MAP_FDB] = "mb_fdb",
	[MB_MAP_SOURCES] = "mb_sources",
	[MB_MAP_REASONS] = "mb_reasons",
	[MB_MAP_NEIGH] = "mb_neigh",
	[MB_MAP_NEIGH_RINGS] = "mb_neigh_rings",
};

void mb_maps_close(struct mb_maps *maps)
{
	for (int i = 0; i < MB_MAP_COUNT; i++) {
		mb_close_fd(&maps->fd[i]);
		maps->fd[i] = -1;
	}
}

int mb_port_rec_read(const struct mb_maps *maps, struct mb_port_rec *rec)
{
	uint32_t key = 0;

	return bpf_map_lookup_elem(maps->fd[MB_MAP_PORT], &key, rec);
}

int mb_port_rec_write(const struct mb_maps *maps, const struct mb_port_rec *rec)
{
	uint32_t key = 0;

	return bpf_map_update_elem(maps->fd[MB_MAP_PORT], &key, rec, 0);
}

int mb_endpoint_rec_read(const struct mb_maps *maps, uint32_t slot, struct mb_endpoint_rec *rec)
{
	return bpf_map_lookup_elem(maps->fd[MB_MAP_ENDPOINTS], &slot, rec);
}

/* In one request; an array's elements come in order. */
int mb_endpoint_recs_read(const struct mb_maps *maps, uint32_t count, struct mb_endpoint_rec *recs)
{
	mb_auto_free uint32_t *slots = calloc(count + 1, sizeof(*slots));
	uint32_t next, found = count;
	int err;

	if (!slots)
		return -ENOMEM;
	if (!count)
		return 0;
	err = bpf_map_lookup_batch(maps->fd[MB_MAP_ENDPOINTS], NULL, &next, slots, recs, &found,
				   NULL);
	/* The end of the map is one of them. */
	if (err && err != -ENOENT)
		return err;
	return found == count ? 0 : -EIO;
}

int mb_endpoint_rec_write(const struct mb_maps *maps, uint32_t slot,
			  const struct mb_endpoint_rec *rec)
{
	return bpf_map_update_elem(maps->fd[MB_MAP_ENDPOINTS], &slot, rec, 0);
}

int mb_member_write(const struct mb_maps *maps, uint32_t slot, const struct mb_dest *dest)
{
	return bpf_map_update_elem(maps->fd[MB_MAP_MEMBERS], &slot, dest, 0);
}

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

/* ---------------------------------------------------------------- the front of the FDB */

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

/* ---------------------------------------------------------------- source lists */

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

bool mb_sources_any(const struct mb_maps *maps)
{
	struct mb_source_key key;

	if (maps->fd[MB_MAP_SOURCES] < 0)
		return false;
	return bpf_map_get_next_key(maps->fd[MB_MAP_SOURCES], NULL, &key) != -ENOENT;
}

/* ---------------------------------------------------------------- who has which address */

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

int mb_reasons_read(const struct mb_maps *maps, uint64_t frames[MB_R_COUNT])
{
	mb_auto_free uint64_t *per_cpu = NULL;
	int cpus = libbpf_num_possible_cpus();
	int err;

	if (cpus < 0)
		return cpus;
	per_cpu = calloc((size_t)cpus, sizeof(*per_cpu));
	if (!per_cpu)
		return -ENOMEM;
	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++) {
		frames[reason] = 0;
		err = bpf_map_lookup_elem(maps->fd[MB_MAP_REASONS], &reason, per_cpu);
		/* An older program doesn't know the newest reasons. */
		if (err == -ENOENT)
			continue;
		if (err)
			return err;
		for (int cpu = 0; cpu < cpus; cpu++)
			frames[reason] += per_cpu[cpu];
	}
	return 0;
}
