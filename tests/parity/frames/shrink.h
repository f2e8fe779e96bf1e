/* SPDX-License-Identifier: GPL-2.0-only */
/* shrink.h - play a scenario, and find the smallest part of it that still differs. */
#ifndef PARITY_SHRINK_H
#define PARITY_SHRINK_H

#include "play.h"
#include "scenario.h"

struct played {
	size_t frames, changes; /* that were made */
	struct verdict verdict;
};

struct played scenario_play(const struct scenario *s, const char *macbpf, bool quiet);

/* Leaves out steps and endpoints while there is still a difference, for a minute at most. */
void scenario_shrink(struct scenario *s, const char *macbpf, struct verdict verdict);

#endif
