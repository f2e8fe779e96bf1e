/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* stop.h - programs that go on until SIGTERM or SIGINT says that it is enough. */
#ifndef MB_STOP_H
#define MB_STOP_H

#include <signal.h>
#include <stdbool.h>

/* From now on both come only while ppoll() waits with `waiting`: not in the middle of something. */
void mb_stop_catch(sigset_t *waiting);

/* Whether one has come. */
bool mb_stop_asked(void);

#endif /* MB_STOP_H */
