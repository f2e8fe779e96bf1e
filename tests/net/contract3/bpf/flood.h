/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * flood.h - copies of a frame for many endpoints.
 *
 * Copies go through the hostdev and not to its peer: that keeps the types PACKET_BROADCAST and
 * PACKET_MULTICAST, and the receiver's MTU check.
 */
#ifndef MB_FLOOD_H
#define MB_FLOOD_H

#include "account.h"
#include "frame.h"
#include "later.h"

/* The state of one round of copies; the callbacks below see it behind their void pointer. */
struct mb_round {
	struct __sk_buff *skb;
	__u32 copies; /* handed out so far; compared nowhere, or the verifier would walk every turn
		       */
	struct mb_later todo;	  /* members: which */
	__u32 except;		  /* members: this hostdev has no copy */
	struct mb_source_key key; /* sources: the sender's address */
	__u32 nodst;		  /* sources: one of them wants to be the only receiver */
};

static __always_inline bool mb_copy(struct mb_round *round, __u32 hostdev)
{
	if (bpf_clone_redirect(round->skb, hostdev, 0)) {
		mb_count(MB_R_COPY_REFUSED);
		return false;
	}
	round->copies++;
	return true;
}

static long mb_copy_to_member(__u32 n, void *arg)
{
	struct mb_round *round = arg;
	__u32 slot = round->todo.slot + n;
	struct mb_dest *dest;

	dest = bpf_map_lookup_elem(&mb_members, &slot);
	if (!dest)
		return 1;
	if (dest->hostdev && dest->hostdev != round->except && dest->mode & round->todo.modes)
		mb_copy(round, dest->hostdev);
	return 0;
}

/* As above, where who is left out goes by the slot. */
static long mb_copy_to_rest(__u32 n, void *arg)
{
	struct mb_round *round = arg;
	__u32 slot = round->todo.slot + n;
	struct mb_dest *dest;

	if (slot == round->todo.except)
		return 0;
	dest = bpf_map_lookup_elem(&mb_members, &slot);
	if (!dest)
		return 1;
	if (dest->hostdev && dest->mode & round->todo.modes)
		mb_copy(round, dest->hostdev);
	return 0;
}

static long mb_copy_to_source(__u32 n, void *arg)
{
	struct mb_round *round = arg;
	struct mb_source *source;

	round->key.n = n;
	source = bpf_map_lookup_elem(&mb_sources, &round->key);
	if (!source)
		return 1;
	if (source->flags & MB_FLAG_NODST)
		round->nodst = 1;
	if (mb_copy(round, source->hostdev))
		mb_count(MB_R_SOURCE_COPY);
	return 0;
}

static long mb_is_in_slot(__u32 slot, void *hostdev)
{
	const struct mb_dest *dest = bpf_map_lookup_elem(&mb_members, &slot);

	return !dest || dest->hostdev == *(__u32 *)hostdev;
}

/* One behind the last if it is in none. */
static __always_inline __u32 mb_slot_of(__u32 hostdev, __u32 slots)
{
	return bpf_loop(slots + 1, mb_is_in_slot, &hostdev, 0) - 1;
}

static long mb_is_taken(__u32 slot, void *hostdev)
{
	struct mb_dest *dest = bpf_map_lookup_elem(&mb_members, &slot);

	if (!dest)
		return 1;
	if (dest->flags & MB_DEST_XMIT)
		return 0;
	*(__u32 *)hostdev = dest->hostdev;
	return dest->hostdev != 0;
}

/*
 * For the first endpoint's program to go on with, whatever its mode. False if it can't: the
 * endpoint was just deleted, or there is no room. Not static: the verifier walks it only once.
 */
__noinline int mb_queue(struct __sk_buff *skb, __u64 later, __u32 slots)
{
	__u64 tstamp = skb->tstamp;
	__u32 relay = 0;
	int err;

	bpf_loop(slots, mb_is_taken, &relay, 0);
	skb->tstamp = later;
	err = bpf_clone_redirect(skb, relay, BPF_F_INGRESS);
	skb->tstamp = tstamp;
	return !err;
}

/* Makes copies of the frame, or queues some for later. Returns how many it made now. */
static __always_inline __u32 mb_go(struct mb_round *round, bool is_first)
{
	struct mb_later rest = round->todo;
	struct mb_port_rec *port;
	__u32 zero = 0, slots;

	port = bpf_map_lookup_elem(&mb_port, &zero);
	if (!port || port->slots <= rest.slot)
		return 0;
	slots = port->slots - rest.slot;
	rest.slot += MB_GO;
	if (slots > MB_GO) {
		if (is_first)
			rest.except = round->except ? mb_slot_of(round->except, slots) : 0;
		if (mb_queue(round->skb, mb_later_pack(&rest), port->slots))
			slots = MB_GO;
	}
	bpf_loop(slots, is_first ? mb_copy_to_member : mb_copy_to_rest, round, 0);
	return round->copies;
}

/* Goes on with what is left. */
static __always_inline __u32 mb_flood_later(struct __sk_buff *skb, struct mb_later todo)
{
	struct mb_round round = { .skb = skb, .todo = todo };

	return mb_go(&round, false);
}

/* Copies to the members of `modes`, but not to hostdev `except`. */
static __always_inline __u32 mb_flood(struct __sk_buff *skb, __u32 modes, __u32 except)
{
	struct mb_round round = { .skb = skb, .todo = { .modes = modes }, .except = except };

	return modes ? mb_go(&round, true) : 0;
}

/* Returns how many copies, 0 or 1. */
static __always_inline __u32 mb_copy_to(struct __sk_buff *skb, __u32 hostdev)
{
	struct mb_round round = { .skb = skb };

	return mb_copy(&round, hostdev);
}

/*
 * Copies to the source-mode endpoints that list `src`; adds to `copies`. True if one of them has
 * nodst, be it down: then nobody else may have the frame.
 */
static __always_inline bool mb_flood_sources(struct __sk_buff *skb, const __u8 *src, __u32 *copies)
{
	struct mb_round round = { .skb = skb };

	if (!mb_cfg.sources)
		return false;
	mb_mac_copy(round.key.mac, src);
	bpf_loop(MB_ENDPOINTS_MAX, mb_copy_to_source, &round, 0);
	*copies += round.copies;
	return round.nodst;
}

#endif /* MB_FLOOD_H */
