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
#include "care.h"
#include "config.h"
#include "ends.h"
#include "fast.h"
#include "fdb.h"
#include "first.h"
#include "flood.h"
#include "frame.h"
#include "host.h"
#include "listeners.h"
#include "maps.h"
#include "neigh.h"
#include "pace.h"
#include "policy.h"
#include "report.h"
#include "stamp.h"
#include "stations.h"
#include "vlan.h"

/* What a frame is listened to for; constant where it is handed on, so that the rest costs nothing.
 */
struct mb_hearing {
	struct mb_solicit *solicit; /* who has which address; NULL: not for that */
	bool groups;		    /* who listens to what, and for whom it is thereby */
};

/* What is listened to for its addresses is no report. */
static __always_inline __u32 mb_hand_to_listeners(struct __sk_buff *skb, struct mb_plan *plan,
						  __u32 sender, struct mb_hearing hearing,
						  bool from_wire)
{
	bool report = !hearing.solicit &&
		      mb_report_hear(skb, from_wire ? 0 : sender) == MB_REPORT_LISTENER;
	__u32 copies = plan->modes ? mb_listeners_flood(skb, plan->modes, sender, report) : 0;

	if (report)
		*plan = mb_plan_report(*plan);
	return copies;
}

/* `sender` gets none of the copies. Who is known to be asked for gets the only one. */
static __always_inline __u32 mb_hand_out(struct __sk_buff *skb, struct mb_plan *plan, __u32 sender,
					 struct mb_hearing hearing, bool from_wire)
{
	struct mb_dest dest = {};

	if (hearing.solicit)
		dest = mb_neigh_find(hearing.solicit, *plan, sender);
	if (!dest.mode && hearing.groups)
		return mb_hand_to_listeners(skb, plan, sender, hearing, from_wire);
	if (!dest.mode)
		return mb_flood(skb, plan->modes, sender);
	*plan = mb_plan_directed(*plan);
	return mb_copy_to(skb, dest.hostdev);
}

static __always_inline int mb_wire_group(struct __sk_buff *skb, const struct mb_frame *frame,
					 struct mb_hearing hearing, __u32 copies)
{
	struct mb_dest owner = mb_fdb_find(frame->src);
	struct mb_plan plan;

	if (mb_cfg.learnt && !owner.mode)
		owner = mb_station_find_sender(frame->src);
	plan = mb_plan_wire_group(owner.mode, mb_is_pause(skb));
	if (mb_cfg.host)
		plan = mb_plan_wire_group_host(owner.mode, mb_is_pause(skb), mb_is_tagged(skb));
	copies += mb_hand_out(skb, &plan, owner.hostdev, hearing, true);
	return mb_leave(skb, plan, owner, copies);
}

static __always_inline int mb_wire_unicast(struct __sk_buff *skb, const struct mb_frame *frame,
					   __u32 copies)
{
	bool passthru = mb_cfg.passthru;
	struct mb_dest dest = passthru ? mb_fdb_only() : mb_fdb_find(frame->dst);
	struct mb_plan plan;

	/* The lower's own address may be another than commands know. */
	if (mb_cfg.learnt && !dest.mode && skb->pkt_type != PACKET_HOST)
		dest = mb_station_find(frame->dst);
	plan = mb_plan_wire_unicast(passthru, dest.mode);
	return mb_leave(skb, plan, dest, copies);
}

static __always_inline int mb_wire_any(struct __sk_buff *skb, struct mb_hearing hearing)
{
	struct mb_frame frame;
	__u32 copies = 0;

	if (mb_is_loopback(skb) || mb_host_takes(skb))
		return mb_leave_alone(skb, mb_plan_loopback(), 0);
	if (mb_cfg.vlans && mb_vlan_takes(skb))
		return mb_leave_alone(skb, mb_plan_vlan(), 0);
	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_short(true), 0);
	if (hearing.solicit)
		mb_neigh_hear(hearing.solicit, skb, &frame, true);
	if (mb_flood_sources(skb, frame.src, &copies))
		return mb_leave_alone(skb, mb_plan_taken(), copies);
	if (mb_is_group(&frame))
		return mb_wire_group(skb, &frame, hearing, copies);
	return mb_wire_unicast(skb, &frame, copies);
}

static __noinline int mb_from_wire(struct __sk_buff *skb)
{
	return mb_wire_any(skb, (struct mb_hearing){});
}

static __noinline int mb_listen_wire(struct __sk_buff *skb)
{
	return mb_wire_any(skb, (struct mb_hearing){ .groups = true });
}

static __noinline int mb_hear_wire(struct __sk_buff *skb)
{
	struct mb_solicit solicit = {};

	return mb_wire_any(skb, (struct mb_hearing){ &solicit, false });
}

static __noinline int mb_hear_listen_wire(struct __sk_buff *skb)
{
	struct mb_solicit solicit = {};

	return mb_wire_any(skb, (struct mb_hearing){ &solicit, true });
}

static __always_inline int mb_lower(struct __sk_buff *skb, bool groups)
{
	bool passthru = mb_cfg.passthru;
	struct mb_dest dest = {};
	enum mb_care care = mb_cfg.way == MB_WAY_CAREFUL ? mb_needs_care(skb) : MB_CARE_NONE;

	if (care == MB_CARE_HEAR)
		return groups ? mb_hear_listen_wire(skb) : mb_hear_wire(skb);
	if (care == MB_CARE_LOOK || mb_is_loopback(skb) || !mb_fast_find(&dest, skb, passthru))
		return groups ? mb_listen_wire(skb) : mb_from_wire(skb);
	return mb_leave_soon(skb, mb_plan_wire_unicast(passthru, dest.mode), dest, 0);
}

/* On the ingress of the lower: frames from the wire. */
SEC("tc")
int mb_lower_ingress(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_lower(skb, false));
}

/* The same, with MB_F_GROUPS: whoever is without has nothing of it in its program. */
SEC("tc")
int mb_lower_ingress_groups(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_lower(skb, true));
}

/* On the egress of the lower, with MB_F_HOST: what the host sends, and what endpoints have sent. */
SEC("tc")
int mb_lower_egress(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_host(skb, false));
}

/* The same, with MB_F_GROUPS. */
SEC("tc")
int mb_lower_egress_groups(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_host(skb, true));
}

/* Nothing that the endpoint sent: its program goes on with what is left of a flood. */
static __noinline int mb_rest(struct __sk_buff *skb)
{
	__u32 copies = mb_flood_later(skb, mb_later_unpack(skb->tstamp));

	return mb_leave_alone(skb, mb_plan_rest(), copies);
}

static __noinline int mb_listen_rest(struct __sk_buff *skb)
{
	__u32 copies = mb_listeners_later(skb, skb->tstamp);

	return mb_leave_alone(skb, mb_plan_rest(), copies);
}

static __always_inline int mb_bridge_group(struct __sk_buff *skb, struct mb_hearing hearing)
{
	struct mb_plan plan =
		mb_plan_endpoint_group(true, mb_is_untagged_pause(skb), mb_cfg.isolated);
	bool host = mb_cfg.host && plan.modes && !mb_is_tagged(skb);
	__u32 copies = host ? mb_host_copy(skb) : 0;

	copies += mb_hand_out(skb, &plan, skb->ifindex, hearing, false);

	return mb_leave_alone(skb, plan, copies);
}

static __always_inline struct mb_dest mb_bridge_dest(struct __sk_buff *skb, struct mb_plan plan,
						     struct mb_dest dest)
{
	if (mb_cfg.xmit)
		dest.flags = 0; /* bpf_redirect_peer() is for frames that are received */
	if (mb_by_peer(plan.act, &dest))
		mb_forget_mark(skb);
	return dest;
}

/* Bridged unicast goes on as if it had come from the wire, where source-mode endpoints listen. */
static __always_inline int mb_bridge_unicast(struct __sk_buff *skb, const struct mb_frame *frame)
{
	struct mb_dest dest = mb_fdb_find(frame->dst);
	struct mb_plan plan;
	__u32 copies = 0;

	if (mb_cfg.learnt && !dest.mode) {
		dest = mb_station_find(frame->dst);
		if (dest.hostdev == skb->ifindex)
			return mb_leave_alone(skb, mb_plan_own_station(), 0);
	}
	plan = mb_plan_endpoint_unicast(true, dest.mode, mb_cfg.isolated);
	if (plan.act == MB_ACT_DELIVER && mb_flood_sources(skb, frame->src, &copies))
		plan = mb_plan_taken();
	return mb_leave(skb, plan, mb_bridge_dest(skb, plan, dest), copies);
}

static __always_inline int mb_bridge_any(struct __sk_buff *skb, struct mb_hearing hearing)
{
	struct mb_frame frame;

	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_short(false), 0);
	if (!hearing.solicit && mb_is_group(&frame) && mb_stamp_is_later(skb))
		return hearing.groups ? mb_listen_rest(skb) : mb_rest(skb);
	if (hearing.solicit)
		mb_neigh_hear(hearing.solicit, skb, &frame, false);
	if (mb_is_group(&frame))
		return mb_bridge_group(skb, hearing);
	return mb_bridge_unicast(skb, &frame);
}

static __noinline int mb_from_bridge(struct __sk_buff *skb)
{
	return mb_bridge_any(skb, (struct mb_hearing){});
}

static __noinline int mb_listen_bridge(struct __sk_buff *skb)
{
	return mb_bridge_any(skb, (struct mb_hearing){ .groups = true });
}

/* All but bridge endpoints send everything to the wire. */
static __always_inline int mb_from_other(struct __sk_buff *skb, bool groups)
{
	struct mb_plan plan = mb_plan_endpoint_unicast(false, 0, false);
	const struct mb_dest dest = {};

	if (mb_is_short(skb))
		return mb_leave_alone(skb, mb_plan_short(false), 0);
	if (mb_stamp_is_later(skb))
		return groups ? mb_listen_rest(skb) : mb_rest(skb);
	if (groups && mb_starts_as_group(skb))
		mb_hand_to_listeners(skb, &plan, skb->ifindex, (struct mb_hearing){}, false);
	return mb_leave_soon(skb, plan, dest, 0);
}

static __always_inline int mb_hear_any(struct __sk_buff *skb, bool groups)
{
	struct mb_solicit solicit = {};
	struct mb_frame frame;

	if (mb_cfg.bridge)
		return mb_bridge_any(skb, (struct mb_hearing){ &solicit, groups });
	if (mb_frame_read(&frame, skb))
		mb_neigh_hear(&solicit, skb, &frame, false);
	return mb_from_other(skb, false);
}

static __noinline int mb_hear_endpoint(struct __sk_buff *skb)
{
	return mb_hear_any(skb, false);
}

static __noinline int mb_hear_listen_endpoint(struct __sk_buff *skb)
{
	return mb_hear_any(skb, true);
}

static __always_inline int mb_endpoint(struct __sk_buff *skb, bool groups)
{
	__u8 way = mb_cfg.way;
	struct mb_dest dest = {};
	struct mb_plan plan;
	enum mb_care care;

	if (way == MB_WAY_WIRE)
		return mb_from_other(skb, groups);
	if (way == MB_WAY_CAREFUL) {
		if (mb_cfg.learns)
			mb_station_hear(skb);
		care = mb_needs_care(skb);
		if (care == MB_CARE_HEAR)
			return groups ? mb_hear_listen_endpoint(skb) : mb_hear_endpoint(skb);
		if (!mb_cfg.bridge)
			return mb_from_other(skb, groups);
		if (care == MB_CARE_LOOK)
			return groups ? mb_listen_bridge(skb) : mb_from_bridge(skb);
	}
	if (!mb_fast_find(&dest, skb, false))
		return groups ? mb_listen_bridge(skb) : mb_from_bridge(skb);
	plan = mb_plan_endpoint_unicast(true, dest.mode, mb_cfg.isolated);
	return mb_leave_soon(skb, plan, mb_bridge_dest(skb, plan, dest), 0);
}

/* On the ingress of each hostdev: frames that its endpoint sends. */
SEC("tc")
int mb_endpoint_ingress(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_endpoint(skb, false));
}

/* The same, with MB_F_GROUPS. */
SEC("tc")
int mb_endpoint_ingress_groups(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_endpoint(skb, true));
}

static __always_inline int mb_endpoint_first(struct __sk_buff *skb, bool limited)
{
	int verdict;

	if (mb_first_decides(skb, limited, &verdict))
		return verdict;
	return mb_cfg.groups ? mb_endpoint(skb, true) : mb_endpoint(skb, false);
}

/*
 * The same of an endpoint that is guarded or isolated, whatever else its port has: what is off is
 * removed here as well, but before Linux 6.8 the verifier walks it.
 */
SEC("tc")
int mb_endpoint_ingress_guarded(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_endpoint_first(skb, false));
}

/* The same of one with any of MB_F_LIMITED, guarded or not. */
SEC("tc")
int mb_endpoint_ingress_limited(struct __sk_buff *skb)
{
	mb_ends_begin(skb);
	return mb_ends_leave(skb, mb_endpoint_first(skb, true));
}

/* Where what such a one sends comes out of its queue, with MB_F_PACED. */
SEC("tc")
int mb_paced(struct __sk_buff *skb)
{
	return mb_pace_back(skb);
}

/*
 * On the ingress of each hostdev, behind all else that is there: what nobody has decided is not for
 * the host.
 */
SEC("tc")
int mb_closed(struct __sk_buff *skb)
{
	return mb_leave_alone(skb, mb_plan_closed(), 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
