/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * listeners.h - copies of a multicast frame for those who listen to its group.
 *
 * As flood.h over a set of slots instead of all, cut in goes as there. How far a go comes is
 * bounded by its number of turns: a count that is compared would make the verifier walk every turn.
 */
#ifndef MB_LISTENERS_H
#define MB_LISTENERS_H

#include "flood.h"
#include "groups.h"
#include "hands.h"

/* The state of one go; the callback below sees it behind its void pointer. */
struct mb_listeners {
	struct mb_round round;
	const struct mb_group_set *set, *also;
	__u64 words, bits; /* what is left: words behind `word`, and bits of that */
	__u32 word;
	__u32 except_slot;
	__u32 set_id;
};

/* Without a branch: the verifier would take each of them in every turn of a loop. */
static const __u8 mb_bit_of[64] = {
	0,  47, 1,  56, 48, 27, 2,  60, 57, 49, 41, 37, 28, 16, 3,  61, 54, 58, 35, 52, 50, 42,
	21, 44, 38, 32, 29, 23, 17, 11, 4,  62, 46, 55, 26, 59, 40, 36, 15, 53, 34, 51, 20, 43,
	31, 22, 10, 45, 25, 39, 14, 33, 19, 30, 9,  24, 13, 18, 8,  12, 7,  6,	5,  63,
};

static __always_inline __u32 mb_lowest_bit(__u64 x)
{
	return mb_bit_of[((x ^ (x - 1)) * 0x03f79d71b4cb0a89ull) >> 58];
}

static __always_inline __u64 mb_listeners_word(const struct mb_listeners *l, __u32 word)
{
	word &= MB_GROUP_WORDS - 1;
	return l->set->word[word] | l->also->word[word];
}

/* A turn opens the next word, or makes one copy. */
static long mb_copy_to_listener(__u32 n, void *arg)
{
	struct mb_listeners *l = arg;
	struct mb_dest *dest;
	__u32 slot;

	if (!l->bits) {
		if (!l->words)
			return 1;
		l->word = mb_lowest_bit(l->words);
		l->words &= l->words - 1;
		l->bits = mb_listeners_word(l, l->word);
		return 0;
	}
	slot = l->word * MB_GROUP_WORD + mb_lowest_bit(l->bits);
	l->bits &= l->bits - 1;
	dest = bpf_map_lookup_elem(&mb_members, &slot);
	if (!dest)
		return 1;
	if (dest->hostdev && slot != l->except_slot && dest->hostdev != l->round.except &&
	    dest->mode & l->round.todo.modes)
		l->round.copies += mb_copy(l->round.skb, dest->hostdev);
	return 0;
}

/* From `slot` on. */
static __always_inline void mb_listeners_begin(struct mb_listeners *l, __u32 slot)
{
	__u32 word = slot / MB_GROUP_WORD & (MB_GROUP_WORDS - 1);

	l->word = word;
	l->words = (l->set->words | l->also->words) & ~1ull << word;
	l->bits = mb_listeners_word(l, word) & ~0ull << slot % MB_GROUP_WORD;
}

static __always_inline __u32 mb_listeners_next(const struct mb_listeners *l)
{
	return l->bits ? l->word * MB_GROUP_WORD + mb_lowest_bit(l->bits)
		       : mb_lowest_bit(l->words) * MB_GROUP_WORD;
}

/* What a go has left waits for its turn; if it can't, all is done now. */
static __always_inline void mb_listeners_rest(struct mb_listeners *l)
{
	struct mb_later rest = l->round.todo;
	struct mb_port_facts *port;
	__u32 zero = 0;

	port = bpf_map_lookup_elem(&mb_port, &zero);
	if (!port)
		return;
	rest.slot = mb_listeners_next(l);
	if (l->round.except)
		rest.except = mb_slot_of(l->round.except, port->slots);
	if (!mb_hand_queues() ||
	    !mb_queue(l->round.skb, mb_later_pack(&rest) | l->set_id, port->slots))
		bpf_loop(MB_ENDPOINTS_MAX + MB_GROUP_WORDS, mb_copy_to_listener, l, 0);
}

/* Whoever is in the set of `todo`, but not hostdev `except`. Not static: walked only once. */
__noinline int mb_flood_set(struct __sk_buff *skb, __u64 todo, __u32 except)
{
	struct mb_listeners l = { .round = { .skb = skb, .except = except } };
	__u32 id, also;

	l.round.todo = mb_later_unpack(todo);
	l.except_slot = l.round.todo.slot ? l.round.todo.except : MB_ENDPOINTS_MAX;
	l.set_id = mb_later_set(todo);
	id = l.set_id - 1;
	also = id == MB_GROUP_ROUTERS ? id : MB_GROUP_ALWAYS;
	l.set = mb_group_set_at(id);
	l.also = mb_group_set_at(also);
	if (!l.set || !l.also || !l.round.todo.modes)
		return 0;
	mb_listeners_begin(&l, l.round.todo.slot);
	bpf_loop(MB_GO + MB_GO / 4, mb_copy_to_listener, &l, 0);
	if (l.bits || l.words)
		mb_listeners_rest(&l);
	return (int)l.round.copies;
}

/*
 * Gives a group frame to those of `modes` who listen, but not to hostdev `except`; a report to
 * routers. Returns how many copies. Not static, as above.
 */
__noinline int mb_listeners_flood(struct __sk_buff *skb, __u32 modes, __u32 except, bool report)
{
	struct mb_later todo = { .modes = modes };
	struct mb_frame frame;
	__u32 set;

	if (!mb_frame_read(&frame, skb))
		return 0;
	set = report ? MB_GROUP_ROUTERS + 1 : mb_group_set_of(frame.dst);
	if (!set)
		return (int)mb_flood(skb, modes, except);
	return mb_flood_set(skb, mb_later_pack(&todo) | set, except);
}

/* Goes on with what is left of either flood. */
static __always_inline __u32 mb_listeners_later(struct __sk_buff *skb, __u64 later)
{
	if (mb_later_set(later))
		return (__u32)mb_flood_set(skb, later, 0);
	return mb_flood_later(skb, mb_later_unpack(later));
}

#endif /* MB_LISTENERS_H */
