/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * alive.h - whether an ifindex is still that of the device which it was written down for.
 */
#ifndef MB_ALIVE_H
#define MB_ALIVE_H

#include "maps.h"

/* The ifindex itself; 0, which is no device's, if ours has gone, whoever has the number now. */
static __always_inline __u32 mb_alive_or_none(__u32 ifindex)
{
	const __u32 *alive = bpf_map_lookup_elem(&mb_alive, &ifindex);

	return alive ? *alive : 0;
}

#endif /* MB_ALIVE_H */
