/* SPDX-License-Identifier: GPL-2.0-only */
/* backlog.h - the kernel's queues of received frames, one a CPU, which all netns share. */
#ifndef HARNESS_BACKLOG_H
#define HARNESS_BACKLOG_H

#include <stdint.h>

#include "frame.h"

/* How many frames of whomever have found one full since the machine was started. */
uint64_t backlog_lost(void);

/*
 * frame_send(), for a frame that nobody is to refuse. What others have filled a backlog with may
 * leave it no room, before any program has seen it (ENOBUFS): then it is sent again.
 */
int backlog_send(int fd, const struct frame *frame);

#endif
