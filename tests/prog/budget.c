// SPDX-License-Identifier: GPL-2.0-only
/* budget.c - reads figures that are kept in a file. */
#include "budget.h"

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#define ROWS_MAX (sizeof(((struct budget *)0)->row) / sizeof(((struct budget *)0)->row[0]))

static void read_key(char *key, size_t size, const char *compiler)
{
	unsigned int major, minor;
	struct utsname name;

	if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2)
		errx(1, "no kernel release");
	snprintf(key, size, "%u.%u%s%s", major, minor, compiler ? " " : "",
		 compiler ? compiler : "");
}

/* "6.18 clang14 mb_lower_ingress plain 817": the name is what is between the key and the last
 * blank. */
static void read_row(struct budget *budget, char *line)
{
	size_t key = strlen(budget->key);
	char *last = strrchr(line, ' ');
	const char *name = line + key + 1;

	if (strncmp(line, budget->key, key) || line[key] != ' ' || last < name)
		return;
	*last = '\0';
	if (budget->rows == ROWS_MAX)
		errx(1, "more than %zu figures of one key", ROWS_MAX);
	snprintf(budget->row[budget->rows].name, sizeof(budget->row[0].name), "%s", name);
	if (sscanf(last + 1, "%u", &budget->row[budget->rows].figure) != 1)
		errx(1, "%s: \"%s\" is no figure", name, last + 1);
	budget->rows++;
}

void budget_read(struct budget *budget, const char *path, const char *compiler)
{
	FILE *file = fopen(path, "r");
	char line[256];

	if (!file)
		err(1, "%s", path);
	memset(budget, 0, sizeof(*budget));
	read_key(budget->key, sizeof(budget->key), compiler);
	while (fgets(line, sizeof(line), file))
		read_row(budget, line);
	fclose(file);
	budget->known = budget->rows;
}

uint32_t budget_of(const struct budget *budget, const char *name)
{
	for (unsigned int i = 0; i < budget->rows; i++)
		if (!strcmp(budget->row[i].name, name))
			return budget->row[i].figure;
	return 0;
}
