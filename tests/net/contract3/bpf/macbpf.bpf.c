// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * macbpf.bpf.c - the entry points: read, look up, plan, act, count.
 *
 * The plans are in policy.h, the exit in account.h. On the lower we are a guest: what is not ours
 * goes on untouched. On a hostdev nothing ever reaches the host's stack.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi/abi.h"
#include "account.h"
#include "config.h"
#include "fast.h"
#include "fdb.h"
#include "flood.h"
#include "frame.h"
#include "maps.h"
#include "neigh.h"
#include "policy.h"
#include "vlan.h"

/* `sender` gets none of the copies. Who is known to be asked for gets the only one. */
static __always_inline __u32 mb_hand_out(struct __sk_buff *skb, struct mb_plan *plan, __u32 sender,
					 const struct mb_solicit *solicit)
{
	struct mb_dest dest = {};

	if (solicit)
		dest = mb_neigh_find(solicit, *plan, sender);
	if (!dest.mode)
		return mb_flood(skb, plan->modes, sender);
	*plan = mb_plan_directed(*plan);
	return mb_copy_to(skb, dest.hostdev);
}

static __always_inline int mb_wire_group(struct __sk_buff *skb, const struct mb_frame *frame,
					 const struct mb_solicit *solicit, __u32 copies)
{
	struct mb_dest owner = mb_fdb_find(frame->src);
	struct mb_plan plan = mb_plan_wire_group(owner.mode, mb_is_pause(skb));

	copies += mb_hand_out(skb, &plan, owner.hostdev, solicit);
	return mb_leave(skb, plan, owner, copies);
}

static __always_inline int mb_wire_unicast(struct __sk_buff *skb, const struct mb_frame *frame,
					   __u32 copies)
{
	struct mb_dest dest = mb_cfg.passthru ? mb_fdb_only() : mb_fdb_find(frame->dst);
	struct mb_plan plan = mb_plan_wire_unicast(mb_cfg.passthru, dest.mode);

	return mb_leave(skb, plan, dest, copies);
}

/* `solicit`: NULL if the frame is not listened to. */
static __always_inline int mb_wire_any(struct __sk_buff *skb, struct mb_solicit *solicit)
{
	struct mb_frame frame;
	__u32 copies = 0;

	if (mb_is_loopback(skb))
		return mb_leave_alone(skb, mb_plan_loopback(), 0);
	if (mb_cfg.vlans && mb_vlan_takes(skb))
		return mb_leave_alone(skb, mb_plan_vlan(), 0);
	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_short(true), 0);
	if (solicit)
		mb_neigh_hear(solicit, skb, &frame, true);
	if (mb_flood_sources(skb, frame.src, &copies))
		return mb_leave_alone(skb, mb_plan_taken(), copies);
	if (mb_is_group(&frame))
		return mb_wire_group(skb, &frame, solicit, copies);
	return mb_wire_unicast(skb, &frame, copies);
}

static __noinline int mb_from_wire(struct __sk_buff *skb)
{
	return mb_wire_any(skb, NULL);
}

static __noinline int mb_hear_wire(struct __sk_buff *skb)
{
	struct mb_solicit solicit = {};

	return mb_wire_any(skb, &solicit);
}

static __always_inline int mb_lower(struct __sk_buff *skb)
{
	struct mb_dest dest = {};

	if (mb_needs_care(skb) || mb_is_loopback(skb) || !mb_fast_find(&dest, skb, mb_cfg.passthru))
		return mb_from_wire(skb);
	return mb_leave(skb, mb_plan_wire_unicast(mb_cfg.passthru, dest.mode), dest, 0);
}

/* On the ingress of the lower: frames from the wire. */
SEC("tc")
int mb_lower_ingress(struct __sk_buff *skb)
{
	return mb_lower(skb);
}

/* Nothing that the endpoint sent: its program goes on with what is left of a flood. */
static __noinline int mb_rest(struct __sk_buff *skb)
{
	__u32 copies = mb_flood_later(skb, mb_later_unpack(skb->tstamp));

	return mb_leave_alone(skb, mb_plan_rest(), copies);
}

static __always_inline int mb_bridge_group(struct __sk_buff *skb, const struct mb_solicit *solicit)
{
	struct mb_plan plan = mb_plan_endpoint_group(true, mb_is_untagged_pause(skb));
	__u32 copies = mb_hand_out(skb, &plan, skb->ifindex, solicit);

	return mb_leave_alone(skb, plan, copies);
}

static __always_inline int mb_bridge_leave(struct __sk_buff *skb, struct mb_plan plan,
					   struct mb_dest dest, __u32 copies)
{
	if (mb_cfg.xmit)
		dest.flags = 0; /* bpf_redirect_peer() is for frames that are received */
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

static __always_inline int mb_bridge_any(struct __sk_buff *skb, struct mb_solicit *solicit)
{
	struct mb_frame frame;

	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_short(false), 0);
	if (!solicit && mb_is_group(&frame) && mb_later_is(skb->tstamp))
		return mb_rest(skb);
	if (solicit)
		mb_neigh_hear(solicit, skb, &frame, false);
	if (mb_is_group(&frame))
		return mb_bridge_group(skb, solicit);
	return mb_bridge_unicast(skb, &frame);
}

static __noinline int mb_from_bridge(struct __sk_buff *skb)
{
	return mb_bridge_any(skb, NULL);
}

/* All but bridge endpoints send everything to the wire. */
static __always_inline int mb_from_other(struct __sk_buff *skb)
{
	if (mb_is_short(skb))
		return mb_leave_alone(skb, mb_plan_short(false), 0);
	if (mb_later_is(skb->tstamp))
		return mb_rest(skb);
	return mb_leave_alone(skb, mb_plan_endpoint_unicast(false, 0), 0);
}

static __noinline int mb_hear_endpoint(struct __sk_buff *skb)
{
	struct mb_solicit solicit = {};
	struct mb_frame frame;

	if (mb_cfg.bridge)
		return mb_bridge_any(skb, &solicit);
	if (mb_frame_read(&frame, skb))
		mb_neigh_hear(&solicit, skb, &frame, false);
	return mb_from_other(skb);
}

static __always_inline int mb_endpoint(struct __sk_buff *skb)
{
	struct mb_dest dest = {};

	if (!mb_cfg.bridge)
		return mb_from_other(skb);
	if (mb_cfg.sources || !mb_fast_find(&dest, skb, false))
		return mb_from_bridge(skb);
	return mb_bridge_leave(skb, mb_plan_endpoint_unicast(true, dest.mode), dest, 0);
}

/* On the ingress of each hostdev: frames that its endpoint sends. */
SEC("tc")
int mb_endpoint_ingress(struct __sk_buff *skb)
{
	return mb_endpoint(skb);
}

/*
 * The same two for a port with arp-directed. Programs of their own, because a constant that is off
 * would leave its load behind in all others. The kernel cuts their names to those above.
 */
SEC("tc")
int mb_lower_ingress_directed(struct __sk_buff *skb)
{
	return mb_may_solicit(skb) ? mb_hear_wire(skb) : mb_lower(skb);
}

SEC("tc")
int mb_endpoint_ingress_directed(struct __sk_buff *skb)
{
	bool hear = mb_may_solicit(skb) && !mb_later_is(skb->tstamp);

	return hear ? mb_hear_endpoint(skb) : mb_endpoint(skb);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
