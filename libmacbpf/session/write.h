/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* write.h - how a writing function gets in: the lock, and the world, swept; a batch keeps both. */
#ifndef MB_WRITE_H
#define MB_WRITE_H

#include "world/world.h"

/* For commands that write: takes the lock, loads the world, sweeps it, calls. */
int mb_world_write(struct macbpf *mb, mb_world_fn fn, void *arg);

/* In a batch: lets others write until the next writing function. */
void mb_write_pause(struct macbpf *mb);

#endif /* MB_WRITE_H */
