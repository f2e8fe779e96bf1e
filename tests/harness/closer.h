/* SPDX-License-Identifier: GPL-2.0-only */
/* closer.h - close packet sockets without waiting for it. */
#ifndef HARNESS_CLOSER_H
#define HARNESS_CLOSER_H

/*
 * The kernel keeps whoever closes a packet socket waiting for an RCU grace period, some 10 ms.
 * Tests that use many of them let threads wait, which do nothing else.
 */
void close_later(int fd);

#endif
