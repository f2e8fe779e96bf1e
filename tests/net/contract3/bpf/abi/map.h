/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* map.h - the maps of a port: what each is called, and what is in it. */
#ifndef MB_ABI_MAP_H
#define MB_ABI_MAP_H

#include "base.h"
#include "endpoint.h"
#include "fdb.h"
#include "neigh.h"
#include "port.h"
#include "reason.h"
#include "source.h"

/*
 * X(NAME, name, kind, entries, key, value). The kernel's name is mb_ and `name`, 15 characters at
 * most. An array's entries are all there from the beginning, and zero; a hash has room for them.
 * Maps are told by their names: their order means nothing.
 */
#define MB_MAPS(X)                                                                                 \
	X(PORT, port, ARRAY, 1, __u32, struct mb_port_rec)                                         \
	X(ENDPOINTS, endpoints, ARRAY, MB_ENDPOINTS_MAX, __u32, struct mb_endpoint_rec)            \
	X(MEMBERS, members, ARRAY, MB_ENDPOINTS_MAX, __u32, struct mb_dest)                        \
	X(FRONT, front, ARRAY, MB_FRONT_SLOTS, __u32, __u64)                                       \
	X(FDB, fdb, HASH, MB_ENDPOINTS_MAX, struct mb_fdb_key, struct mb_dest)                     \
	X(SOURCES, sources, HASH, MB_SOURCES_MAX, struct mb_source_key, struct mb_source)          \
	X(REASONS, reasons, PERCPU_ARRAY, MB_R_COUNT, __u32, __u64)                                \
	X(NEIGH, neigh, HASH, MB_NEIGH_MAX, struct mb_neigh_key, struct mb_neigh)                  \
	X(NEIGH_RINGS, neigh_rings, HASH, MB_NEIGH_RINGS_MAX, __u32, struct mb_neigh_ring)

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
