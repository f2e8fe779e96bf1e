/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* turn.h - a line for the writers of a network namespace, which only the privileged can join. */
#ifndef MB_TURN_H
#define MB_TURN_H

#include <stdint.h>

/*
 * A place in the line of a netns. The kernel gives it up with the last copy of `fd`, of which a
 * child that was forked meanwhile has one.
 */
struct mb_turn {
	int fd;		/* -1: none */
	uint32_t id;	/* of the program that is the place */
	uint8_t tag[8]; /* what the programs of all places have in common */
};

#define MB_TURN_NONE ((struct mb_turn){ .fd = -1 })

/* Goes to the end of the line. -E2BIG: it is full, which ends. */
int mb_turn_ask(int netns_fd, struct mb_turn *turn);

/* Tells whose turn it is: turn->id, or another. -ENOLINK: ours was taken out of the line. */
int mb_turn_first(int netns_fd, const struct mb_turn *turn, uint32_t *first);

/* Gives the place up, whoever has copies of `fd`, which stays open. */
void mb_turn_leave(int fd);

/* The same, and closes it; nothing to do for MB_TURN_NONE. */
void mb_turn_end(struct mb_turn *turn);

#endif /* MB_TURN_H */
