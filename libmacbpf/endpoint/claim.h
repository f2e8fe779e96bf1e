/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* claim.h - which endpoint gets the frames for a MAC: claims, conflicts, the tables behind them.
 */
#ifndef MB_CLAIM_H
#define MB_CLAIM_H

#include "world/world.h"

/*
 * Whether `mac` can't be had by `ep` (NULL: one to be made): it is the lower's, or that of another
 * endpoint that is up. -EADDRINUSE with a sentence (macvlan_addr_busy()).
 */
int mb_claim_check(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		   const uint8_t mac[6]);

/* Who gets the frames for a MAC; NULL: nobody. */
struct mb_endpoint *mb_claim_owner(const struct mb_port *port, const uint8_t mac[6]);

/*
 * Makes frames for ep->rec.mac go to it; takes the MAC from an endpoint that is down. After an
 * error the owner is who it was.
 */
int mb_claim_take(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/* Gives the MAC back to `other`, from whom a claim took it; nothing happens if none did. */
void mb_claim_yield(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		    struct mb_endpoint *other);

/* Claims if nobody else owns the MAC; else leaves it. */
int mb_claim_if_free(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/*
 * Moves tables and NIC filter to another MAC; claims it if `take`, else if it is free. If it stops
 * half-way, the record tells how far it came.
 */
int mb_claim_rekey(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   const uint8_t mac[6], bool take);

/* Nothing happens if it doesn't own its MAC. */
int mb_claim_release(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/* Gives MACs to endpoints that were waiting for them: those without owner, or whose is down. */
void mb_claim_settle(struct macbpf *mb, struct mb_port *port);

/* Writes what the tables say of an endpoint: its member slot, its FDB entry if it has one. */
int mb_claim_publish(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);
int mb_claim_unpublish(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/* Sets or clears MB_EP_PEER and tells the tables; after an error they are as before. */
int mb_claim_set_peer(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep, bool peer);

#endif /* MB_CLAIM_H */
