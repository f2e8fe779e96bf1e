/* SPDX-License-Identifier: GPL-2.0-only */
/* change.h - what is done to a topology between frames: the words for it, and what it leads to. */
#ifndef PARITY_CHANGE_H
#define PARITY_CHANGE_H

#include "topology.h"

#define CHANGE_ADDRESSES 4

enum change_kind {
	CHANGE_ADD,
	CHANGE_DEL,
	CHANGE_MODE,
	CHANGE_FLAG,
	CHANGE_LIST,
	CHANGE_ADDRESS,
	CHANGE_MTU,
	CHANGE_LOWER_MTU,
	CHANGE_MOVE,
	CHANGE_UP,
	CHANGE_DOWN,
	CHANGE_RENAME,
	CHANGE_KINDS,
};

struct change {
	enum change_kind kind;
	size_t slot;				 /* of the endpoint */
	const char *word;			 /* the new mode or flag; add, del, set, flush */
	const char *addresses[CHANGE_ADDRESSES]; /* by fixed names */
	unsigned int mtu;
	struct endpoint added;
};

/* Where the words for a device are to be given, beside the lower or in a netns of the slot's own.
 */
struct names {
	const char *lower; /* of the lower's netns */
	const char *box;   /* of the slot's */
};

/* False if there is nothing that could be changed so. */
bool change_applies(const struct change *c, const struct topology *t);

/* A command line for ip and macbpf, without the program's name. */
#define CHANGE_LINE 1024
void change_line(const struct change *c, const struct topology *t, const struct names *names,
		 char line[CHANGE_LINE]);

/* The line that makes the endpoint, as it is in `t`. */
void add_line(const struct topology *t, size_t slot, const struct names *names,
	      char line[CHANGE_LINE]);

/* The topology after a change that was accepted. */
struct topology change_result(const struct change *c, const struct topology *t);

#endif
