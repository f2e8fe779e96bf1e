/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* timer.h - a time by which who listens is woken. */
#ifndef MB_TIMER_H
#define MB_TIMER_H

#include "session/ears.h"

/* Its descriptor, to be closed by the caller, which is not set yet; -errno, with a sentence. */
int mb_timer_open(struct macbpf *mb, struct mb_ears *ears);

/* In so many milliseconds, once; 0: not at all. */
void mb_timer_set(int fd, uint64_t ms);

#endif /* MB_TIMER_H */
