/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * account.h - the counters, and the one exit that every frame takes.
 */
#ifndef MB_ACCOUNT_H
#define MB_ACCOUNT_H

#include "deliver.h"

static __always_inline void mb_count(__u32 reason)
{
	__u64 *count = bpf_map_lookup_elem(&mb_reasons, &reason);

	if (count)
		++*count;
}

static __always_inline __u32 mb_target(__u32 act, const struct mb_dest *dest)
{
	if (act == MB_ACT_WIRE)
		return mb_cfg.lower;
	return act == MB_ACT_DELIVER || act == MB_ACT_REFLECT ? dest->hostdev : 0;
}

static __always_inline void mb_trace(struct __sk_buff *skb, const struct mb_plan *plan,
				     const struct mb_dest *dest, __u32 copies)
{
	skb->cb[MB_TRACE_ACT] = plan->act;
	skb->cb[MB_TRACE_TARGET] = mb_target(plan->act, dest);
	skb->cb[MB_TRACE_REASON] = plan->reason;
	skb->cb[MB_TRACE_COPIES] = copies;
	skb->cb[MB_TRACE_PEER] = mb_by_peer(plan->act, dest);
}

/* `copies` is how many were handed out on the way here. */
static __always_inline int mb_leave(struct __sk_buff *skb, struct mb_plan plan, struct mb_dest dest,
				    __u32 copies)
{
	if (plan.reason != MB_R_NONE)
		mb_count(plan.reason);
	if (mb_cfg.trace)
		mb_trace(skb, &plan, &dest, copies);
	return mb_deliver(plan.act, &dest);
}

/* For a plan that needs no endpoint. */
static __always_inline int mb_leave_alone(struct __sk_buff *skb, struct mb_plan plan, __u32 copies)
{
	return mb_leave(skb, plan, (struct mb_dest){}, copies);
}

#endif /* MB_ACCOUNT_H */
