/* SPDX-License-Identifier: GPL-2.0-only */
/* scenario.h - a random topology, and what is sent and changed on it: all from one number. */
#ifndef PARITY_SCENARIO_H
#define PARITY_SCENARIO_H

#include "change.h"
#include "probe.h"

#define STEPS_MAX 640

enum step_kind {
	STEP_FRAME,
	STEP_CHANGE,
};

/* A frame whose addresses are looked up when it is sent; "OWN" is the sender's. */
struct shot {
	enum place sender;
	const char *src, *dst;
	struct shape shape;
};

struct step {
	enum step_kind kind;
	bool off; /* left out, to find the smallest scenario */
	struct shot shot;
	struct change change;
};

struct scenario {
	unsigned long seed;
	char name[32];
	struct topology start;
	struct step steps[STEPS_MAX];
	size_t count;
};

void scenario_make(struct scenario *s, unsigned long seed);

/* The frame of a step, as it is at this moment; false if its sender can't send now. */
bool scenario_probe(const struct scenario *s, size_t step, const struct topology *now,
		    struct probe *probe);

/* The topology as command lines, then the steps that are not off. */
void scenario_print(const struct scenario *s);

#endif
