/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * note.h - what is written down of a frame while the program is at it.
 *
 * A note is one program's and one CPU's. A frame that a program sends is met by others on its way,
 * but by the same one only when that has come to its end.
 */
#ifndef MB_NOTE_H
#define MB_NOTE_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "config.h"
#include "event.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct mb_note);
} mb_note SEC(".maps");

const volatile struct mb_event_want mb_want = {};

static __always_inline struct mb_note *mb_note_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&mb_note, &zero);
}

/* The compiler knows that it is in range, and would take the mask out; Linux 6.1 doesn't. */
static __always_inline __u32 mb_note_place(__u32 n, __u32 size)
{
	asm volatile("" : "+r"(n));
	return n & (size - 1);
}

/* One that goes into a hostdev's ingress is no copy: it carries what is left of a flood. */
static __always_inline void mb_note_copy(__u32 ifindex, __u64 flags, long err)
{
	struct mb_note *note = mb_note_get();
	__u32 n;

	if (!note)
		return;
	if (flags & BPF_F_INGRESS && ifindex != mb_cfg.lower) {
		note->event.later |= !err;
		return;
	}
	if (err) {
		note->event.refused++;
		return;
	}
	n = note->event.copies;
	note->event.copies = n + 1;
	if (n < MB_EVENT_COPIES)
		note->event.copy[mb_note_place(n, MB_EVENT_COPIES)] = ifindex;
	if (ifindex == mb_want.dev)
		note->given = 1;
	if (ifindex == mb_cfg.lower)
		note->hosts = 1;
}

#endif /* MB_NOTE_H */
