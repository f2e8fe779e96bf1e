/* SPDX-License-Identifier: GPL-2.0-only */
/* deed.h - what a host does, by chance, to what it listens to. */
#ifndef PARITY_DEED_H
#define PARITY_DEED_H

#include "tests/parity/frames/random.h"
#include "box.h"

enum deed_kind {
	DEED_JOIN,
	DEED_LEAVE,
	DEED_SOURCE_JOIN, /* for one sender only */
	DEED_SOURCE_LEAVE,
	DEED_ADDRESS, /* of IPv6, with its solicited-node group */
	DEED_NO_ADDRESS,
	DEED_BOUNCE,  /* down and up */
	DEED_VERSION, /* of IGMP and MLD */
	DEED_MOVE,    /* to another netns and back */
	DEED_MODE,
	DEED_AGAIN, /* macbpf asks all */
};

struct deed {
	enum deed_kind kind;
	unsigned int box, group, number;
};

struct deed deed_choose(struct rng *r);
void deed_print(const struct deed *deed);

/* The errno that the kernel gave, or 0. */
int deed_do(struct boxes *b, const struct deed *deed);

#endif
