/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* neigh.h - who claims which IP address: mb_neigh, mb_neigh_rings. */
#ifndef MB_ABI_NEIGH_H
#define MB_ABI_NEIGH_H

#include <linux/types.h>

#include "base.h"

/* What would not fit here is not learnt, and asked of all. */
#define MB_NEIGH_MAX	   16384u /* addresses that are known on one port */
#define MB_NEIGH_RING	   16u	  /* of one endpoint; its oldest makes room */
#define MB_NEIGH_WIRE	   64u	  /* the wire counts as so many endpoints */
#define MB_NEIGH_RINGS_MAX (MB_ENDPOINTS_MAX + MB_NEIGH_WIRE)

/* mb_neigh: who claims this IPv6 address, or this IPv4 address as ::ffff:a.b.c.d. */
struct mb_neigh_key {
	__u32 addr[4]; /* network order */
};
_Static_assert(sizeof(struct mb_neigh_key) == 16, "mb_neigh_key has padding");

/*
 * An address belongs to the first that claims it in ARP or ND, until it is silent for MB_NEIGH_AGE.
 * Times are points on the clock of bpf_ktime_get_coarse_ns().
 */
#define MB_NEIGH_AGE	  300000000000ull /* ns */
#define MB_NEIGH_CHECK	  60000000000ull  /* ns: so often at least a request for it goes to all */
#define MB_NEIGH_PATIENCE 50000000ull	  /* ns: who was asked alone answers within that */

struct mb_neigh {
	__u64 expires;	/* forgotten then */
	__u64 disputed; /* until then another's claim makes it doubtful: asked of all */
	__u64 check;	/* the first request after that is for all */
	__u64 asked;	/* alone, and has said nothing since; 0: has */
	__u32 hostdev;	/* ifindex; the lower's: somebody on the wire */
	__u8 mac[MB_MAC_LEN];
	__u8 reserved[6];
};
_Static_assert(sizeof(struct mb_neigh) == 48, "mb_neigh has padding");

/* Whether the owner of an address is sure enough to be asked alone, and if not, why. */
enum mb_neigh_state {
	MB_NEIGH_SURE,
	MB_NEIGH_EXPIRED,  /* was silent for too long */
	MB_NEIGH_DISPUTED, /* another claims the address */
	MB_NEIGH_DUE,	   /* all are to be asked once, so that another may answer */
	MB_NEIGH_MUTE, /* doesn't answer: may have lost the address to one who has not told yet */
};

static inline enum mb_neigh_state mb_neigh_state(const struct mb_neigh *neigh, __u64 now)
{
	if (now >= neigh->expires)
		return MB_NEIGH_EXPIRED;
	if (now < neigh->disputed)
		return MB_NEIGH_DISPUTED;
	if (now >= neigh->check)
		return MB_NEIGH_DUE;
	return neigh->asked && now >= neigh->asked + MB_NEIGH_PATIENCE ? MB_NEIGH_MUTE
								       : MB_NEIGH_SURE;
}

/*
 * mb_neigh_rings[hostdev]: the addresses that an endpoint brought into mb_neigh, so that it can't
 * fill that alone. What the wire claims is spread over MB_NEIGH_WIRE rings with keys of their own.
 */
#define MB_NEIGH_WIRE_RING 0x80000000u /* no ifindex is so large */

struct mb_neigh_ring {
	__u32 next; /* its place is this modulo MB_NEIGH_RING */
	__u32 reserved;
	struct mb_neigh_key key[MB_NEIGH_RING];
};
_Static_assert(sizeof(struct mb_neigh_ring) == 264, "mb_neigh_ring has padding");

#endif /* MB_ABI_NEIGH_H */
