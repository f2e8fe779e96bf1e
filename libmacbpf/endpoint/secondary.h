/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* secondary.h - the addresses that an endpoint has besides its own: what tables and NIC have. */
#ifndef MB_SECONDARY_H
#define MB_SECONDARY_H

#include "world/world.h"

/* Those of an endpoint; `total`, which may be NULL, gets how many the port has. */
int mb_secondary_read(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		      struct mb_fdb_row **rows, size_t *count, size_t *total);

/* Who has it besides its own; NULL: nobody. */
struct mb_endpoint *mb_secondary_owner(const struct mb_port *port, const uint8_t mac[6]);

/* Whether the lower's filter has it because somebody has it besides its own. */
bool mb_secondary_is_filtered(const struct mb_port *port, const uint8_t mac[6]);

/* Gives it to an endpoint who may have it; after an error nobody has it. */
int mb_secondary_add(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		     const uint8_t mac[6]);
/* Nothing happens if nobody has it besides its own. */
int mb_secondary_del(struct macbpf *mb, struct mb_port *port, const uint8_t mac[6]);
/* All of an endpoint. */
int mb_secondary_drop(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/* Writes again what tables say of those of an endpoint, which has changed. */
int mb_secondary_publish(struct macbpf *mb, const struct mb_port *port,
			 const struct mb_endpoint *ep);

#endif /* MB_SECONDARY_H */
