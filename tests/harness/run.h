/* SPDX-License-Identifier: GPL-2.0-only */
/* run.h - run a command and keep what it said. */
#ifndef HARNESS_RUN_H
#define HARNESS_RUN_H

#include <sys/types.h>

#include "netns.h"

#define RUN_TEXT_MAX 65536

struct run {
	int status;		/* exit status; 128 + signal if it was killed */
	char out[RUN_TEXT_MAX]; /* stdout, cut if longer */
	char err[RUN_TEXT_MAX]; /* stderr, cut if longer */
};

/* A command is one line of words, split at blanks; no shell. `ns` NULL: where we are. */
#define RUN_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Runs it to its end; the result is its exit status. */
int run(struct run *r, const struct netns *ns, const char *fmt, ...) RUN_PRINTF(3, 4);

/* The same of a command of macbpf that waits for others half a minute, and then says to try again:
 * it does. */
void run_in_turn(struct run *r, const struct netns *ns, const char *line);

/* As run(); anything but exit status 0 ends the program with what the command said. */
void run_ok(const struct netns *ns, const char *fmt, ...) RUN_PRINTF(2, 3);

/* Starts it with no one to listen to it; the caller waits for, or kills, the pid. */
pid_t run_start(const struct netns *ns, const char *fmt, ...) RUN_PRINTF(2, 3);

#endif
