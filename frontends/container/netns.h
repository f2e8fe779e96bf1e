/* SPDX-License-Identifier: GPL-2.0-only */
/* netns.h - the container's network namespace */
#ifndef CONTAINER_NETNS_H
#define CONTAINER_NETNS_H

#include <stdbool.h>

#include "cni/error.h"

/* -1 in *fd and 0: there is no such netns any more, or the path is of something else. */
int netns_open(struct error *error, const char *path, int *fd);

bool netns_is_own(int fd);

/*
 * Works in the netns until netns_leave(). The plugin has one thread, and whatever can't come back
 * must not go on in the wrong place: netns_leave() ends the process then.
 */
int netns_enter(struct error *error, int fd);
void netns_leave(void);

#endif
