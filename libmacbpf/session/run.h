/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* run.h - runs a public function's work with the lowers' netns as the current one. */
#ifndef MB_RUN_H
#define MB_RUN_H

#include "base/context.h"

/*
 * Runs fn(mb, arg) with the lowers' netns as the current one: in this thread if it is there, else
 * in a short-lived thread, so that the caller's never moves.
 */
int mb_run(struct macbpf *mb, int (*fn)(struct macbpf *mb, void *arg), void *arg);

#endif /* MB_RUN_H */
