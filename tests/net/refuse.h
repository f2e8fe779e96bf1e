/* SPDX-License-Identifier: GPL-2.0-only */
/* refuse.h - a kernel that lacks something, played by a seccomp filter. */
#ifndef NET_REFUSE_H
#define NET_REFUSE_H

#include <stddef.h>

/* The kernel refuses bpf(2) commands `first` to `last` with an errno. */
struct refusal {
	unsigned int first, last;
	int error;
};

/*
 * Runs fn(arg, fd) in a child, in the host's netns, to which the kernel refuses these: its return
 * value is the child's exit status. What it writes to `fd` is in `text`. Returns the status as
 * waitpid(2) tells it; it exits with 99 if the kernel can't be made to refuse.
 */
int refuse_bpf(const struct refusal *refusal, int (*fn)(void *arg, int fd), void *arg, char *text,
	       size_t size);

#endif
