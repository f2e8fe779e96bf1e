/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* ask.h - asking endpoints which multicast groups they listen to. */
#ifndef MB_ASK_H
#define MB_ASK_H

#include "world/world.h"

/* How long an answer may take: twice what the question allows, and what a busy machine needs. */
#define MB_ASK_MS 250

/*
 * Sends each endpoint that is up the general queries of IGMPv3 and MLDv2, of a querier that nobody
 * takes for a better one. Whoever can't be asked gets a warning, and is asked by a router some day.
 */
int mb_ask_all(struct macbpf *mb, const struct mb_port *port);

#endif /* MB_ASK_H */
