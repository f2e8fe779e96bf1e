/* SPDX-License-Identifier: GPL-2.0-only */
/* table.h - the operations that both sides are to answer in the same way. */
#ifndef PARITY_COMMANDS_TABLE_H
#define PARITY_COMMANDS_TABLE_H

#include <stddef.h>

#define STEPS_MAX 12

/* The ways in which an operation can be put. */
enum command_way {
	BY_BOTH,    /* to the programs, and by numbers to netlink and library */
	BY_WORDS,   /* the programs only: it is about their grammar */
	BY_NUMBERS, /* what the words of ip(8) can't say */
};

/*
 * Steps are played one after the other (side_play()), and after each the two sides are to have
 * given the same answer and to look the same. " # NAME" behind a step names a known difference
 * (known.c) that is to show after it.
 */
struct command {
	const char *what;
	enum command_way way;
	const char *step[STEPS_MAX];
};

/* Those of one subject. */
struct table {
	const struct command *command;
	size_t count;
};

#define TABLE(commands) ((struct table){ (commands), sizeof(commands) / sizeof((commands)[0]) })

extern const struct table table_add, table_bugs, table_end, table_lower, table_set, table_sources;
extern const struct table table_tap;

/* NULL behind the last. */
const struct command *command_at(size_t i);

#endif
