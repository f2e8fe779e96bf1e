/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* record.h - what ports and endpoints have on record, and the sums of it. */
#ifndef MB_RECORD_H
#define MB_RECORD_H

#include "world/world.h"

/* Writes ep->rec; whoever finds the record of an unfinished endpoint is to remove it. */
int mb_record_save_endpoint(struct macbpf *mb, const struct mb_port *port,
			    const struct mb_endpoint *ep);

/* Writes port->rec, but for its slots and tags. */
int mb_record_save_port(struct macbpf *mb, const struct mb_port *port);

/* Writes its tags. */
int mb_record_save_vlans(struct macbpf *mb, const struct mb_port *port);

/* Writes the number of its contract, and how many slots a flood goes through. */
/* That its lower may be sent to, once a program is loaded. */
int mb_record_save_lower(struct macbpf *mb, const struct mb_port *port);

int mb_record_save_slots(struct macbpf *mb, const struct mb_port *port);

/* Makes floods reach so many slots, if they reach fewer. */
int mb_record_grow(struct macbpf *mb, struct mb_port *port, uint32_t slots);

bool mb_record_has_vlans(const struct mb_port *port);

/* Whether any of its endpoints has the address as its own, whoever gets the frames. */
bool mb_record_has_mac(const struct mb_port *port, const uint8_t mac[6]);

/* Whether any endpoint lists sources. */
bool mb_record_has_sources(struct mb_port *port);

/* Whether where the endpoint sends from is learnt: in passthru all frames are its own anyway. */
bool mb_record_learns(const struct mb_endpoint_rec *rec);
bool mb_record_any_learns(const struct mb_port *port);

/* Whether the lower has to let all frames in: for passthru, and for who is not known yet. */
bool mb_record_any_promisc(const struct mb_port *port);

/* The OR of the modes of its live endpoints. */
uint32_t mb_record_modes(const struct mb_port *port);

/* The largest queue that an endpoint asks for (update_port_bc_queue_len()). */
uint32_t mb_record_bc_queue_len(const struct mb_port *port);

#endif /* MB_RECORD_H */
