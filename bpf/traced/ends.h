/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * ends.h - as ../act/ends.h, with a door in front that a tracer opens: the program behind it is
 * ../trace's of the same constants, which does all that this one does and tells of it.
 *
 * The kernel empties the array with the last descriptor of it, which is the tracer's: however that
 * ends, the next frame is this program's again. It is the first map that a program uses, by which
 * commands tell it from others without opening it (libmacbpf/datapath/prog.c).
 */
#ifndef MB_ENDS_H
#define MB_ENDS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} mb_door SEC(".maps");

static __always_inline void mb_ends_begin(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &mb_door, 0);
}

static __always_inline int mb_ends_leave(struct __sk_buff *skb, int verdict)
{
	return verdict;
}

#endif /* MB_ENDS_H */
