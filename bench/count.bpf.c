// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* count.bpf.c - counts the frames that a packet socket sees, and keeps none. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "count_layout.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, COUNT_SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

static void add_one(__u32 slot)
{
	__u64 *frames = bpf_map_lookup_elem(&seen, &slot);

	if (frames)
		__sync_fetch_and_add(frames, 1);
}

SEC("socket")
int count_frame(struct __sk_buff *skb)
{
	__u32 mark = 0;

	if (bpf_skb_load_bytes(skb, COUNT_MARK_AT, &mark, sizeof(mark)) || mark != COUNT_MARK)
		return 0;
	add_one(skb->ifindex & (COUNT_SLOTS - 1));
	add_one(COUNT_ALL);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
