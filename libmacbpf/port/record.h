/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* record.h - what ports and endpoints have on record, and the sums of it. */
#ifndef MB_RECORD_H
#define MB_RECORD_H

#include "world/world.h"

/* Writes ep->rec; whoever finds the record of an unfinished endpoint is to remove it. */
int mb_endpoint_save(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep);

/* Writes port->rec. */
int mb_port_save(struct macbpf *mb, const struct mb_port *port);

/* The OR of the modes of its live endpoints. */
uint32_t mb_port_modes(const struct mb_port *port);

/* The largest queue that an endpoint asks for (update_port_bc_queue_len()). */
uint32_t mb_port_bc_queue_len(const struct mb_port *port);

#endif /* MB_RECORD_H */
