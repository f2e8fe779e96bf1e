/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* netns.h - network namespaces: opening one, working in one. */
#ifndef MB_NETNS_H
#define MB_NETNS_H

#define MB_NETNS_DIR "/run/netns" /* where ip(8) gives them names */

/* Opens a netns by its name in /run/netns, or by path; -ENOENT, -EINVAL if it is no netns. */
int mb_netns_open(const char *name_or_path);

/* Opens the calling thread's netns. */
int mb_netns_open_current(void);

/*
 * Runs fn(arg) in a new thread that has entered `netns_fd`, and returns what it returned. The
 * thread handles no signals for the program; a program that it starts would have them blocked.
 */
int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg);

/* The same in a netns of its own, which goes when fn() has returned. */
int mb_netns_call_apart(int (*fn)(void *arg), void *arg);

#endif /* MB_NETNS_H */
