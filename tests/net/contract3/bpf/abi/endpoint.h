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
	MB_EP_OWNS_MAC = 1, /* its mb_fdb entry is published */
	MB_EP_FILTER = 2,   /* its MAC is in the lower's unicast filter */
	MB_EP_PEER = 4,	    /* its entries carry MB_DEST_PEER */
	MB_EP_REKEYING = 8, /* its MAC is being changed: neither entry may be there */
	MB_EP_RELAY = 16,   /* a netkit whose program is at its hostdev's ingress as well */
};

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
};

/* mb_endpoints[slot]: what commands know of an endpoint. No program reads it. */
struct mb_endpoint_rec {
	__u32 state;   /* enum mb_endpoint_state */
	__u32 status;  /* enum mb_endpoint_flag */
	__u32 hostdev; /* ifindex; 0 while building */
	__u32 id;      /* the N of hostdev mbN */
	__u32 kind;    /* enum mb_endpoint_kind */
	__u32 mode;    /* enum mb_mode */
	__u32 flags;   /* enum mb_flag */
	__u32 bc_queue_len;
	__u8 mac[MB_MAC_LEN];
	__u16 queues;		/* MB_KIND_TAP: how many may be attached; else 0 */
	char name[MB_NAME_LEN]; /* its device's name when it was made */
};
_Static_assert(sizeof(struct mb_endpoint_rec) == 56, "mb_endpoint_rec has padding");

#endif /* MB_ABI_ENDPOINT_H */
