/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * first.h - what is asked of a frame before all else, where its endpoint is guarded or limited.
 */
#ifndef MB_FIRST_H
#define MB_FIRST_H

#include "account.h"
#include "group_rate.h"
#include "guard.h"
#include "pace.h"
#include "policy.h"

/* Whatever goes through the queue has been let through before. */
static __always_inline bool mb_first_limits(struct __sk_buff *skb, int *verdict)
{
	struct mb_dest queue;

	if (mb_cfg.group_rate && mb_group_rate_refuses(skb)) {
		*verdict = mb_leave_alone(skb, mb_plan_refused(MB_R_GROUP_RATE), 0);
		return true;
	}
	if (!mb_cfg.paced || !mb_pace_is_due(skb))
		return false;
	queue = (struct mb_dest){ .hostdev = mb_pace_other(skb->ifindex) };
	*verdict = mb_leave(skb, mb_plan_pace(), queue, 0);
	return true;
}

/* True if *verdict is all. `limited`: any of MB_F_LIMITED may be on. */
static __always_inline bool mb_first_decides(struct __sk_buff *skb, bool limited, int *verdict)
{
	__u32 reason;

	if (limited && mb_cfg.paced && mb_pace_is_done(skb)) {
		mb_hand_set(&skb->tstamp, 0);
		return false;
	}
	reason = mb_cfg.guard ? mb_guard_refuses(skb) : MB_R_NONE;
	if (reason == MB_R_NONE)
		return limited && mb_first_limits(skb, verdict);
	*verdict = mb_leave_alone(skb, mb_plan_refused((__u8)reason), 0);
	return true;
}

#endif /* MB_FIRST_H */
