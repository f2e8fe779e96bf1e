/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * pace.h - the way of what an endpoint sends through a queue: into a device that has one, and from
 * its peer back to the hostdev, marked.
 *
 * The mark is in the time stamp, as what is left of a flood (later.h): no endpoint can write it,
 * by the system's clock. In the lower's own netns that reaches it in the year 2219.
 */
#ifndef MB_PACE_H
#define MB_PACE_H

#include <stdbool.h>

#include "deliver.h"
#include "hands.h"
#include "maps.h"
#include "stamp.h"

#define MB_PACED_MARK 0x6d6270ull

_Static_assert(MB_PACED_MARK != MB_LATER_MARK, "one is taken for the other");

static __always_inline __u32 mb_pace_other(__u32 ifindex)
{
	__u32 *other = bpf_map_lookup_elem(&mb_paces, &ifindex);

	return other ? *other : 0;
}

static __always_inline bool mb_pace_is_done(const struct __sk_buff *skb)
{
	return skb->tstamp >> MB_LATER_MARK_AT == MB_PACED_MARK &&
	       skb->tstamp_type == MB_STAMP_SYSTEM;
}

/* What is left of a flood has been there before. */
static __always_inline bool mb_pace_is_due(const struct __sk_buff *skb)
{
	return mb_hand_queues() && !mb_stamp_is_later(skb);
}

/* The stamp is empty: a device that transmits clears it. */
static __always_inline int mb_pace_back(struct __sk_buff *skb)
{
	__u32 hostdev = mb_pace_other(skb->ifindex);

	if (!hostdev)
		return mb_drop();
	mb_hand_set(&skb->tstamp, MB_PACED_MARK << MB_LATER_MARK_AT);
	return mb_hand_redirect(hostdev, BPF_F_INGRESS);
}

#endif /* MB_PACE_H */
