/* SPDX-License-Identifier: GPL-2.0-only */
/* place.h - the netns in which commands meet faults: a lower, what is behind it, two boxes. */
#ifndef FAULTS_PLACE_H
#define FAULTS_PLACE_H

#include "tests/harness/netns.h"

#define LOWER	      "low"
#define LOWER_ADDRESS "02:00:00:00:00:ee"

enum { HOST, FAR, BOX0, BOX1, PLACES };

extern struct netns place[PLACES];

void place_make(void);
void place_drop(void);

#endif
