/* SPDX-License-Identifier: GPL-2.0-only */
/* calls.h - the system calls that may fail: which, how, and what they are called. */
#ifndef FAULTS_CALLS_H
#define FAULTS_CALLS_H

#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOTHING 0 /* among errors: the call succeeds, with nothing read or written */

/* Makes seccomp tell of them, in this process and what it becomes; returns the listener. */
int calls_listen(void);

bool calls_begin(const struct seccomp_data *call);

/* Whether it may fail, or, `changes`, whether it may change the world. */
bool calls_count(const struct seccomp_data *call, bool changes);

/*
 * The errors that it may fail with, and how many. *each: each is to be tried, as with some it was
 * carried out, and only its answer is lost.
 */
const int *calls_errors(uint32_t nr, size_t *count, bool *each);

/* "sendmsg", "bpf 5" */
const char *calls_name(uint32_t nr, uint32_t command, char text[32]);

#endif
