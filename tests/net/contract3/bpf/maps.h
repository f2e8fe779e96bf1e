/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * maps.h - the maps of one port, shared by all its programs.
 */
#ifndef MB_MAPS_H
#define MB_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi/map.h"

#define MB_FLAGS_ARRAY	      0
#define MB_FLAGS_PERCPU_ARRAY 0
#define MB_FLAGS_HASH	      BPF_F_NO_PREALLOC /* most ports hold little */

/* Those that no program reads are made here too, together with the maps that they describe. */
#define MB_MAP_DEFINE(id, name, kind, entries, key_type, value_type)                               \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_##kind);                                                 \
		__uint(map_flags, MB_FLAGS_##kind);                                                \
		__uint(max_entries, entries);                                                      \
		__type(key, key_type);                                                             \
		__type(value, value_type);                                                         \
	} mb_##name SEC(".maps");

MB_MAPS(MB_MAP_DEFINE)

#endif /* MB_MAPS_H */
