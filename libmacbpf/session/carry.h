/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* carry.h - a port of an older contract becomes one of this library's, while frames flow. */
#ifndef MB_CARRY_H
#define MB_CARRY_H

#include "world/world.h"

/* Whether it is one that can, and whether somebody has begun and died. */
bool mb_carry_is_wanted(const struct mb_port *port);
bool mb_carry_is_begun(const struct mb_port *port);

/* Who runs a program of it: the lower, and hostdevs. */
uint32_t mb_carry_count(const struct mb_port *port);

/*
 * Makes new tables, fills them from the old, and puts programs over them on the devices, the lower
 * last: until then the port is what it was. If one is refused, it still is, and frames flow;
 * whoever writes next tries again, as if we had died.
 */
int mb_carry_port(struct macbpf *mb, struct mb_port *port);

#endif /* MB_CARRY_H */
