/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* lower.h - what a port asks of its lower, and what it follows there. */
#ifndef MB_LOWER_H
#define MB_LOWER_H

#include "world/world.h"

/* Makes the lower promiscuous while an endpoint is there that needs it. */
int mb_lower_set_promisc(struct macbpf *mb, struct mb_port *port, bool on);

/*
 * Switches on again what the port needs of its lower and somebody else switched off, and leaves to
 * VLAN devices on it what is theirs.
 */
void mb_lower_follow(struct macbpf *mb, const struct mb_world *w, struct mb_port *port);

/* Gives the lower a passthru endpoint's MAC, remembering its own until that is given back. */
int mb_lower_set_mac(struct macbpf *mb, struct mb_port *port, const uint8_t mac[6]);

/* Writes into the record which tags VLAN devices on the lower have. */
void mb_lower_find_vlans(struct mb_port_rec *rec, const struct mb_world *w);

/* Whether it has to be told for which addresses it takes frames, besides its own. */
bool mb_lower_has_filter(const struct mb_port *port);

/* Makes the lower receive all multicast. */
int mb_lower_set_allmulti(struct macbpf *mb, struct mb_port *port);

/* Gives the lower back what was changed; if that fails, the rest of it stays. */
int mb_lower_restore(struct macbpf *mb, struct mb_port *port);

/*
 * The addresses that lead to the host by its lower: of the lower, of the bridge that it is a port
 * of, and of devices on either, in whatever netns; and those of endpoints.
 */
int mb_lower_addresses(struct macbpf *mb, const struct mb_port *port, struct mb_addresses *out);

/* Whether it is one of these, and no endpoint's; also if nobody can say. */
bool mb_lower_has_beside(struct macbpf *mb, const struct mb_port *port, const uint8_t mac[6]);

#endif /* MB_LOWER_H */
