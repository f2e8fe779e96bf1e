// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* said.c - lines of who looks again and again: each is said once for as long as it stays so. */
#include "common/said.h"

/* FNV-1a */
static uint64_t digest(const char *text)
{
	uint64_t sum = 0xcbf29ce484222325ull;

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * 0x100000001b3ull;
	return sum;
}

static bool has(const struct mb_said_look *look, uint64_t line)
{
	for (size_t i = 0; i < look->count; i++)
		if (look->line[i] == line)
			return true;
	return false;
}

bool mb_said_is_new(struct mb_said *said, const char *text)
{
	uint64_t line = digest(text);
	bool known = has(&said->last, line) || has(&said->now, line);

	if (!has(&said->now, line) && said->now.count < MB_SAID_LINES)
		said->now.line[said->now.count++] = line;
	return !known;
}

void mb_said_turn(struct mb_said *said)
{
	said->last = said->now;
	said->now.count = 0;
}
