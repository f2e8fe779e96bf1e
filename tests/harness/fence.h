/* SPDX-License-Identifier: GPL-2.0-only */
/* fence.h - know that frames sent before have arrived, without sleeping. */
#ifndef HARNESS_FENCE_H
#define HARNESS_FENCE_H

/*
 * A virtual device hands a frame over by queueing it on the backlog of the CPU that sends, which is
 * first in, first out. So with the process on one CPU, a frame that crosses a veth pair of our own
 * proves that every frame sent before it made at least one hop more. fence_wait() makes that proof
 * once per hop that a frame under test can take.
 *
 * It proves nothing of what the kernel's macvlan does in a work queue (group frames from the wire):
 * there, wait for a group frame sent after the frame under test.
 */
void fence_open(void); /* pins this thread, and the processes it starts, to its CPU */
void fence_wait(void); /* ends the program if the frame isn't there within the deadline */
void fence_close(void);

#endif
