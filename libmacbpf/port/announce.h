/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* announce.h - telling the switches behind a lower where its endpoints are. */
#ifndef MB_ANNOUNCE_H
#define MB_ANNOUNCE_H

#include "world/world.h"

/*
 * A frame from each endpoint that owns its address, out of the lower; `only` NULL: of all. Without
 * a lower that has a carrier nobody would hear it: -ENETDOWN with a sentence.
 */
int mb_announce_port(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *only);

#endif /* MB_ANNOUNCE_H */
