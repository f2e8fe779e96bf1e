/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * hands.h - as ../act/hands.h, but nothing is done: what would be is written into mb_told.
 *
 * Whatever is asked of the kernel is taken for granted, but for a copy to no device.
 */
#ifndef MB_HANDS_H
#define MB_HANDS_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

#include "told.h"

/* No other program has it, and nobody runs this one but who asks. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct mb_told);
} mb_told SEC(".maps");

static __always_inline struct mb_told *mb_told_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&mb_told, &zero);
}

/* The compiler knows that it is in range, and would take the mask out; Linux 6.1 doesn't. */
static __always_inline __u32 mb_told_place(__u32 n, __u32 size)
{
	asm volatile("" : "+r"(n));
	return n & (size - 1);
}

/*
 * Whoever is called for an effect alone would be called without what he doesn't use, and the
 * verifier asks for all that its parameters say.
 */
#define mb_told_use(value) ({ asm volatile("" ::"r"(value)); })

static __always_inline long mb_hand_clone(struct __sk_buff *skb, __u32 ifindex, __u64 flags)
{
	struct mb_told *told = mb_told_get();
	__u32 n;

	mb_told_use(skb);
	mb_told_use(flags);
	if (!told || !ifindex)
		return -1;
	n = told->copies;
	told->copies = n + 1;
	told->copy[mb_told_place(n, MB_TOLD_COPIES)] = ifindex;
	return 0;
}

/* What would be left for later is told at once. */
static __always_inline bool mb_hand_queues(void)
{
	return false;
}

static __always_inline int mb_hand_redirect(__u32 ifindex, __u64 flags)
{
	return TC_ACT_UNSPEC;
}

static __always_inline int mb_hand_redirect_peer(__u32 ifindex)
{
	return TC_ACT_UNSPEC;
}

static __always_inline int mb_hand_verdict(int verdict)
{
	return TC_ACT_UNSPEC;
}

static __always_inline void mb_hand_count(__u64 *count, __u32 reason)
{
	struct mb_told *told = mb_told_get();

	if (told)
		told->counted[mb_told_place(reason, MB_TOLD_REASONS)]++;
}

#define mb_hand_set(place, value) ((void)(place), (void)(value))

#define mb_hand_add(place, more)	((void)(more), *(place))
#define mb_hand_swap(place, old, value) ((void)(place), (void)(value), (old))
#define mb_hand_or(place, bits)		((void)(place), mb_told_use(bits))
#define mb_hand_and(place, bits)	((void)(place), mb_told_use(bits))

#define mb_hand_put(map, key, value, flags) ((void)(key), (void)(value), 0L)
#define mb_hand_delete(map, key)	    ((void)(key))

#endif /* MB_HANDS_H */
