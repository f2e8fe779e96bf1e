/* SPDX-License-Identifier: GPL-2.0-only */
/* gone.h - that a netns has lost its name, for who would keep it alive and hear of nothing more */
#ifndef CLI_GONE_H
#define CLI_GONE_H

#include <stdbool.h>

/*
 * A descriptor that is readable when something went where `netns` has its name, which is as in
 * macbpf__open(). -1: there is nothing to be heard, e.g. without a name. To be asked for before the
 * netns is opened: so a name that goes in between is told.
 */
int gone_watch(const char *netns);

/* Takes what there is to read. Whether it was the name of `netns`. */
bool gone_happened(int fd, const char *netns);

#endif /* CLI_GONE_H */
