/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* batch.h - what waits for the end of a batch. */
#ifndef MB_BATCH_H
#define MB_BATCH_H

#include "world/world.h"

/*
 * mb_device_wait_for() an endpoint's device; in a batch, at its end. A tap's carrier waits for a
 * reader, so nobody waits for that.
 */
void mb_batch_wait(struct macbpf *mb, const struct mb_endpoint *ep);

#endif /* MB_BATCH_H */
