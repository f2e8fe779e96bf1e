/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * fdb.h - who has an address.
 *
 * Answers are copies; one with mode 0 means nobody, so that a missing entry needs no branch of its
 * own: the policy knows what to do with it.
 */
#ifndef MB_FDB_H
#define MB_FDB_H

#include "frame.h"
#include "maps.h"

static __always_inline struct mb_dest mb_dest_or_none(const struct mb_dest *dest)
{
	return dest && dest->hostdev ? *dest : (struct mb_dest){};
}

static __always_inline struct mb_dest mb_fdb_find_crowded(const __u8 *mac)
{
	struct mb_fdb_key key = {};

	mb_mac_copy(key.mac, mac);
	return mb_dest_or_none(bpf_map_lookup_elem(&mb_fdb, &key));
}

/* One look into an array answers for nearly all, also for those that nobody has. */
static __always_inline struct mb_dest mb_fdb_find(const __u8 *mac)
{
	__u64 product = mb_front_product((const __u16 *)mac);
	__u32 slot = mb_front_slot(product);
	const volatile __u64 *place = bpf_map_lookup_elem(&mb_front, &slot);
	__u64 entry = place ? *place : 0; /* once: a command may write it */

	if (mb_front_has(entry, product))
		return mb_front_dest(entry);
	if (entry & MB_FRONT_CROWDED)
		return mb_fdb_find_crowded(mac);
	return (struct mb_dest){};
}

/* The one endpoint of a passthru port. */
static __always_inline struct mb_dest mb_fdb_only(void)
{
	__u32 slot = 0;

	return mb_dest_or_none(bpf_map_lookup_elem(&mb_members, &slot));
}

#endif /* MB_FDB_H */
