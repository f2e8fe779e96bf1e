/* SPDX-License-Identifier: GPL-2.0-only */
/* crowd.h - a lower and many pairs of devices, in one netns. */
#ifndef PROG_CROWD_H
#define PROG_CROWD_H

#include "tests/harness/netns.h"

#define CROWD 1100

extern struct netns crowd_ns;
/* By ifindex: low and its far end, hostdevs mb0, mb1, ... and their other ends. */
extern unsigned int low, wire, hostdev[CROWD], device[CROWD];

/* Makes them once for the program, and stays in their netns. Exits 77 if this isn't root. */
void crowd_open(const char *suite);

#endif
