/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* first.h - that the programs on a lower are met before those of others. */
#ifndef MB_FIRST_H
#define MB_FIRST_H

#include "world/world.h"

/*
 * Who came later may have put a program before ours: if it keeps frames, endpoints don't get them.
 * Puts ours in front again, and tells; or, where that can't be, who is there.
 */
void mb_first_ensure(struct macbpf *mb, struct mb_port *port);

/* The same at the lower's egress, with host access. */
void mb_first_ensure_host(struct macbpf *mb, struct mb_port *port);

#endif /* MB_FIRST_H */
