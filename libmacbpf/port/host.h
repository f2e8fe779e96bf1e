/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* host.h - host access: the program on the lower's egress, and the addresses of the host. */
#ifndef MB_HOST_H
#define MB_HOST_H

#include "world/world.h"

/*
 * Makes both follow the settings, and the devices that there are now. All programs of the port are
 * to have followed before.
 */
int mb_host_follow(struct macbpf *mb, const struct mb_world *w, struct mb_port *port);

/* Takes both off. All programs of the port are to follow only then. */
int mb_host_close(struct macbpf *mb, struct mb_port *port);

/* Whether frames from the wire for this address are the host's, as the devices are now. */
bool mb_host_has(const struct mb_world *w, const struct mb_port *port, const uint8_t *mac);

#endif /* MB_HOST_H */
