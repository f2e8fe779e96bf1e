/* SPDX-License-Identifier: GPL-2.0-only */
/* known.h - the differences that docs/parity.md names. */
#ifndef PARITY_COMMANDS_KNOWN_H
#define PARITY_COMMANDS_KNOWN_H

#include <stdbool.h>

#include "facts.h"

/* One fact on both sides; NULL where it is missing. */
struct difference {
	const struct fact *theirs, *ours;
	const struct facts *our_facts; /* all of them */
};

struct known {
	const char *name;  /* in docs/parity.md */
	const char *facts; /* which may differ, by the last word of their keys; "*": any */
	/* For one that may show in any step: whether this is it. NULL: the step is to name it. */
	bool (*is_it)(const struct difference *d);
	bool (*if_named)(const struct difference *d); /* whether this is what the step named */
	bool agent_ends_it; /* with an agent running, all is as with macvlan */
	bool some_kernels;  /* not all kernels have it */
};

extern const struct known commands_known[];
extern const int commands_known_count;

/* The index of a name; an unknown one ends the program. */
int known_named(const char *name, int len);

/* Whether it may excuse a difference in this fact. */
bool known_covers(const struct known *k, const struct difference *d);

#endif
