/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* closed.h - that nothing of an endpoint gets into the host when its program is gone. */
#ifndef MB_CLOSED_H
#define MB_CLOSED_H

#include "world/world.h"

/* Makes it so, if it isn't; 0 also where the kernel can't. */
int mb_closed_ensure(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep);

#endif /* MB_CLOSED_H */
