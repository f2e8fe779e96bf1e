/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * deliver.h - the ways to hand over a frame.
 */
#ifndef MB_DELIVER_H
#define MB_DELIVER_H

#include <linux/pkt_cls.h>

#include "config.h"
#include "maps.h"
#include "policy.h"

/* TC_ACT_OK from TCX would skip other people's programs on the same hook. */
#define MB_VERDICT_NEXT TC_ACT_UNSPEC

/*
 * bpf_redirect_peer() spares the backlog hop, but calls every frame PACKET_HOST: right for unicast,
 * wrong for a group frame. In the hostdev's own netns it would lose the frame.
 */
static __always_inline bool mb_by_peer(__u32 act, const struct mb_dest *dest)
{
	return act == MB_ACT_DELIVER && dest->flags & MB_DEST_PEER;
}

/*
 * A mark that a sender beside the lower has set means nothing in the receiver's netns.
 * bpf_redirect_peer() would let it cross, which macvlan does.
 */
static __always_inline void mb_forget_mark(struct __sk_buff *skb)
{
	skb->mark = 0;
}

/* The verdict that carries out `act`. `dest` matters only to MB_ACT_DELIVER and MB_ACT_REFLECT. */
static __always_inline int mb_deliver(__u32 act, const struct mb_dest *dest)
{
	switch (act) {
	case MB_ACT_NEXT:
		return MB_VERDICT_NEXT;
	case MB_ACT_DROP:
		return TC_ACT_SHOT;
	case MB_ACT_WIRE:
		return bpf_redirect(mb_cfg.lower, 0);
	default:
		if (mb_by_peer(act, dest))
			return bpf_redirect_peer(dest->hostdev, 0);
		return bpf_redirect(dest->hostdev, 0);
	}
}

#endif /* MB_DELIVER_H */
