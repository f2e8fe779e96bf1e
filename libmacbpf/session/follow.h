/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* follow.h - what was done to a device or its lower without macbpf. */
#ifndef MB_FOLLOW_H
#define MB_FOLLOW_H

#include "world/world.h"

/*
 * mb_parts_follow(), with a look at the device, unless that was done since the world was loaded:
 * for whom a command names.
 */
void mb_follow_endpoint(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
			struct mb_endpoint *ep);

/* The same for whoever owns `mac`, as far as we know. */
void mb_follow_owner(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		     const uint8_t mac[6]);

/*
 * What each command does for all endpoints of a port that are alive. Of the devices themselves,
 * each a request, it looks at MB_LOOKS, in turn.
 */
void mb_follow_all(struct macbpf *mb, struct mb_world *w, struct mb_port *port);

#endif /* MB_FOLLOW_H */
