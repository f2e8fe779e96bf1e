// SPDX-License-Identifier: GPL-2.0-only
/* contract5.bpf.c - tables of a contract that is not made yet, and programs that lead to them. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "records.h"

#define MAP(map, kind, entries, flags, key_type, value_type)                                       \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_##kind);                                                 \
		__uint(map_flags, flags);                                                          \
		__uint(max_entries, entries);                                                      \
		__type(key, key_type);                                                             \
		__type(value, value_type);                                                         \
	} map SEC(".maps");

MAP(mb_port, ARRAY, 1, 0, __u32, struct mb_port_facts)
MAP(mb_record, ARRAY, 1, 0, __u32, struct mb_abi_port)
MAP(mb_endpoints, ARRAY, ENDPOINTS, 0, __u32, struct mb_endpoint_rec)
MAP(mb_fdb, HASH, ENDPOINTS, BPF_F_NO_PREALLOC, struct mb_fdb_key, __u64)
MAP(mb_news, ARRAY, 1, 0, __u32, __u32)

/* Whatever is asked for, frames go on. */
SEC("tc")
int mb_lower_ingress(struct __sk_buff *skb)
{
	(void)skb;
	return -1;
}

SEC("tc")
int mb_endpoint_ingress(struct __sk_buff *skb)
{
	(void)skb;
	return -1;
}

char LICENSE[] SEC("license") = "GPL";
