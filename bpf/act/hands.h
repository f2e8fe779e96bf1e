/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * hands.h - all that programs do: to the frame, to counters, to what is learnt.
 *
 * Who decides calls these, and nothing else that leaves a trace behind. There are two of this
 * header, and the include path says which: this one acts, ../tell/hands.h writes down what would be
 * done. So the code that decides is the same, and is compiled twice.
 */
#ifndef MB_HANDS_H
#define MB_HANDS_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* A copy out of a device, or into it. 0, or the errno of a refusal. */
static __always_inline long mb_hand_clone(struct __sk_buff *skb, __u32 ifindex, __u64 flags)
{
	return bpf_clone_redirect(skb, ifindex, flags);
}

/* Whether copies may be left for later, with a clone that waits for its turn. */
static __always_inline bool mb_hand_queues(void)
{
	return true;
}

/* The verdicts, which hand over the frame itself. */
static __always_inline int mb_hand_redirect(__u32 ifindex, __u64 flags)
{
	return (int)bpf_redirect(ifindex, flags);
}

static __always_inline int mb_hand_redirect_peer(__u32 ifindex)
{
	return (int)bpf_redirect_peer(ifindex, 0);
}

static __always_inline int mb_hand_verdict(int verdict)
{
	return verdict;
}

/* One more for this reason; `count` is this CPU's. */
static __always_inline void mb_hand_count(__u64 *count, __u32 reason)
{
	++*count;
}

/* A field of the frame, or of something in a map. */
#define mb_hand_set(place, value) ((void)(*(place) = (value)))

/* The same where others write too; the first two return what was there. */
#define mb_hand_add(place, more)	__sync_fetch_and_add(place, more)
#define mb_hand_swap(place, old, value) __sync_val_compare_and_swap(place, old, value)
#define mb_hand_or(place, bits)		((void)__sync_fetch_and_or(place, bits))
#define mb_hand_and(place, bits)	((void)__sync_fetch_and_and(place, bits))

/* An entry of a map. 0, or the errno of a refusal. */
#define mb_hand_put(map, key, value, flags) bpf_map_update_elem(map, key, value, flags)
#define mb_hand_delete(map, key)	    ((void)bpf_map_delete_elem(map, key))

#endif /* MB_HANDS_H */
