/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * stamp.h - the time stamp of a frame, as far as what is left of a flood is written there.
 *
 * A delivery time may be by another clock than the system's: whoever has a socket can ask for one
 * by the monotonic clock, of any value, and it goes along from netns to netns. So nothing in such a
 * stamp is ours, and nothing is written into one before it is by the system's clock.
 */
#ifndef MB_STAMP_H
#define MB_STAMP_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "later.h"

#define MB_STAMP_SYSTEM 0 /* BPF_SKB_TSTAMP_UNSPEC; since Linux 6.11 BPF_SKB_CLOCK_REALTIME */

struct mb_stamp {
	__u64 time;
	__u32 clock;
};

/* What is left of a flood? The clock is asked for last: most frames have no such stamp. */
static __always_inline bool mb_stamp_is_later(const struct __sk_buff *skb)
{
	return mb_later_is(skb->tstamp) && skb->tstamp_type == MB_STAMP_SYSTEM;
}

/* Puts `time` in place of what is returned in `old`. False: the kernel can't, but for IP. */
static __always_inline bool mb_stamp_put(struct __sk_buff *skb, __u64 time, struct mb_stamp *old)
{
	*old = (struct mb_stamp){ skb->tstamp, skb->tstamp_type };
	if (old->clock != MB_STAMP_SYSTEM && bpf_skb_set_tstamp(skb, 0, MB_STAMP_SYSTEM))
		return false;
	skb->tstamp = time;
	return true;
}

static __always_inline void mb_stamp_restore(struct __sk_buff *skb, const struct mb_stamp *old)
{
	if (old->clock == MB_STAMP_SYSTEM)
		skb->tstamp = old->time;
	else
		bpf_skb_set_tstamp(skb, old->time, old->clock);
}

#endif /* MB_STAMP_H */
