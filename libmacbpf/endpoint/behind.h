/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* behind.h - who is behind an endpoint's device: the addresses that this receives for besides. */
#ifndef MB_BEHIND_H
#define MB_BEHIND_H

#include "world/world.h"

/*
 * Makes what the endpoint has besides its own address agree with what its device receives for, as
 * far as it may have that (dev_uc_add(), which tells nobody).
 */
int mb_behind_follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

#endif /* MB_BEHIND_H */
