/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* group.h - which endpoints listen to which multicast group: mb_groups, mb_group_lists. */
#ifndef MB_ABI_GROUP_H
#define MB_ABI_GROUP_H

#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <linux/types.h>

#include "base.h"

/*
 * mb_groups[0]: a map that is there while programs learn, an array of sets of slots. A frame goes
 * to the set of the bucket in which its MAC is, so that no table is ever full: who shares a bucket
 * costs copies, and nothing else. Programs and commands, which map it into their memory, change the
 * same words, with atomic operations on single bits.
 */
#define MB_GROUP_BUCKETS_LOG2 10
#define MB_GROUP_BUCKETS      (1u << MB_GROUP_BUCKETS_LOG2)
#define MB_GROUP_ALWAYS	      MB_GROUP_BUCKETS	     /* besides, those that get all multicast */
#define MB_GROUP_ROUTERS      (MB_GROUP_BUCKETS + 1) /* those that get reports */
#define MB_GROUP_SETS	      (MB_GROUP_BUCKETS + 2)
#define MB_GROUP_WORD	      64u
#define MB_GROUP_WORDS	      (MB_ENDPOINTS_MAX / MB_GROUP_WORD)

struct mb_group_set {
	__u64 words; /* bit n: word[n] may be something else than 0 */
	__u64 word[MB_GROUP_WORDS];
};
_Static_assert(sizeof(struct mb_group_set) == 520, "mb_group_set has padding");

/* By the last four bytes of the MAC, as a number. */
static inline __u32 mb_group_bucket(__u32 low)
{
	return low * 0x9e3779b1u >> (32 - MB_GROUP_BUCKETS_LOG2);
}

#define MB_ALL_ROUTERS 2 /* ff02::2, of whose MAC this comes behind 33:33 */

/*
 * The set of those to whom a group frame goes, as a struct mb_later has it; 0: all. These are for
 * all: what is no IP multicast, and the ranges of each protocol that stay on a link and that some
 * hosts don't report (RFC 4541): in them are all hosts, and mDNS. But for ff02::2, which IPv6
 * routers do report: each host that starts asks it three times.
 */
static inline __u32 mb_group_set_of(const __u8 *mac)
{
	const __be16 *half = (const __be16 *)mac;
	__u32 low = (__u32)bpf_ntohs(half[1]) << 16 | bpf_ntohs(half[2]);

	if (half[0] == bpf_htons(0x3333))
		return low >> 8 || low == MB_ALL_ROUTERS ? mb_group_bucket(low) + 1 : 0;
	if (half[0] != bpf_htons(0x0100) || low >> 23 != 0x5e000000 >> 23 || low >> 8 == 0x5e0000)
		return 0;
	return mb_group_bucket(low) + 1;
}

/* An IPv6 group, or an IPv4 group as ::ffff:a.b.c.d; network order. */
struct mb_group {
	__u64 high, low;
};

/* What would not fit makes the endpoint one of MB_GROUP_ALWAYS. */
#define MB_GROUPS_EACH 32u

enum mb_group_flag {
	MB_GROUP_OVER = 1,   /* there were more groups, or one behind a tag */
	MB_GROUP_ROUTER = 2, /* it asked others for theirs, as multicast routers do */
};

/*
 * mb_group_lists[hostdev]: the groups that an endpoint reports, exactly. Its bits in mb_groups
 * change under its lock, so that they agree with it. Places from `count` on are zero.
 */
struct mb_group_list {
	struct bpf_spin_lock lock;
	__u32 slot;
	__u32 count;
	__u32 flags; /* enum mb_group_flag */
	struct mb_group group[MB_GROUPS_EACH];
};
_Static_assert(sizeof(struct mb_group_list) == 528, "mb_group_list has padding");

#endif /* MB_ABI_GROUP_H */
