/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * maps.h - the maps of one port, shared by all its programs.
 */
#ifndef MB_MAPS_H
#define MB_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct mb_port_rec);
} mb_port SEC(".maps");

/* For commands only; here so that it is made together with the maps that it describes. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MB_ENDPOINTS_MAX);
	__type(key, __u32);
	__type(value, struct mb_endpoint_rec);
} mb_endpoints SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MB_ENDPOINTS_MAX);
	__type(key, __u32);
	__type(value, struct mb_dest);
} mb_members SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MB_FRONT_SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} mb_front SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, MB_ENDPOINTS_MAX);
	__type(key, struct mb_fdb_key);
	__type(value, struct mb_dest);
} mb_fdb SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, MB_SOURCES_MAX);
	__type(key, struct mb_source_key);
	__type(value, struct mb_source);
} mb_sources SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MB_R_COUNT);
	__type(key, __u32);
	__type(value, __u64);
} mb_reasons SEC(".maps");

#endif /* MB_MAPS_H */
