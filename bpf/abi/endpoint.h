/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* endpoint.h - what commands know of an endpoint: mb_endpoints. */
#ifndef MB_ABI_ENDPOINT_H
#define MB_ABI_ENDPOINT_H

#include <linux/types.h>

#include "base.h"

enum mb_endpoint_state {
	MB_EP_FREE,
	MB_EP_BUILDING, /* a command is making it, or died doing so: sweep removes it */
	MB_EP_LIVE,
};

enum mb_endpoint_flag {
	MB_EP_OWNS_MAC = 1,	 /* its mb_fdb entry is published */
	MB_EP_FILTER = 2,	 /* its MAC is in the lower's unicast filter */
	MB_EP_PEER = 4,		 /* its entries carry MB_DEST_PEER */
	MB_EP_REKEYING = 8,	 /* its MAC is being changed: neither entry may be there */
	MB_EP_RELAY = 16,	 /* a netkit whose program is at its hostdev's ingress as well */
	MB_EP_CHANGING = 32,	 /* while it is being changed: all else follows the record */
	MB_EP_MCAST_FLOOD = 64,	 /* it is to get all multicast */
	MB_EP_WANTS_ALL = 128,	 /* its device, as a command saw it, takes all multicast */
	MB_EP_SECONDARY = 256,	 /* mb_fdb may have addresses of it besides its own */
	MB_EP_HELD = 512,	 /* its hostdev is down, so that its device has no carrier */
	MB_EP_RATE_IN = 1024,	 /* a qdisc of its hostdev holds what it receives to a rate */
	MB_EP_GROUP_RATE = 2048, /* its program holds what it sends to groups to a rate */
	MB_EP_RATE_OUT = 4096, /* what it sends goes through the queue of a pair of devices first */
	MB_EP_HUSHED = 8192, /* the adopted had IPv6 on its host's side, and is to have it again */
};

/* Any rate: mb_rates has it. */
#define MB_EP_RATED (MB_EP_RATE_IN | MB_EP_RATE_OUT | MB_EP_GROUP_RATE)

/* How many addresses it may have besides its own; base.h has the largest. */
#define MB_MACADDR_LIMIT 16u

/*
 * A flood is made in goes of so many slots, and what is left waits on the ingress of a hostdev that
 * has a program there (flood.h). Of netkits one in so many slots has: fewer make no second go.
 */
#define MB_GO 64u

static inline int mb_slot_relays(__u32 slot)
{
	return slot % MB_GO == MB_GO - 1;
}

enum mb_endpoint_kind {
	MB_KIND_VETH,
	MB_KIND_TAP, /* the device is its own hostdev */
	MB_KIND_NETKIT,
	MB_KIND_ADOPTED, /* as MB_KIND_TAP, and somebody else's: it is let go, not deleted */
};

/* mb_endpoints[slot]: what commands know of an endpoint. No program reads it. */
struct mb_abi_endpoint {
	__u8 state; /* enum mb_endpoint_state */
	__u8 kind;  /* enum mb_endpoint_kind */
	__u8 mode;  /* enum mb_mode */
	__u8 reserved;
	__u32 status;  /* enum mb_endpoint_flag */
	__u32 hostdev; /* ifindex; 0 while building */
	__u32 id;      /* the N of hostdev mbN */
	__u32 flags;   /* enum mb_flag */
	__u32 bc_queue_len;
	__u8 mac[MB_MAC_LEN];
	__u16 queues;		/* MB_KIND_TAP: how many may be attached; else 0 */
	char name[MB_NAME_LEN]; /* its device's name when it was made */
	__u32 guard;		/* enum mb_guard_flag */
	__u16 macaddr_limit;	/* and one; 0: MB_MACADDR_LIMIT */
	__u8 learning;		/* where it sends from leads to it */
	__u8 reserved2;
	__u32 more[2]; /* 0, which has to be the default of what comes */
};
_Static_assert(sizeof(struct mb_abi_endpoint) == 64, "mb_abi_endpoint has padding");

#endif /* MB_ABI_ENDPOINT_H */
