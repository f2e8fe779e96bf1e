/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* map.h - the maps of a port: what each is called, and what is in it. */
#ifndef MB_ABI_MAP_H
#define MB_ABI_MAP_H

#include "alive.h"
#include "base.h"
#include "count.h"
#include "endpoint.h"
#include "fdb.h"
#include "group.h"
#include "guard.h"
#include "neigh.h"
#include "port.h"
#include "rate.h"
#include "record.h"
#include "reason.h"
#include "source.h"
#include "station.h"
#include "vlan.h"

/*
 * X(NAME, name, kind, entries, key, value). The kernel's name is mb_ and `name`, 15 characters at
 * most. An array's entries are all there from the beginning, and zero; a hash has room for them. An
 * array of maps holds nothing until a command puts a map into it.
 * Maps are told by their names: their order means nothing.
 */
#define MB_MAPS(X)                                                                                 \
	X(PORT, port, ARRAY, 1, __u32, struct mb_port_facts)                                       \
	X(VLANS, vlans, ARRAY, 1, __u32, struct mb_vlans)                                          \
	X(RECORD, record, ARRAY, 1, __u32, struct mb_abi_port)                                     \
	X(ENDPOINTS, endpoints, ARRAY, MB_ENDPOINTS_MAX, __u32, struct mb_abi_endpoint)            \
	X(MEMBERS, members, ARRAY, MB_ENDPOINTS_MAX, __u32, struct mb_dest)                        \
	X(FRONT, front, ARRAY, MB_FRONT_SLOTS, __u32, __u64)                                       \
	X(FDB, fdb, HASH, MB_FDB_MAX, struct mb_fdb_key, struct mb_dest)                           \
	X(ALIVE, alive, DEVMAP_HASH, MB_ALIVE_MAX, __u32, __u32)                                   \
	X(SOURCES, sources, HASH, MB_SOURCES_MAX, struct mb_source_key, struct mb_source)          \
	X(REASONS, reasons, PERCPU_ARRAY, MB_R_COUNT, __u32, __u64)                                \
	X(NEIGH, neigh, HASH, MB_NEIGH_MAX, struct mb_neigh_key, struct mb_neigh)                  \
	X(NEIGH_RINGS, neigh_rings, HASH, MB_NEIGH_RINGS_MAX, __u32, struct mb_neigh_ring)         \
	X(GROUPS, groups, ARRAY_OF_MAPS, 1, __u32, __u32)                                          \
	X(GROUP_LISTS, group_lists, HASH, MB_ENDPOINTS_MAX, __u32, struct mb_group_list)           \
	X(GUARDS, guards, HASH, MB_ENDPOINTS_MAX, __u32, struct mb_guard)                          \
	X(GUARD_FRONT, guard_front, ARRAY, MB_GUARD_FRONT_SLOTS, __u32, __u64)                     \
	X(STATIONS, stations, HASH, MB_STATIONS_MAX, struct mb_fdb_key, struct mb_station)         \
	X(LEARNERS, learners, HASH, MB_ENDPOINTS_MAX, __u32, struct mb_learner)                    \
	X(EP_COUNTS, ep_counts, HASH, MB_ENDPOINTS_MAX, __u32, struct mb_ep_counts)                \
	X(RATES, rates, HASH, MB_ENDPOINTS_MAX, __u32, struct mb_rate)                             \
	X(GROUP_RATES, group_rates, HASH, MB_ENDPOINTS_MAX, __u32, struct mb_group_rate)           \
	X(PACES, paces, HASH, MB_PACES_MAX, __u32, __u32)

enum mb_map {
#define MB_MAP_ENUM(id, name, kind, entries, key, value) MB_MAP_##id,
	MB_MAPS(MB_MAP_ENUM)
#undef MB_MAP_ENUM
		MB_MAP_COUNT,
};

#define MB_MAP_FITS(id, name, kind, entries, key, value)                                           \
	_Static_assert(sizeof("mb_" #name) <= MB_NAME_LEN, "the kernel would cut " #name);
MB_MAPS(MB_MAP_FITS)
#undef MB_MAP_FITS

#endif /* MB_ABI_MAP_H */
