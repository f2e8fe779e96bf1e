/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * ends.h - as ../act/ends.h: a note is begun before all else, and after all else handed to who
 * traces, if the frame is one of those that he wants.
 */
#ifndef MB_ENDS_H
#define MB_ENDS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi/program.h"
#include "note.h"
#include "pace.h"
#include "policy.h"

#define MB_SECOND 1000000000ull

/* One for all programs of a port. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} mb_events SEC(".maps");

/* Not static, so that what it needs of the stack is not the caller's. */
__noinline int mb_ends_note(struct __sk_buff *skb)
{
	struct mb_note *note = mb_note_get();

	if (!note)
		return 0;
	for (int i = 0; i < 5; i++)
		note->cb[i] = skb->cb[i];
	note->own = mb_cfg.host && (skb->tc_index == MB_TC_SENT || skb->tc_index == MB_TC_COPY);
	note->given = 0;
	note->hosts = 0;
	note->event.copies = 0;
	note->event.refused = 0;
	note->event.later = 0;
	return 0;
}

static __always_inline void mb_ends_decided(struct __sk_buff *skb, struct mb_note *note)
{
	struct mb_event *e = &note->event;

	e->act = skb->cb[MB_TRACE_ACT];
	e->target = skb->cb[MB_TRACE_TARGET];
	e->reason = skb->cb[MB_TRACE_REASON];
	e->peer = skb->cb[MB_TRACE_PEER];
	for (int i = 0; i < 5; i++)
		skb->cb[i] = note->cb[i];
}

/* What goes through a queue is told when it comes out. */
static __always_inline bool mb_ends_waits(const struct __sk_buff *skb, const struct mb_event *e)
{
	return mb_cfg.paced && e->act == MB_ACT_DELIVER && e->target == mb_pace_other(skb->ifindex);
}

static __always_inline bool mb_ends_is_wanted(const struct __sk_buff *skb,
					      const struct mb_note *note)
{
	const struct mb_event *e = &note->event;
	bool from_host = mb_want.entry == MB_ENTRY_HOST;
	bool from_wire = mb_want.entry == MB_ENTRY_LOWER;
	bool next = e->act == MB_ACT_NEXT;

	if (note->own || mb_ends_waits(skb, e))
		return false;
	if (mb_want.dev && skb->ifindex != mb_want.dev && e->target != mb_want.dev && !note->given)
		return false;
	if (mb_want.wire && !from_wire && e->act != MB_ACT_WIRE && !(from_host && next))
		return false;
	if (mb_want.host && !from_host && e->act != MB_ACT_HOST && !(from_wire && next) &&
	    !note->hosts)
		return false;
	return !mb_want.drops || e->refused || (e->act == MB_ACT_DROP && e->reason != MB_R_NONE);
}

/* Of the address and the kind of its destination. Too short a frame has neither. */
static __always_inline bool mb_ends_is_named(struct __sk_buff *skb, struct mb_note *note)
{
	__u8 *macs = note->data;
	bool from = true, to = true;

	if (!mb_want.groups && !mb_want.by_mac)
		return true;
	if (bpf_skb_load_bytes(skb, 0, macs, 2 * MB_MAC_LEN))
		return false;
	if (mb_want.groups && !(macs[0] & 1))
		return false;
	for (int i = 0; mb_want.by_mac && i < MB_MAC_LEN; i++) {
		to = to && macs[i] == mb_want.mac[i];
		from = from && macs[MB_MAC_LEN + i] == mb_want.mac[i];
	}
	return to || from;
}

/* First what is wanted, then one of so many, then so many in a second. */
static __always_inline bool mb_ends_is_due(struct mb_note *note, __u64 now)
{
	__u32 seen = note->seen++;

	if (mb_want.sample > 1 && seen % mb_want.sample)
		return false;
	if (!mb_want.rate)
		return true;
	if (now - note->window >= MB_SECOND) {
		note->window = now;
		note->in_window = 0;
	}
	return note->in_window++ < mb_want.rate;
}

static __always_inline __u32 mb_ends_take_bytes(struct __sk_buff *skb, struct mb_note *note)
{
	__u32 n = skb->len < mb_want.bytes ? skb->len : mb_want.bytes;

	if (!n)
		return 0;
	n = mb_note_place(n - 1, MB_EVENT_BYTES) + 1;
	return bpf_skb_load_bytes(skb, 0, note->data, n) ? 0 : n;
}

static __always_inline void mb_ends_tell(struct __sk_buff *skb, struct mb_note *note, int verdict)
{
	struct mb_event *e = &note->event;
	__u32 n = mb_ends_take_bytes(skb, note);

	e->ifindex = skb->ifindex;
	e->entry = mb_want.entry;
	e->verdict = verdict;
	e->tag = skb->vlan_present ? skb->vlan_proto : 0;
	e->tci = skb->vlan_tci;
	e->length = skb->len;
	e->bytes = n;
	e->left_out = note->left_out;
	e->lost = note->lost;
	if (bpf_ringbuf_output(&mb_events, e, sizeof(*e) + n, 0)) {
		note->lost++;
		return;
	}
	note->left_out = 0;
	note->lost = 0;
}

/* Not static, as above. */
__noinline int mb_ends_hand_over(struct __sk_buff *skb, int verdict)
{
	struct mb_note *note = mb_note_get();

	if (!note)
		return 0;
	mb_ends_decided(skb, note);
	if (!mb_ends_is_wanted(skb, note) || !mb_ends_is_named(skb, note))
		return 0;
	note->event.time = bpf_ktime_get_ns();
	if (!mb_ends_is_due(note, note->event.time)) {
		note->left_out++;
		return 0;
	}
	mb_ends_tell(skb, note, verdict);
	return 0;
}

static __always_inline void mb_ends_begin(struct __sk_buff *skb)
{
	mb_ends_note(skb);
}

static __always_inline int mb_ends_leave(struct __sk_buff *skb, int verdict)
{
	mb_ends_hand_over(skb, verdict);
	return verdict;
}

#endif /* MB_ENDS_H */
