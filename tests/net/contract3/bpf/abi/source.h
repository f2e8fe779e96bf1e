/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* source.h - who lists a sender's address: mb_sources. */
#ifndef MB_ABI_SOURCE_H
#define MB_ABI_SOURCE_H

#include <linux/types.h>

#include "base.h"

#define MB_SOURCES_MAX 65536u /* (MAC, endpoint) pairs in all source lists of one port */

/*
 * mb_sources: the n-th source-mode endpoint that lists this MAC, n dense from 0.
 * A reader asks for n = 0, 1, ... until nothing is found.
 */
struct mb_source_key {
	__u8 mac[MB_MAC_LEN];
	__u16 n;
};
_Static_assert(sizeof(struct mb_source_key) == 8, "mb_source_key has padding");

struct mb_source {
	__u32 hostdev; /* ifindex */
	__u16 slot;    /* of the endpoint, in mb_endpoints and mb_members */
	__u16 flags;   /* enum mb_flag: only MB_FLAG_NODST matters here */
};
_Static_assert(sizeof(struct mb_source) == 8, "mb_source has padding");

#endif /* MB_ABI_SOURCE_H */
