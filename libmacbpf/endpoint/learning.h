/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* learning.h - endpoints whose senders are learnt: what nobody may take, and what is left over. */
#ifndef MB_LEARNING_H
#define MB_LEARNING_H

#include "world/world.h"

/*
 * Tells programs which addresses are the lower's, or a device's on it, and takes out what is left
 * of endpoints that learn no more. Nothing happens where none does.
 */
int mb_learning_follow(struct macbpf *mb, struct mb_port *port);

/* Begins anew, as the record of the endpoint says. */
int mb_learning_restore(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep);

/* What is known of an endpoint now; the caller frees *rows. */
int mb_learning_read(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		     struct mb_station_row **rows, size_t *count);

#endif /* MB_LEARNING_H */
