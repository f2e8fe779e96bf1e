/* SPDX-License-Identifier: GPL-2.0-only */
/* inject.h - runs a command in which one thing goes wrong, and keeps what it said. */
#ifndef FAULTS_INJECT_H
#define FAULTS_INJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "shared.h"
#include "tests/harness/netns.h"

#define CALLS_MAX 8192
#define SAID_MAX  8192

enum fault_kind {
	FAULT_NONE,
	FAULT_CALL,	  /* a system call fails */
	FAULT_ALLOCATION, /* malloc, calloc or realloc does */
	FAULT_KILL, /* killed before a call that may change the world, so after the one before */
};

struct fault {
	enum fault_kind kind;
	uint32_t at; /* which one, from 0 */
	uint32_t nr; /* FAULT_CALL: which it must be */
	int error;
};

struct command {
	const struct netns *ns;
	char *const *argv, *const *env; /* env: beside the environment that is there */
	const char *input;		/* NULL: none */
};

struct result {
	int status; /* exit status; 128 + signal if it was killed */
	bool struck;
	char out[SAID_MAX], err[SAID_MAX];
	uint32_t calls; /* that may fail; FAULT_KILL: that may change the world */
	struct {
		uint32_t nr, command;
	} call[CALLS_MAX];
	uint64_t allocations;
	uint64_t site[SITES_MAX]; /* FAULT_NONE: where each is */
};

/* `shim` is the library to preload. Ends the program if that can't be done here. */
void inject_open(const char *shim);
void inject_run(const struct command *c, const struct fault *f, struct result *r);

#endif
