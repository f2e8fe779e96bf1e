/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* link_set.h - changing an endpoint that was found, for what adds or sets. */
#ifndef MB_LINK_SET_H
#define MB_LINK_SET_H

#include "endpoint/change.h"

/* c->port and c->ep are it. */
int mb_link_set_found(struct macbpf *mb, struct mb_world *w, struct mb_change *c);

#endif /* MB_LINK_SET_H */
