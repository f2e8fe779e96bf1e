/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * group_rate.h - whether an endpoint may send one more frame to a group now.
 *
 * What it has paid for is a point in time, which each frame moves on by an interval. It may lie a
 * second back, and never ahead: so many frames may come at once as in a second.
 */
#ifndef MB_GROUP_RATE_H
#define MB_GROUP_RATE_H

#include "frame.h"
#include "hands.h"
#include "maps.h"
#include "stamp.h"

#define MB_GROUP_RATE_TRIES 4 /* other CPUs may come first */

/* Until when is paid with one more, or 0: that would be ahead. */
static __always_inline __u64 mb_group_rate_next(__u64 paid, __u64 price, __u64 now)
{
	__u64 from = paid + MB_NS_PER_SECOND > now ? paid : now - MB_NS_PER_SECOND;

	return from + price <= now ? from + price : 0;
}

/*
 * What a guest leaves to be cut nobody has counted yet, and it may ask for segments of a byte. Its
 * headers are taken for some more.
 */
static __always_inline __u32 mb_group_rate_segments(const struct __sk_buff *skb)
{
	__u32 size = skb->gso_size;

	if (skb->gso_segs || !size)
		return skb->gso_segs ? skb->gso_segs : 1;
	return (skb->len + size - 1) / size;
}

static __noinline bool mb_group_rate_pay(const struct __sk_buff *skb)
{
	__u32 hostdev = skb->ifindex;
	struct mb_group_rate *rate = bpf_map_lookup_elem(&mb_group_rates, &hostdev);
	__u64 now = bpf_ktime_get_ns(), paid, next, price;

	if (!rate)
		return true;
	price = rate->interval * mb_group_rate_segments(skb);
	for (int i = 0; i < MB_GROUP_RATE_TRIES; i++) {
		paid = rate->paid;
		next = mb_group_rate_next(paid, price, now);
		if (!next)
			return false;
		if (mb_hand_swap(&rate->paid, paid, next) == paid)
			return true;
	}
	return false;
}

/* What is left of a flood is not the endpoint's. */
static __always_inline bool mb_group_rate_refuses(const struct __sk_buff *skb)
{
	return mb_starts_as_group(skb) && !mb_stamp_is_later(skb) && !mb_group_rate_pay(skb);
}

#endif /* MB_GROUP_RATE_H */
