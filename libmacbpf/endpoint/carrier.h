/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* carrier.h - a port whose endpoints have no carrier while their lower has none. */
#ifndef MB_CARRIER_H
#define MB_CARRIER_H

#include "world/world.h"

/* Whether an endpoint of a pair is to have a carrier, which is its hostdev being up. */
bool mb_carrier_is_wanted(const struct mb_port *port, const struct mb_endpoint *ep);

/*
 * Puts on record whether the lower has a carrier, if that is asked for. The hostdevs follow the
 * record, as after anything else that was done to them.
 */
void mb_carrier_follow(struct macbpf *mb, struct mb_port *port);

/* Sets the hostdevs of all endpoints up or down, as the record says. */
int mb_carrier_set_all(struct macbpf *mb, const struct mb_port *port);

#endif /* MB_CARRIER_H */
