/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * host.h - between the host and bridge endpoints, with host access.
 *
 * What an endpoint sends to the wire leaves the lower as what the host sends does, and the host's
 * copies come in as what the wire sends: so programs of a port tell each other by tc_index which it
 * is. All of a port set it, so that no container has a say; it goes along where a device redirects,
 * and nothing else here reads it. Tags are other networks, and stay as they were.
 */
#ifndef MB_HOST_H
#define MB_HOST_H

#include "account.h"
#include "fast.h"
#include "flood.h"
#include "hands.h"
#include "listeners.h"
#include "report.h"
#include "stations.h"

/* The host's copy of an endpoint's group frame comes in: it was never on the wire. */
static __always_inline bool mb_host_takes(struct __sk_buff *skb)
{
	if (!mb_cfg.host || skb->tc_index != MB_TC_COPY)
		return false;
	mb_hand_set(&skb->tc_index, 0);
	return true;
}

/* Into the lower's ingress. Returns how many, 0 or 1. */
static __always_inline __u32 mb_host_copy(struct __sk_buff *skb)
{
	mb_hand_set(&skb->tc_index, MB_TC_COPY);
	if (!mb_clone(skb, mb_cfg.lower, BPF_F_INGRESS))
		return 1;
	return mb_count(MB_R_COPY_REFUSED, mb_cfg.lower);
}

static __always_inline int mb_host_group(struct __sk_buff *skb, bool groups)
{
	struct mb_plan plan = mb_plan_host_group(mb_is_pause(skb));
	__u32 copies = 0;

	if (!plan.modes)
		return mb_leave_alone(skb, plan, 0);
	if (groups)
		copies = (__u32)mb_listeners_flood(skb, plan.modes, 0,
						   mb_report_hear(skb, 0) == MB_REPORT_LISTENER);
	else
		copies = mb_flood(skb, plan.modes, 0);
	return mb_leave_alone(skb, plan, copies);
}

static __always_inline int mb_host_any(struct __sk_buff *skb, bool groups)
{
	struct mb_frame frame;
	struct mb_dest dest;

	if (!mb_frame_read(&frame, skb))
		return mb_leave_alone(skb, mb_plan_host_unicast(0), 0);
	if (mb_is_group(&frame))
		return mb_host_group(skb, groups);
	dest = mb_fdb_find(frame.dst);
	if (mb_cfg.learnt && !dest.mode)
		dest = mb_station_find(frame.dst);
	dest.flags = 0;
	return mb_leave(skb, mb_plan_host_unicast(dest.mode), dest, 0);
}

static __noinline int mb_from_host(struct __sk_buff *skb)
{
	return mb_host_any(skb, false);
}

static __noinline int mb_listen_host(struct __sk_buff *skb)
{
	return mb_host_any(skb, true);
}

/* bpf_redirect_peer() is for frames that are received. */
static __always_inline int mb_host(struct __sk_buff *skb, bool groups)
{
	struct mb_dest dest = {};

	if (skb->tc_index == MB_TC_SENT) {
		mb_hand_set(&skb->tc_index, 0);
		return mb_hand_verdict(MB_VERDICT_NEXT);
	}
	if (mb_is_tagged(skb))
		return mb_leave_soon(skb, mb_plan_host_unicast(0), dest, 0);
	if (mb_cfg.learnt || !mb_fast_find(&dest, skb, false))
		return groups ? mb_listen_host(skb) : mb_from_host(skb);
	dest.flags = 0;
	return mb_leave_soon(skb, mb_plan_host_unicast(dest.mode), dest, 0);
}

#endif /* MB_HOST_H */
