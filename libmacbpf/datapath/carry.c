// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* carry.c - filling tables that are new from those of another port's. */
#include <bpf/bpf.h>
#include <errno.h>

#include "common/own.h"
#include "datapath/contract.h"
#include "datapath/maps.h"

/* As large as the largest of what is carried. */
union key {
	struct mb_fdb_key fdb;
	struct mb_source_key source;
	struct mb_neigh_key neigh;
	uint32_t hostdev;
};

union value {
	struct mb_dest dest;
	struct mb_source source;
	struct mb_neigh neigh;
	struct mb_neigh_ring ring;
};

typedef int (*put_fn)(const struct mb_maps *to, enum mb_map map, const union key *key,
		      const union value *value);

static int put(const struct mb_maps *to, enum mb_map map, const union key *key,
	       const union value *value)
{
	return bpf_map_update_elem(to->fd[map], key, value, 0);
}

/* The front has what mb_fdb has, but not the same bits in every contract. */
static int put_address(const struct mb_maps *to, enum mb_map map, const union key *key,
		       const union value *value)
{
	(void)map;
	return mb_fdb_set(to, key->fdb.mac, &value->dest);
}

/* Programs write to some of them meanwhile: what goes is left out, and the walk is bounded. */
static int carry_hash(const struct mb_maps *from, const struct mb_maps *to, enum mb_map map,
		      put_fn put_one)
{
	union key key, *prev = NULL;
	union value value;
	int err = 0;

	for (size_t i = 0; i < 2 * mb_abi4.shape[map].entries; i++, prev = &key) {
		err = bpf_map_get_next_key(from->fd[map], prev, &key);
		if (err)
			break;
		err = bpf_map_lookup_elem(from->fd[map], &key, &value);
		if (err == -ENOENT)
			continue;
		err = err ?: put_one(to, map, &key, &value);
		if (err)
			break;
	}
	return err == -ENOENT ? 0 : err;
}

static int carry_members(const struct mb_maps *from, const struct mb_maps *to, uint32_t slots)
{
	struct mb_dest dest;
	int err = 0;

	for (uint32_t slot = 0; !err && slot < slots; slot++) {
		err = bpf_map_lookup_elem(from->fd[MB_MAP_MEMBERS], &slot, &dest);
		err = err ?: mb_maps_write_member(to, slot, &dest);
	}
	return err;
}

/* So that nobody's counters go backwards. What is counted in the old ones from now on is lost. */
static int carry_reasons(const struct mb_maps *from, const struct mb_maps *to)
{
	mb_auto_free uint64_t *per_cpu = NULL;
	int cpus = mb_maps_cpus(), err = 0;

	if (cpus < 0)
		return cpus;
	per_cpu = calloc((size_t)cpus, sizeof(*per_cpu));
	if (!per_cpu)
		return -ENOMEM;
	for (uint32_t reason = 0; !err && reason < MB_R_COUNT; reason++) {
		err = bpf_map_lookup_elem(from->fd[MB_MAP_REASONS], &reason, per_cpu);
		err = err ?: bpf_map_update_elem(to->fd[MB_MAP_REASONS], &reason, per_cpu, 0);
	}
	/* It knew fewer. */
	return err == -ENOENT ? 0 : err;
}

int mb_carry_tables(const struct mb_maps *from, const struct mb_maps *to, uint32_t slots)
{
	return carry_members(from, to, slots)
		       ?: carry_hash(from, to, MB_MAP_FDB, put_address)
		       ?: carry_hash(from, to, MB_MAP_SOURCES, put)
		       ?: carry_hash(from, to, MB_MAP_NEIGH, put)
		       ?: carry_hash(from, to, MB_MAP_NEIGH_RINGS, put)
		       ?: carry_reasons(from, to);
}
