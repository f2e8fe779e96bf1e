/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* fdb.h - who has an address, and where to hand its frames: mb_fdb, mb_front, mb_members. */
#ifndef MB_ABI_FDB_H
#define MB_ABI_FDB_H

#include <asm/byteorder.h>
#include <linux/types.h>

#include "base.h"

/* mb_fdb: who owns this address. Key is zero-filled first; vid is 0 until VLANs are told apart. */
struct mb_fdb_key {
	__u16 vid;
	__u8 mac[MB_MAC_LEN];
};
_Static_assert(sizeof(struct mb_fdb_key) == 8, "mb_fdb_key has padding");

/*
 * MB_DEST_PEER: the device is in another netns than its hostdev, so bpf_redirect_peer() may be
 * used. Without it the frame takes bpf_redirect(): slower by a backlog hop, never wrong.
 */
enum mb_dest_flag {
	MB_DEST_PEER = 1,
	MB_DEST_XMIT = 2, /* in mb_members only: what its hostdev receives meets no program */
};

/* Where to hand a frame: value of mb_fdb and of mb_members. */
struct mb_dest {
	__u32 hostdev; /* ifindex; 0: this slot of mb_members is free */
	__u16 mode;    /* enum mb_mode */
	__u16 flags;   /* enum mb_dest_flag */
};
_Static_assert(sizeof(struct mb_dest) == 8, "mb_dest has padding");

/*
 * mb_front: what most lookups need, in front of mb_fdb. One number a slot, so that it is read and
 * written in one piece: the slot and the tag together are the MAC, and the rest says where to.
 *
 *	bits 29-63 tag | 28 crowded | 27 MB_DEST_PEER | 24-26 log2 of the mode | 0-23 hostdev
 *
 * Crowded: another MAC belongs in this slot as well, or did once, and may be in mb_fdb alone. A MAC
 * that is not in its slot, where the slot is not crowded, is not in mb_fdb either.
 */
#define MB_FRONT_SLOTS_LOG2 13
#define MB_FRONT_SLOTS	    (1u << MB_FRONT_SLOTS_LOG2)
#define MB_FRONT_TAG_BITS   (48 - MB_FRONT_SLOTS_LOG2)
#define MB_FRONT_HOSTDEV    0xffffffull
#define MB_FRONT_CROWDED    (1ull << 28)
#define MB_FRONT_TAG_SHIFT  29
_Static_assert(MB_FRONT_TAG_BITS + MB_FRONT_TAG_SHIFT == 64, "mb_front's number is not full");

/* A MAC as a number, its first byte the lowest. */
static inline __u64 mb_mac_number(const __u16 mac[3])
{
	return (__u64)__le16_to_cpu(mac[2]) << 32 | (__u64)__le16_to_cpu(mac[1]) << 16 |
	       __le16_to_cpu(mac[0]);
}

/*
 * Odd, so that different MACs stay different; slot and tag are the two ends of the product's low 48
 * bits. What is above, in it or in the number, doesn't matter.
 */
static inline __u64 mb_front_product(__u64 number)
{
	return number * 0x9e3779b97f4bull;
}

static inline __u32 mb_front_slot(__u64 product)
{
	return (__u32)(product >> MB_FRONT_TAG_BITS) & (MB_FRONT_SLOTS - 1);
}

static inline __u64 mb_front_tag(__u64 product)
{
	return product << MB_FRONT_TAG_SHIFT; /* what is above the tag falls off */
}

/* Whether the slot holds this MAC. */
static inline int mb_front_has(__u64 entry, __u64 product)
{
	return entry & MB_FRONT_HOSTDEV &&
	       (entry ^ mb_front_tag(product)) >> MB_FRONT_TAG_SHIFT == 0;
}

/* The entry for a MAC whose hostdev fits in. */
static inline __u64 mb_front_entry(__u64 product, struct mb_dest dest)
{
	__u64 mode = (__u64)__builtin_ctz(dest.mode);
	__u64 peer = dest.flags & MB_DEST_PEER;

	return mb_front_tag(product) | peer << 27 | mode << 24 | dest.hostdev;
}

static inline struct mb_dest mb_front_dest(__u64 entry)
{
	struct mb_dest dest = {
		.hostdev = (__u32)(entry & MB_FRONT_HOSTDEV),
		.mode = (__u16)(1u << (entry >> 24 & 7)),
		.flags = (__u16)(entry >> 27 & MB_DEST_PEER),
	};

	return dest;
}

#endif /* MB_ABI_FDB_H */
