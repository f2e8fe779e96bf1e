/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* heal.h - devices of a port that have lost their program. */
#ifndef MB_HEAL_H
#define MB_HEAL_H

#include "world/world.h"

/* Attaches the program of a hostdev again if somebody took it off; the log, and true, tell so. */
bool mb_heal_endpoint(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep);

#endif /* MB_HEAL_H */
