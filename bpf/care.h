/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * care.h - whether a frame may go the way of most, of which features of the port know better.
 *
 * They are all behind one constant, mb_cfg.way: a program without them asks for none. A feature
 * that wants to see frames first has its bit in MB_F_CAREFUL, and its question here. For listening
 * (MB_F_DIRECTED) there were entry points of their own before: they cost ordinary ports no less,
 * and each such feature would have doubled their number. That for groups has them all the same:
 * before Linux 6.8 the verifier walks its functions in programs that never call them.
 */
#ifndef MB_CARE_H
#define MB_CARE_H

#include "config.h"
#include "neigh.h"
#include "stamp.h"

enum mb_care {
	MB_CARE_NONE, /* the short way will do */
	MB_CARE_LOOK, /* the long one */
	MB_CARE_HEAR, /* the long one, and it is listened to */
};

/* Asked where mb_cfg.way is MB_WAY_CAREFUL. What is left of a flood was heard before. */
static __always_inline enum mb_care mb_needs_care(struct __sk_buff *skb)
{
	if (mb_cfg.directed && mb_may_solicit(skb) && !mb_stamp_is_later(skb))
		return MB_CARE_HEAR;
	if (mb_cfg.sources || mb_cfg.learnt || (mb_cfg.vlans && skb->vlan_present))
		return MB_CARE_LOOK;
	return MB_CARE_NONE;
}

#endif /* MB_CARE_H */
