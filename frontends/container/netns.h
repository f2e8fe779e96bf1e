/* SPDX-License-Identifier: GPL-2.0-only */
/* netns.h - the container's network namespace */
#ifndef CONTAINER_NETNS_H
#define CONTAINER_NETNS_H

#include <stdbool.h>

#include "cni/error.h"
#include "common/netlink.h"

/* -1 in *fd and 0: there is no such netns any more, or the path is of something else. */
int netns_open(struct error *error, const char *path, int *fd);

bool netns_is_own(int fd);

/* Runs fn(arg) in the netns, and returns what it returned: 0, or the code that it left in *error.
 */
int netns_call(struct error *error, int fd, int (*fn)(void *arg), void *arg);

/* A socket that works in the netns; -1 stands for our own. */
int netns_socket(struct error *error, int fd, struct mb_netlink **nl);

#endif
