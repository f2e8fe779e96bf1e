/* SPDX-License-Identifier: GPL-2.0-only */
/* netns.h - the container's network namespace */
#ifndef CONTAINER_NETNS_H
#define CONTAINER_NETNS_H

#include <stdbool.h>

#include "common/netlink.h"
#include "container/attachment.h"

/* -ENOENT: there is no such netns any more, or the path is of something else. */
int netns_open(const char *path);

bool netns_is_own(int fd);

/* Runs fn(arg) in the container's netns, and returns what it returned: 0, or the kind of the error.
 */
int netns_call(const struct attachment *at, int (*fn)(void *arg), void *arg);

/* A socket that works in the container's netns, or in our own. */
int netns_socket(const struct attachment *at, bool inside, struct mb_netlink **nl);

#endif
