/* SPDX-License-Identifier: GPL-2.0-only */
/* deed.h - the commands under test: what is there before, what they do, what undoes it. */
#ifndef FAULTS_DEED_H
#define FAULTS_DEED_H

#include <stdbool.h>

#include "inject.h"

#define LINES 6

/*
 * A line is words: "macbpf ..." in the lower's netns, "other ...", which is macbpf with programs of
 * another build, "cni VERB", "netavark COMMAND", or another program, in that
 */
struct deed {
	const char *name;
	const char *setup[LINES];
	const char *line;
	const char *batch;	 /* its standard input */
	const char *undo[LINES]; /* from what it has made of it to what was there before */
	/*
	 * Lines that lead to states between the two, each from before: a batch may stop on its way,
	 * and a sweep be all that a command gets done. Their answers don't matter.
	 */
	const char *between[LINES];
	const char *next; /* another's line than deed_next, which says the same */
	bool sweeps;	  /* what it leaves undone is for the next command */
	bool undone;	  /* what a kill leaves of it is for its undo, which its callers run */
};

extern const struct deed deeds[];
extern const int deed_count;

/* Runs a line; undisturbed if `f` is NULL. */
void deed_run(const char *line, const char *input, const struct fault *f, struct result *r);

/* Whether what a failed line said is one sentence, where its kind says such things. */
bool deed_complains(const char *line, const struct result *r);

/* The next writing command, of nobody. */
extern const char *const deed_next;

#endif
