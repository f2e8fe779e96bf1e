/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* allmulti.h - who gets all multicast, whatever it reports. */
#ifndef MB_ENDPOINT_ALLMULTI_H
#define MB_ENDPOINT_ALLMULTI_H

#include "world/world.h"

/* What programs read follows the record. */
int mb_allmulti_restore(struct macbpf *mb, const struct mb_port *port,
			const struct mb_endpoint *ep);

/* Before mb_parts_follow(): what of its device only its own netns tells. */
void mb_allmulti_look(struct macbpf *mb, struct mb_world *w, const struct mb_port *port,
		      struct mb_endpoint *ep);

/* Before mcast-snooping goes by the record: the same of all. */
void mb_allmulti_look_all(struct macbpf *mb, struct mb_world *w, const struct mb_port *port);

#endif /* MB_ENDPOINT_ALLMULTI_H */
