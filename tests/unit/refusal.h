/* SPDX-License-Identifier: GPL-2.0-only */
/* refusal.h - what must be refused: its error, what its sentence names, and that nothing is
 * changed. */
#ifndef UNIT_REFUSAL_H
#define UNIT_REFUSAL_H

#include "tests/unit/rig.h"

enum refusal_op {
	ADD, /* `name` on `lower` */
	SET,
	DEL,
};

struct refusal {
	const char *what;
	void (*before)(void); /* NULL: nothing is there */
	enum refusal_op op;
	const char *lower, *name;
	struct macbpf_link_opts opts;
	int want;
	const char *word; /* in the sentence */
};

/* mv0 is up and mv1 down; "eth" is taken in box1. */
void refusal_two(void);

int refusal_main(const char *name, const struct refusal *cases, int count);

#endif /* UNIT_REFUSAL_H */
