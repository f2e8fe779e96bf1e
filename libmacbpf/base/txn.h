/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* txn.h - a transaction as a list of steps: it reads down, its undo reads up. */
#ifndef MB_TXN_H
#define MB_TXN_H

#include <stddef.h>

#include "base/context.h"

struct mb_step {
	int (*run)(void *arg);	 /* 0, or -errno with a sentence and nothing of this step done */
	void (*undo)(void *arg); /* NULL: undoing the steps before undoes this one */
	const char *what;	 /* for who wants to know what is done */
};

/* Runs one undo; the sentence of what went wrong before stays. */
void mb_txn_undo(struct macbpf *mb, void (*undo)(void *arg), void *arg);

/* Runs all steps; if one fails, undoes those before it, keeps its sentence and returns its error.
 */
int mb_txn_run(struct macbpf *mb, const struct mb_step *steps, size_t count, void *arg);

#endif /* MB_TXN_H */
