/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * ends.h - what a program does before all else and after all else: nothing.
 *
 * As of hands.h there are several of it, and the include path says which.
 */
#ifndef MB_ENDS_H
#define MB_ENDS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static __always_inline void mb_ends_begin(struct __sk_buff *skb)
{
}

/* Returns the verdict. */
static __always_inline int mb_ends_leave(struct __sk_buff *skb, int verdict)
{
	return verdict;
}

#endif /* MB_ENDS_H */
