/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* batch.h - what is kept from one writing function to the next. */
#ifndef MB_BATCH_H
#define MB_BATCH_H

#include "world/world.h"

struct mb_batch {
	bool open; /* the lock is held, and the world is as we know it */
	struct mb_world world;
	uint64_t hold;	    /* for how long the lock is kept, in ms */
	uint64_t since;	    /* when the lock was taken, in ms */
	uint32_t waits_for; /* the hostdev of the last device that was set up; 0: none */
	int trace;	    /* of /sys/kernel/rcu_expedited, which is on; -1: we don't need it */
};

/*
 * mb_device_wait_for() an endpoint's device; in a batch, at its end. A tap's carrier waits for a
 * reader, so nobody waits for that.
 */
void mb_batch_wait(struct macbpf *mb, const struct mb_endpoint *ep);

/*
 * Switches /sys/kernel/rcu_expedited on, for this batch and those of other processes; the last
 * restores it. Returns what the end is to be told, or an error.
 */
int mb_expedite_begin(struct macbpf *mb);
void mb_expedite_end(int trace);

/* Whether mb_expedite_begin() may do that: 1, 0 or an error. Changes nothing. */
int mb_expedite_probe(void);

/* Restores what a process has left on that died. */
void mb_expedite_repair(struct macbpf *mb);

#endif /* MB_BATCH_H */
