/* SPDX-License-Identifier: GPL-2.0-only */
/* flows.h - numbered frames between the wire and three endpoints: none lost, doubled or late. */
#ifndef NET_FLOWS_H
#define NET_FLOWS_H

#include <stdint.h>
#include <sys/types.h>

#define FLOWS 6

/* mva and mvb are bridge endpoints, mvc is a private one, each in a box of its own. */
void flows_make_endpoints(void);

/* Opens what is sent from and watched; then one of each flow, and what has arrived of all. */
void flows_open(void);
void flows_send(void);
void flows_close(void);

/* Frames go on until the process has come to its end; the result is its status. */
int flows_send_until_end(pid_t pid);

/*
 * Plays it with flows open, and expects of all that were sent that they have come, once, in the
 * order of their numbers at each place. Where others have filled the kernel's backlogs meanwhile, a
 * loss is not to be told from theirs: it is played anew then, twice at most. Returns how many of
 * each flow.
 */
uint32_t flows_during(void (*deeds)(void));

#endif
