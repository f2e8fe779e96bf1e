// SPDX-License-Identifier: GPL-2.0-only
/* table.c - the operations that both sides are to answer in the same way, in a file for each
 * subject. */
#include <stddef.h>

#include "table.h"

static const struct table *const tables[] = {
	&table_add, &table_sources, &table_set, &table_end, &table_lower, &table_tap, &table_bugs,
};

const struct command *command_at(size_t i)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		if (i < tables[t]->count)
			return &tables[t]->command[i];
		i -= tables[t]->count;
	}
	return NULL;
}
