/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* said.h - lines of who looks again and again: each is said once for as long as it stays so. */
#ifndef MB_SAID_H
#define MB_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MB_SAID_LINES 64 /* of one look: more are said again */

struct mb_said {
	struct mb_said_look {
		uint64_t line[MB_SAID_LINES];
		size_t count;
	} last, now;
};

/* Whether it was said neither in the last look nor before in this one. */
bool mb_said_is_new(struct mb_said *said, const char *line);

/* The look is over. */
void mb_said_turn(struct mb_said *said);

#endif /* MB_SAID_H */
