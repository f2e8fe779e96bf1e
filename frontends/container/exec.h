/* SPDX-License-Identifier: GPL-2.0-only */
/* exec.h - running another program: text in, text out */
#ifndef CONTAINER_EXEC_H
#define CONTAINER_EXEC_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define EXEC_OUT_MAX (1 << 20) /* bytes that are kept of what it prints */

struct exec {
	int status; /* as wait(2) gives it */
	char *out;  /* what it printed to stdout, of `len` bytes and a 0; to be freed */
	size_t len;
};

/* The first program of this name in a list of folders with colons between them; false: none. */
bool exec_find(const char *folders, const char *name, char path[PATH_MAX]);

/*
 * Runs the program argv[0], a path, with `environ` and waits for its end. Its stderr is ours. 0, or
 * -errno if it could not be started. What is busy being written is tried again for some seconds.
 */
int exec_run(const char *const argv[], const char *in, size_t in_len, struct exec *exec);

#endif
