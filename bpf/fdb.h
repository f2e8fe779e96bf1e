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

static __always_inline struct mb_dest mb_fdb_find(const __u8 *mac)
{
	struct mb_fdb_key key = {};

	mb_mac_copy(key.mac, mac);
	return mb_dest_or_none(bpf_map_lookup_elem(&mb_fdb, &key));
}

/* The one endpoint of a passthru port. */
static __always_inline struct mb_dest mb_fdb_only(void)
{
	__u32 slot = 0;

	return mb_dest_or_none(bpf_map_lookup_elem(&mb_members, &slot));
}

#endif /* MB_FDB_H */
