/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* port.h - a port's programs, and what it asks of its lower (struct macvlan_port). */
#ifndef MB_PORT_H
#define MB_PORT_H

#include "world/world.h"

/* Makes the port of a lower that has none (macvlan_port_create()), its program at `hook`. */
int mb_port_create(struct macbpf *mb, struct mb_world *w, const struct mb_dev *lower, uint32_t hook,
		   struct mb_port **out);

/* The sentence for a refusal to attach a program to `dev`; returns err. */
int mb_attach_failed(struct macbpf *mb, uint32_t hook, const char *dev, int err);

/*
 * Takes the port off its lower, which gets back what was changed (macvlan_port_destroy()); true if
 * it is gone. If the lower can't be put back, the port stays without endpoints for the next sweep.
 */
bool mb_port_destroy(struct macbpf *mb, struct mb_world *w, struct mb_port *port);

/* Opens the program that an endpoint is to run, loading it if need be; returns its fd. */
int mb_port_program(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep);

/*
 * Makes the programs follow the endpoints and source lists that there are now: what is a constant
 * in a program is changed by replacing it, wherever it runs.
 */
int mb_port_reprogram(struct macbpf *mb, struct mb_port *port);

/* Makes one hostdev run what its endpoint's mode asks for now. */
int mb_port_reprogram_endpoint(struct macbpf *mb, struct mb_port *port,
			       const struct mb_endpoint *ep);

/*
 * Makes the programs forget the IP addresses that they know of an endpoint, or of all. What stays
 * if that fails is useless, not wrong: programs ask the FDB who lives at the MAC.
 */
int mb_port_forget(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep);
int mb_port_forget_all(struct macbpf *mb, const struct mb_port *port);

/* For programs.c, lower.c and port.c alone. */
int mb_port_get_program(struct macbpf *mb, struct mb_port *port, enum mb_prog which);
void mb_port_find_vlans(struct mb_port_rec *rec, const struct mb_world *w);
int mb_port_set_allmulti(struct macbpf *mb, struct mb_port *port);
int mb_port_restore_lower(struct macbpf *mb, struct mb_port *port);

/* Makes the lower promiscuous while a passthru endpoint without nopromisc is there. */
int mb_port_set_promisc(struct macbpf *mb, struct mb_port *port, bool on);

/*
 * Switches on again what the port needs of its lower and somebody else switched off, and leaves to
 * VLAN devices on it what is theirs.
 */
void mb_port_follow(struct macbpf *mb, const struct mb_world *w, struct mb_port *port);

/* Gives the lower a passthru endpoint's MAC, remembering its own until that is given back. */
int mb_port_set_lower_mac(struct macbpf *mb, struct mb_port *port, const uint8_t mac[6]);

/* Writes port->rec. */
int mb_port_save(struct macbpf *mb, const struct mb_port *port);

/* Writes ep->rec; whoever finds the record of an unfinished endpoint is to remove it. */
int mb_endpoint_save(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep);

/* Whether any endpoint lists sources. */
bool mb_port_has_sources(struct mb_port *port);

/* The OR of the modes of its live endpoints. */
uint32_t mb_port_modes(const struct mb_port *port);

/* The largest queue that an endpoint asks for (update_port_bc_queue_len()). */
uint32_t mb_port_bc_queue_len(const struct mb_port *port);

#endif /* MB_PORT_H */
