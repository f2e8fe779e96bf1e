// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * macbpf.bpf.c - the entry points: read, look up, plan, act, count.
 *
 * The plans are in policy.h, the exit in account.h. On the lower we are a guest: what is not ours
 * goes on untouched. On a hostdev nothing ever reaches the host's stack.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi.h"
#include "account.h"
#include "config.h"
#include "fast.h"
#include "fdb.h"
#include "flood.h"
#include "frame.h"
#include "maps.h"
#include "policy.h"

static __always_inline int mb_wire_group(struct __sk_buff *skb, const struct mb_frame *frame,
					 __u32 copies)
{
	struct mb_dest owner = mb_fdb_find(frame->src);
	struct mb_plan plan = mb_plan_wire_group(owner.mode, mb_is_pause(skb));

	copies += mb_flood(skb, plan.modes, owner.hostdev);
	return mb_leave(skb, plan, owner, copies);
}

static __always_inline int mb_wire_unicast(struct __sk_buff *skb, const struct mb_frame *frame,
					   __u32 copies)
{
	struct mb_dest dest = mb_cfg.passthru ? mb_fdb_only() : mb_fdb_find(frame->dst);
	struct mb_plan plan = mb_plan_wire_unicast(mb_cfg.passthru, dest.mode);

	return mb_leave(skb, plan, dest, copies);
}

static __noinline int mb_from_wire(struct __sk_buff *skb)
{
	struct mb_frame frame;
	__u32 copies = 0;

	if (mb_is_loopback(skb))
		return mb_leave_alone(skb, mb_plan_loopback(), 0);
	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_short(true), 0);
	if (mb_flood_sources(skb, frame.src, &copies))
		return mb_leave_alone(skb, mb_plan_taken(), copies);
	if (mb_is_group(&frame))
		return mb_wire_group(skb, &frame, copies);
	return mb_wire_unicast(skb, &frame, copies);
}

/* On the ingress of the lower: frames from the wire. */
SEC("tc")
int mb_lower_ingress(struct __sk_buff *skb)
{
	struct mb_dest dest = {};

	if (mb_cfg.passthru || mb_cfg.sources || mb_is_loopback(skb) || !mb_fast_find(&dest, skb))
		return mb_from_wire(skb);
	return mb_leave(skb, mb_plan_wire_unicast(false, dest.mode), dest, 0);
}

static __always_inline int mb_bridge_group(struct __sk_buff *skb)
{
	struct mb_plan plan = mb_plan_endpoint_group(true, mb_is_untagged_pause(skb));
	__u32 copies = mb_flood(skb, plan.modes, skb->ifindex);

	return mb_leave_alone(skb, plan, copies);
}

static __always_inline int mb_bridge_leave(struct __sk_buff *skb, struct mb_plan plan,
					   struct mb_dest dest, __u32 copies)
{
	if (mb_by_peer(plan.act, &dest))
		mb_forget_mark(skb);
	return mb_leave(skb, plan, dest, copies);
}

/* Bridged unicast goes on as if it had come from the wire, where source-mode endpoints listen. */
static __always_inline int mb_bridge_unicast(struct __sk_buff *skb, const struct mb_frame *frame)
{
	struct mb_dest dest = mb_fdb_find(frame->dst);
	struct mb_plan plan = mb_plan_endpoint_unicast(true, dest.mode);
	__u32 copies = 0;

	if (plan.act == MB_ACT_DELIVER && mb_flood_sources(skb, frame->src, &copies))
		plan = mb_plan_taken();
	return mb_bridge_leave(skb, plan, dest, copies);
}

static __noinline int mb_from_bridge(struct __sk_buff *skb)
{
	struct mb_frame frame;

	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_short(false), 0);
	if (mb_is_group(&frame))
		return mb_bridge_group(skb);
	return mb_bridge_unicast(skb, &frame);
}

/* All but bridge endpoints send everything to the wire. */
static __always_inline int mb_from_other(struct __sk_buff *skb)
{
	if (mb_is_short(skb))
		return mb_leave_alone(skb, mb_plan_short(false), 0);
	return mb_leave_alone(skb, mb_plan_endpoint_unicast(false, 0), 0);
}

/* On the ingress of each hostdev: frames that its endpoint sends. */
SEC("tc")
int mb_endpoint_ingress(struct __sk_buff *skb)
{
	struct mb_dest dest = {};

	if (!mb_cfg.bridge)
		return mb_from_other(skb);
	if (mb_cfg.sources || !mb_fast_find(&dest, skb))
		return mb_from_bridge(skb);
	return mb_bridge_leave(skb, mb_plan_endpoint_unicast(true, dest.mode), dest, 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
