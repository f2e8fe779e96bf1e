/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* write.h - how a writing function gets in: the lock, and the world, swept; a batch keeps both. */
#ifndef MB_WRITE_H
#define MB_WRITE_H

#include "world/world.h"

/* What is kept from one writing function of a batch to the next. */
struct mb_batch {
	bool open; /* the lock is held, and the world is as we know it */
	struct mb_world world;
	uint64_t hold;	/* for how long the lock is kept, in ms */
	uint64_t since; /* when the lock was taken, in ms */
	int trace;	/* of /sys/kernel/rcu_expedited, which is on; -1: we don't need it */
};

/* For commands that write: takes the lock, loads the world, sweeps it, calls. */
int mb_write_world(struct macbpf *mb, mb_world_fn fn, void *arg);

/* In a batch: lets others write until the next writing function. */
void mb_write_pause(struct macbpf *mb);

#endif /* MB_WRITE_H */
