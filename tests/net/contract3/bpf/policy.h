/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * policy.h - what happens to a frame, decided from facts alone.
 *
 * No helper, no map, no frame: the host compiles this too, so the unit test asks the very code that
 * the kernel runs. The rules are macvlan_handle_frame()'s and macvlan_queue_xmit()'s. An `owner` is
 * the mode of the endpoint that has an address, 0 if none has.
 */
#ifndef MB_POLICY_H
#define MB_POLICY_H

#include <stdbool.h>

#include "abi/abi.h"

/* What becomes of the frame itself, after its copies were made. */
enum mb_act {
	MB_ACT_NEXT,	/* not ours: to the next program, in the end to the host */
	MB_ACT_DROP,	/* freed */
	MB_ACT_WIRE,	/* out of the lower */
	MB_ACT_DELIVER, /* unicast, to the endpoint that was looked up */
	MB_ACT_REFLECT, /* group frame, to the endpoint that was looked up */
};

struct mb_plan {
	__u8 act;    /* enum mb_act */
	__u8 reason; /* enum mb_reason */
	__u16 modes; /* endpoints of these modes get a copy, except the one to be left out */
};

/* The frame has no Ethernet header by intent: the host's multicast on its way back to the host. */
static inline struct mb_plan mb_plan_loopback(void)
{
	return (struct mb_plan){ MB_ACT_NEXT, MB_R_NONE, 0 };
}

/* Its tag belongs to a VLAN device on the lower, whatever its addresses. */
static inline struct mb_plan mb_plan_vlan(void)
{
	return (struct mb_plan){ MB_ACT_NEXT, MB_R_NONE, 0 };
}

/* A guest on the lower lets it pass; nothing of an endpoint ever leaks into the host's stack. */
static inline struct mb_plan mb_plan_short(bool from_wire)
{
	if (from_wire)
		return (struct mb_plan){ MB_ACT_NEXT, MB_R_SHORT_LOWER, 0 };
	return (struct mb_plan){ MB_ACT_DROP, MB_R_SHORT_ENDPOINT, 0 };
}

/* A source-mode endpoint with nodst lists the sender: its copy was the only one. */
static inline struct mb_plan mb_plan_taken(void)
{
	return (struct mb_plan){ MB_ACT_DROP, MB_R_NODST, 0 };
}

/* `owner` of the destination; on a passthru port the port's one endpoint, whatever the address. */
static inline struct mb_plan mb_plan_wire_unicast(bool passthru, __u32 owner)
{
	if (passthru && !owner)
		return (struct mb_plan){ MB_ACT_DROP, MB_R_NO_ENDPOINT, 0 };
	if (!owner || owner == MB_MODE_SOURCE)
		return (struct mb_plan){ MB_ACT_NEXT, MB_R_NONE, 0 };
	return (struct mb_plan){ MB_ACT_DELIVER, MB_R_NONE, 0 };
}

/*
 * Whose copies the wire owes, given the owner of the frame's source. A frame of our own comes back
 * only because the switch reflected it: bridge endpoints had theirs when it was sent.
 */
static inline __u32 mb_wire_flood_modes(__u32 owner)
{
	switch (owner) {
	case MB_MODE_BRIDGE:
		return MB_MODE_VEPA;
	case MB_MODE_VEPA:
		return MB_MODE_VEPA | MB_MODE_BRIDGE;
	default:
		return MB_MODE_PRIVATE | MB_MODE_VEPA | MB_MODE_PASSTHRU | MB_MODE_BRIDGE;
	}
}

/* `owner` of the source. Only copying asks for PAUSE, so a reflected PAUSE frame is reflected. */
static inline struct mb_plan mb_plan_wire_group(__u32 owner, bool pause)
{
	if (owner && owner != MB_MODE_VEPA && owner != MB_MODE_BRIDGE)
		return (struct mb_plan){ MB_ACT_REFLECT, MB_R_REFLECTED, 0 };
	if (pause)
		return (struct mb_plan){ MB_ACT_NEXT, MB_R_PAUSE, 0 };
	return (struct mb_plan){ MB_ACT_NEXT, MB_R_FLOOD_WIRE, mb_wire_flood_modes(owner) };
}

/* `owner` of the destination. The sender itself may be it. */
static inline struct mb_plan mb_plan_endpoint_unicast(bool bridge, __u32 owner)
{
	if (bridge && owner == MB_MODE_BRIDGE)
		return (struct mb_plan){ MB_ACT_DELIVER, MB_R_NONE, 0 };
	return (struct mb_plan){ MB_ACT_WIRE, MB_R_NONE, 0 };
}

static inline struct mb_plan mb_plan_endpoint_group(bool bridge, bool pause)
{
	if (!bridge)
		return (struct mb_plan){ MB_ACT_WIRE, MB_R_NONE, 0 };
	if (pause)
		return (struct mb_plan){ MB_ACT_WIRE, MB_R_PAUSE, 0 };
	return (struct mb_plan){ MB_ACT_WIRE, MB_R_FLOOD_ENDPOINT, MB_MODE_BRIDGE };
}

/* What is known of "this address is mine" when it is heard. */
struct mb_claim {
	bool known; /* the address has an owner, who was heard lately */
	bool same;  /* who says it is that owner, with the same MAC */
	bool mine;  /* it is that owner, with any MAC */
	bool sound; /* the frame comes from the MAC that it speaks of, and that from where it lives
		     */
	bool local; /* not an endpoint's frame that came back from the wire */
};

enum mb_verdict {
	MB_CLAIM_IGNORE,
	MB_CLAIM_KEEP,	  /* nothing new: the owner was heard again */
	MB_CLAIM_TAKE,	  /* the address is the speaker's */
	MB_CLAIM_DISPUTE, /* there are two, so nobody is sure to be the one */
};

/* The first has it: who comes second can make it doubtful, but not take it away. */
static inline __u32 mb_judge_claim(struct mb_claim claim)
{
	bool may_take = claim.sound && claim.local;

	if (claim.known && claim.same && claim.sound)
		return MB_CLAIM_KEEP;
	if (claim.known && !(claim.mine && may_take))
		return MB_CLAIM_DISPUTE;
	return may_take ? MB_CLAIM_TAKE : MB_CLAIM_IGNORE;
}

/* The request goes to one of those to whom all of `plan`'s copies would go, and to no other. */
static inline bool mb_may_direct(struct mb_plan plan, __u32 sender, struct mb_dest dest,
				 __u32 hostdev)
{
	return dest.mode & plan.modes && dest.hostdev == hostdev && hostdev != sender;
}

static inline struct mb_plan mb_plan_directed(struct mb_plan plan)
{
	return (struct mb_plan){ plan.act, MB_R_DIRECTED, 0 };
}

/* What is left of a flood was with a clone: the frame itself was dealt with before. */
static inline struct mb_plan mb_plan_rest(void)
{
	return (struct mb_plan){ MB_ACT_DROP, MB_R_NONE, 0 };
}

#endif /* MB_POLICY_H */
