/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* hands.h - as ../act/hands.h, and who gets copies is written down besides. */
#ifndef MB_TRACE_HANDS_H
#define MB_TRACE_HANDS_H

#define mb_hand_clone mb_hand_clone_untold
#include "act/hands.h"
#undef mb_hand_clone

#include "note.h"

static __always_inline long mb_hand_clone(struct __sk_buff *skb, __u32 ifindex, __u64 flags)
{
	long err = mb_hand_clone_untold(skb, ifindex, flags);

	mb_note_copy(ifindex, flags, err);
	return err;
}

#endif /* MB_TRACE_HANDS_H */
