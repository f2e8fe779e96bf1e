/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* neigh.h - the IP addresses that programs have learnt, to be forgotten. */
#ifndef MB_NEIGH_H_
#define MB_NEIGH_H_

#include "world/world.h"

/*
 * Makes the programs forget the IP addresses that they know of an endpoint, or of all. What stays
 * if that fails is useless, not wrong: programs ask the FDB who lives at the MAC.
 */
int mb_neigh_forget_endpoint(struct macbpf *mb, const struct mb_port *port,
			     const struct mb_endpoint *ep);
int mb_neigh_forget_all(struct macbpf *mb, const struct mb_port *port);

#endif /* MB_NEIGH_H_ */
