/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* mark.h - the mark of an endpoint that is being changed (MB_EP_CHANGING). */
#ifndef MB_MARK_H
#define MB_MARK_H

#include "world/world.h"

/*
 * The command that was changing it died: makes tables, lists, programs and lower agree with its
 * record, which tells of what was wanted before that is done, and takes the mark off.
 */
int mb_mark_restore(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

#endif /* MB_MARK_H */
