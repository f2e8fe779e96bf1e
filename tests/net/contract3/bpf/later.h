/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * later.h - what is left of a flood, while it waits for its turn.
 *
 * All copies that a program makes wait in this CPU's backlog, which has room for
 * net.core.netdev_max_backlog frames, before the first of them is received. So a large flood is cut
 * in goes: with the copies of one a clone of the frame is queued, for an endpoint's program to
 * go on with. What is left to do is in the clone's time stamp. No endpoint can write that: it is
 * cleared where a frame changes its netns, and in the lower's own netns a clock reaches the mark in
 * the year 2146.
 */
#ifndef MB_LATER_H
#define MB_LATER_H

#include <stdbool.h>

#include "abi/abi.h"

/*
 * The mark, and what is left:
 *
 *	bits 40-63 mark | 36-39 modes | 24-35 slot | 12-23 except | 0-11 0
 */
#define MB_LATER_MARK	   0x4d6266ull
#define MB_LATER_EXCEPT_AT 12
#define MB_LATER_SLOT_AT   24
#define MB_LATER_MODES_AT  36
#define MB_LATER_MARK_AT   40

_Static_assert(MB_ENDPOINTS_MAX <= 1u << (MB_LATER_MODES_AT - MB_LATER_SLOT_AT), "slot won't fit");
_Static_assert(MB_MODE_SOURCE == 1u << (MB_LATER_MARK_AT - MB_LATER_MODES_AT), "modes won't fit");

/* Copies for the members of `modes` from `slot` on, but not for the one in slot `except`. */
struct mb_later {
	__u32 slot;
	__u32 modes;  /* never MB_MODE_SOURCE: those have lists */
	__u32 except; /* below `slot`: nobody */
};

static inline __u64 mb_later_pack(const struct mb_later *later)
{
	return MB_LATER_MARK << MB_LATER_MARK_AT | (__u64)later->modes << MB_LATER_MODES_AT |
	       (__u64)later->slot << MB_LATER_SLOT_AT |
	       (__u64)(later->except & (MB_ENDPOINTS_MAX - 1)) << MB_LATER_EXCEPT_AT;
}

static inline bool mb_later_is(__u64 tstamp)
{
	return tstamp >> MB_LATER_MARK_AT == MB_LATER_MARK;
}

static inline struct mb_later mb_later_unpack(__u64 tstamp)
{
	return (struct mb_later){
		.slot = (__u32)(tstamp >> MB_LATER_SLOT_AT) & (MB_ENDPOINTS_MAX - 1),
		.modes = (__u32)(tstamp >> MB_LATER_MODES_AT) & (MB_MODE_SOURCE - 1),
		.except = (__u32)(tstamp >> MB_LATER_EXCEPT_AT) & (MB_ENDPOINTS_MAX - 1),
	};
}

#endif /* MB_LATER_H */
