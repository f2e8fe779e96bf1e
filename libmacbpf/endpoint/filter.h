/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* filter.h - what the lower's NIC lets in: the MACs of endpoints. */
#ifndef MB_FILTER_H
#define MB_FILTER_H

#include "world/world.h"

/* The lower's NIC filter: adds the endpoint's MAC (dev_uc_add()), or removes it. */
int mb_filter_add(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);
int mb_filter_del(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

#endif /* MB_FILTER_H */
