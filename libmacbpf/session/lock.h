/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* lock.h - one writer at a time in a network namespace. */
#ifndef MB_LOCK_H
#define MB_LOCK_H

#include "base/context.h"

/* Waits for the writers' lock of the netns, at most mb->lock_timeout_ms; the pair of mb_unlock().
 */
int mb_lock(struct macbpf *mb);
void mb_unlock(struct macbpf *mb);

#endif /* MB_LOCK_H */
