/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* expedite.h - /sys/kernel/rcu_expedited, switched on while batches run that ask for it. */
#ifndef MB_EXPEDITE_H
#define MB_EXPEDITE_H

#include "base/context.h"

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

#endif /* MB_EXPEDITE_H */
