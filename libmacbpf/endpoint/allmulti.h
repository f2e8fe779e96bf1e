/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* allmulti.h - who gets all multicast, whatever it reports. */
#ifndef MB_ENDPOINT_ALLMULTI_H
#define MB_ENDPOINT_ALLMULTI_H

#include "world/world.h"

/* What programs read follows the record. */
int mb_allmulti_restore(struct macbpf *mb, const struct mb_port *port,
			const struct mb_endpoint *ep);

#endif /* MB_ENDPOINT_ALLMULTI_H */
