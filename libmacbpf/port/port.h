/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* port.h - making the port of a lower, and taking it off (struct macvlan_port). */
#ifndef MB_PORT_H
#define MB_PORT_H

#include "world/world.h"

/* Makes the port of a lower that has none (macvlan_port_create()), its program at `hook`. */
int mb_port_create(struct macbpf *mb, struct mb_world *w, const struct mb_dev *lower, uint32_t hook,
		   struct mb_port **out);

/* Gives a lower the program back that somebody took off. */
int mb_port_mend(struct macbpf *mb, struct mb_port *port);

/*
 * Takes the port off its lower, which gets back what was changed (macvlan_port_destroy()); true if
 * it is gone. If the lower can't be put back, the port stays without endpoints for the next sweep.
 */
bool mb_port_destroy(struct macbpf *mb, struct mb_world *w, struct mb_port *port);

#endif /* MB_PORT_H */
