/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * groups.h - who listens to which group: one endpoint's list, and its bits in the sets.
 *
 * The list is exact, so that who leaves one group of a bucket stays for another that is in it.
 */
#ifndef MB_GROUPS_H
#define MB_GROUPS_H

#include "frame.h"
#include "hands.h"
#include "maps.h"

/* Of an IPv4 group the last 23 bits are in the MAC, of an IPv6 group 32. */
static __always_inline __u32 mb_group_bucket_of(const struct mb_group *group)
{
	__u32 low = bpf_ntohl((__u32)(group->low >> 32));

	return mb_group_bucket(group->high ? low : 0x5e000000 | (low & 0x7fffff));
}

/* One of mb_groups; NULL: programs don't learn, or no such set. */
static __always_inline struct mb_group_set *mb_group_set_at(__u32 id)
{
	__u32 zero = 0;
	void *sets = bpf_map_lookup_elem(&mb_groups, &zero);

	return sets ? bpf_map_lookup_elem(sets, &id) : NULL;
}

static __always_inline void mb_group_bit(struct mb_group_set *set, __u32 slot, bool on)
{
	__u32 word = slot / MB_GROUP_WORD & (MB_GROUP_WORDS - 1);
	__u64 bit = 1ull << slot % MB_GROUP_WORD;

	if (on) {
		mb_hand_or(&set->word[word], bit);
		mb_hand_or(&set->words, 1ull << word);
	} else {
		mb_hand_and(&set->word[word], ~bit);
	}
}

/* 1 if x is 0, without a branch: of many in a row the verifier would take every combination. */
static __always_inline __u32 mb_is_zero(__u64 x)
{
	x |= -x;
	asm volatile("" : "+r"(x)); /* or the compiler makes a comparison of it again */
	return (__u32)(x >> 63) ^ 1;
}

/* The compiler knows that it is in range, and would take the mask out; Linux 6.1 doesn't. */
static __always_inline __u32 mb_group_place(__u32 n)
{
	asm volatile("" : "+r"(n));
	return n & (MB_GROUPS_EACH - 1);
}

/* Where a group is in a list, and whether another one of it is in the same bucket. */
struct mb_group_search {
	__u32 at; /* its place + 1; 0: it isn't there */
	__u32 others;
};

static __always_inline struct mb_group_search mb_group_find(const struct mb_group_list *list,
							    const struct mb_group *group)
{
	struct mb_group_search search = {};
	__u32 bucket = mb_group_bucket_of(group);

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < MB_GROUPS_EACH; i++) {
		const struct mb_group *known = &list->group[i];
		__u32 found = mb_is_zero((known->high ^ group->high) | (known->low ^ group->low));
		__u32 beside = mb_is_zero(mb_group_bucket_of(known) ^ bucket);

		search.at |= (i + 1) * found;
		search.others |= beside & ~found & (mb_is_zero(known->low) ^ 1);
	}
	return search;
}

static __always_inline bool mb_group_add(struct mb_group_list *list, struct mb_group_set *set,
					 const struct mb_group *group)
{
	__u32 count = list->count;

	if (count >= MB_GROUPS_EACH) {
		mb_hand_set(&list->flags, list->flags | MB_GROUP_OVER);
		return false;
	}
	mb_hand_set(&list->group[mb_group_place(count)], *group);
	mb_hand_set(&list->count, count + 1);
	mb_group_bit(set, list->slot, true);
	return true;
}

/* The last one takes its place. */
static __always_inline void mb_group_remove(struct mb_group_list *list, struct mb_group_set *set,
					    const struct mb_group_search *search)
{
	__u32 count = list->count, to, from;

	if (!count || count > MB_GROUPS_EACH || search->at > MB_GROUPS_EACH)
		return;
	to = mb_group_place(search->at - 1);
	from = mb_group_place(count - 1);
	mb_hand_set(&list->group[to], list->group[from]);
	mb_hand_set(&list->group[from], (struct mb_group){});
	mb_hand_set(&list->count, count - 1);
	if (!search->others)
		mb_group_bit(set, list->slot, false);
}

/* Not static, as all below that is called often: the verifier walks it only once. */
__noinline int mb_group_mark(__u32 hostdev, __u32 set_id, __u32 flag)
{
	struct mb_group_list *list = bpf_map_lookup_elem(&mb_group_lists, &hostdev);
	struct mb_group_set *set = mb_group_set_at(set_id);

	if (!list || !set)
		return 0;
	mb_hand_or(&list->flags, flag);
	mb_group_bit(set, list->slot, true);
	return 0;
}

/* An endpoint joins a group, or leaves it. */
__noinline int mb_group_change(__u32 hostdev, __u64 high, __u64 low, bool joins)
{
	struct mb_group_list *list = bpf_map_lookup_elem(&mb_group_lists, &hostdev);
	struct mb_group group = { high, low };
	struct mb_group_search search;
	__u32 bucket = mb_group_bucket_of(&group);
	struct mb_group_set *set = mb_group_set_at(bucket);
	bool fits = true;

	if (!list || !set)
		return 0;
	bpf_spin_lock(&list->lock);
	search = mb_group_find(list, &group);
	if (joins && !search.at)
		fits = mb_group_add(list, set, &group);
	else if (!joins && search.at)
		mb_group_remove(list, set, &search);
	bpf_spin_unlock(&list->lock);
	if (!fits)
		mb_group_mark(hostdev, MB_GROUP_ALWAYS, MB_GROUP_OVER);
	return 0;
}

#endif /* MB_GROUPS_H */
