/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* place.h - the network namespace in which an endpoint's device is. */
#ifndef MB_PLACE_H
#define MB_PLACE_H

#include "endpoint/change.h"

/*
 * Opens the netns that an option names; -1 in *fd if it names none. To be called in the caller's
 * own thread: "/proc/self" and "/proc/thread-self" are others in the one that mb_run() may make.
 */
int mb_place_open(struct macbpf *mb, const char *netns, int *fd);

/* Whether a device that was to move has: c->hostdev then tells where it is. */
bool mb_place_has_moved(struct mb_change *c);

/* Moves it back, with what else is to be as it was. */
void mb_place_move_back(struct mb_change *c, struct mb_dev_change *back);

/* After the device moved: frames take the quick way if there is one. */
void mb_place_arrive(struct mb_change *c);

#endif /* MB_PLACE_H */
