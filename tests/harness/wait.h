/* SPDX-License-Identifier: GPL-2.0-only */
/* wait.h - wait for a fact, not for time. */
#ifndef HARNESS_WAIT_H
#define HARNESS_WAIT_H

#include <stdbool.h>

#define WAIT_MS 5000 /* the deadline of things that take microseconds */

/* False if ready(arg) is still false after timeout_ms, times TEST_SLOWNESS of the environment. */
bool wait_until(bool (*ready)(void *arg), void *arg, int timeout_ms);

#endif
