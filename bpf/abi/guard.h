/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* guard.h - what an endpoint may send: mb_guards, mb_guard_front. */
#ifndef MB_ABI_GUARD_H
#define MB_ABI_GUARD_H

#include <linux/types.h>

#include "reason.h"

/* Also mb_abi_endpoint.guard. Who is guarded at all has MB_GUARD_MAC. */
enum mb_guard_flag {
	MB_GUARD_MAC = 1,	   /* from its MAC alone, and nothing that only a router says */
	MB_GUARD_IP = 2,	   /* besides, from the addresses of its list alone */
	MB_GUARD_ALLOW_RA = 4,	   /* but it may: advertise a router, redirect */
	MB_GUARD_ALLOW_DHCP = 8,   /* answer as a DHCP server */
	MB_GUARD_ALLOW_QUERY = 16, /* ask for multicast groups, as routers do */
	MB_GUARD_ALLOW_L2 = 32,	   /* send what is neither ARP nor IP */
	MB_GUARD_ALLOW_VLAN = 64,  /* put tags in front */
	MB_GUARD_ISOLATED = 128,   /* no frames from or to others that are; without MAC as well */
};

#define MB_GUARD_ADDRS	 32u /* of one endpoint */
#define MB_GUARD_REASONS 16u

/* In network order; IPv4 as ::ffff:a.b.c.d. */
struct mb_guard_addr {
	__u64 high, low;
};

/*
 * mb_guards[hostdev]: one that is changed is put in the place of the old in one piece. What a
 * program finds no entry for is not let through.
 */
struct mb_guard {
	__u32 flags; /* enum mb_guard_flag */
	__u32 count;
	struct mb_guard_addr addr[MB_GUARD_ADDRS];
	__u64 drops[MB_GUARD_REASONS]; /* by reason, from MB_R_GUARD_MAC on; programs add */
};
_Static_assert(sizeof(struct mb_guard) == 648, "mb_guard has padding");

/*
 * mb_guard_front: most IPv4 addresses, to be found by one look: hostdev << 32 | address, exactly.
 * What isn't in its slot may be in mb_guards all the same. 0 is nobody's.
 */
#define MB_GUARD_FRONT_LOG2  13
#define MB_GUARD_FRONT_SLOTS (1u << MB_GUARD_FRONT_LOG2)

static inline __u64 mb_guard_pair(__u32 hostdev, __be32 addr)
{
	return (__u64)hostdev << 32 | (__u32)addr;
}

static inline __u32 mb_guard_slot(__u64 pair)
{
	return (__u32)(pair * 0x9e3779b97f4a7c15ull >> (64 - MB_GUARD_FRONT_LOG2));
}

#endif /* MB_ABI_GUARD_H */
