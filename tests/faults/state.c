// SPDX-License-Identifier: GPL-2.0-only
/* state.c - lines of text, compared. */
#include "state.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void state_add(struct state *s, const char *fmt, ...)
{
	va_list ap;

	if (s->count == STATE_LINES)
		errx(1, "more lines than a state has room for");
	va_start(ap, fmt);
	vsnprintf(s->line[s->count++], STATE_WIDTH, fmt, ap);
	va_end(ap);
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

void state_take(struct state *s)
{
	uint32_t program = 0;

	s->count = 0;
	state_add_devices(s);
	state_add_programs(s, &program);
	if (program)
		state_add_tables(s, program);
	state_add_listing(s);
	qsort(s->line, s->count, STATE_WIDTH, compare);
}

bool state_equal(const struct state *a, const struct state *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (i == b->count || strcmp(a->line[i], b->line[i]) != 0)
			return false;
	return a->count == b->count;
}

void state_print_difference(const struct state *want, const struct state *is)
{
	size_t i = 0, j = 0;

	while (i < want->count || j < is->count) {
		int order = i == want->count ? 1
			    : j == is->count ? -1
					     : strcmp(want->line[i], is->line[j]);

		if (order < 0)
			printf("    - %s\n", want->line[i]);
		else if (order > 0)
			printf("    + %s\n", is->line[j]);
		i += order <= 0;
		j += order >= 0;
	}
}
