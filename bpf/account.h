/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * account.h - the counters, and the one exit that every frame takes.
 */
#ifndef MB_ACCOUNT_H
#define MB_ACCOUNT_H

#include "deliver.h"
#include "frame.h"
#include "hands.h"
#include "mtu.h"

static __always_inline void mb_count_inline(__u32 reason, __u32 hostdev)
{
	__u64 *count = bpf_map_lookup_elem(&mb_reasons, &reason);
	struct mb_ep_counts *counts = bpf_map_lookup_elem(&mb_ep_counts, &hostdev);

	if (count)
		mb_hand_count(count, reason);
	if (counts)
		mb_hand_add(&counts->frames[reason & (MB_EP_REASONS - 1)], 1);
}

/* Of an endpoint by its hostdev; the lower is none. Not static: the verifier walks it only once. */
__noinline int mb_count(__u32 reason, __u32 hostdev)
{
	mb_count_inline(reason, hostdev);
	return 0;
}

/* Of who gets it back, or, with 0, of who sent the frame. Not static, as above. */
__noinline int mb_count_frame(const struct __sk_buff *skb, __u32 reason, __u32 back_to)
{
	mb_count_inline(reason, back_to ? back_to : skb->ifindex);
	return 0;
}

static __always_inline __u32 mb_target(__u32 act, const struct mb_dest *dest)
{
	if (act == MB_ACT_WIRE || act == MB_ACT_HOST)
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

/* To the wire, of a frame that may be too large for it. Not static, as above. */
__noinline int mb_leave_large(struct __sk_buff *skb)
{
	struct mb_plan plan = mb_plan_over_mtu();

	if (!mb_is_over_mtu(skb))
		return mb_deliver(MB_ACT_WIRE, NULL);
	mb_count_frame(skb, plan.reason, 0);
	if (mb_cfg.trace)
		mb_trace(skb, &plan, NULL, 0);
	return mb_deliver(plan.act, NULL);
}

/* The lower's egress is to know what is not the host's. */
static __always_inline void mb_tell_host(struct __sk_buff *skb, struct mb_plan *plan,
					 const struct mb_dest *dest)
{
	if (plan->act != MB_ACT_WIRE)
		return;
	if (dest->mode == MB_MODE_HOST) /* few are, and need a look at their tag */
		*plan = mb_plan_to_host(*plan, dest->mode, mb_is_tagged(skb));
	if (plan->act == MB_ACT_WIRE)
		mb_hand_set(&skb->tc_index, MB_TC_SENT);
}

/* One constant is asked on the way of most. */
static __always_inline void mb_account(struct __sk_buff *skb, struct mb_plan *plan,
				       const struct mb_dest *dest, __u32 copies)
{
	if (plan->reason != MB_R_NONE)
		mb_count_frame(skb, plan->reason, plan->act == MB_ACT_REFLECT ? dest->hostdev : 0);
	if (!mb_cfg.at_exit)
		return;
	if (mb_cfg.host)
		mb_tell_host(skb, plan, dest);
	if (mb_cfg.trace)
		mb_trace(skb, plan, dest, copies);
}

/* `copies` is how many were handed out on the way here. */
static __always_inline int mb_leave_soon(struct __sk_buff *skb, struct mb_plan plan,
					 struct mb_dest dest, __u32 copies)
{
	mb_account(skb, &plan, &dest, copies);
	if (plan.act == MB_ACT_WIRE && skb->len > MB_FITS_ALL)
		return mb_leave_large(skb);
	return mb_deliver(plan.act, &dest);
}

/* Not static, as above. */
__noinline int mb_leave_wire(struct __sk_buff *skb)
{
	return skb->len > MB_FITS_ALL ? mb_leave_large(skb) : mb_deliver(MB_ACT_WIRE, NULL);
}

/* The same by the long way, from which many lead to the wire. */
static __always_inline int mb_leave(struct __sk_buff *skb, struct mb_plan plan, struct mb_dest dest,
				    __u32 copies)
{
	mb_account(skb, &plan, &dest, copies);
	return plan.act == MB_ACT_WIRE ? mb_leave_wire(skb) : mb_deliver(plan.act, &dest);
}

/* For a plan that needs no endpoint. */
static __always_inline int mb_leave_alone(struct __sk_buff *skb, struct mb_plan plan, __u32 copies)
{
	return mb_leave(skb, plan, (struct mb_dest){}, copies);
}

#endif /* MB_ACCOUNT_H */
