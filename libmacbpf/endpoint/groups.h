/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* groups.h - who listens to which multicast group: beginning to learn it, and forgetting it. */
#ifndef MB_ENDPOINT_GROUPS_H
#define MB_ENDPOINT_GROUPS_H

#include "world/world.h"

/* Before programs learn: each endpoint has its list, and gets all multicast meanwhile. */
int mb_groups_begin_all(struct macbpf *mb, const struct mb_port *port);

/* When programs learn: asks all endpoints, and ends that with what they answer. */
int mb_groups_ask_all(struct macbpf *mb, const struct mb_port *port);

/* All multicast goes to nobody any more whose list says enough. */
int mb_groups_end_doubt(struct macbpf *mb, const struct mb_port *port);

/* Whether all multicast goes to one: its record wants that, or its list doesn't say enough. */
int mb_groups_follow_flood(struct macbpf *mb, const struct mb_port *port,
			   const struct mb_endpoint *ep);

/* When programs don't learn any more. */
int mb_groups_forget_all(struct macbpf *mb, const struct mb_port *port);

#endif /* MB_ENDPOINT_GROUPS_H */
