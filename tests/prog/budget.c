// SPDX-License-Identifier: GPL-2.0-only
/* budget.c - reads figures that are kept in a file. */
#include "budget.h"

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#define ROWS_MAX (sizeof(((struct budget *)0)->row) / sizeof(((struct budget *)0)->row[0]))

static void read_release(char *release, size_t size)
{
	unsigned int major, minor;
	struct utsname name;

	if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2)
		errx(1, "no kernel release");
	snprintf(release, size, "%u.%u", major, minor);
}

/* "6.18 mb_lower_ingress plain 817": the name is what is between the first and the last blank. */
static void read_row(struct budget *budget, char *line)
{
	char *first = strchr(line, ' '), *last = strrchr(line, ' ');

	if (line[0] == '#' || !first || first == last)
		return;
	*first = *last = '\0';
	if (strcmp(line, budget->release))
		return;
	if (budget->rows == ROWS_MAX)
		errx(1, "more than %zu figures of one release", ROWS_MAX);
	snprintf(budget->row[budget->rows].name, sizeof(budget->row[0].name), "%s", first + 1);
	if (sscanf(last + 1, "%u", &budget->row[budget->rows].figure) != 1)
		errx(1, "%s: \"%s\" is no figure", first + 1, last + 1);
	budget->rows++;
}

void budget_read(struct budget *budget, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[256];

	if (!file)
		err(1, "%s", path);
	memset(budget, 0, sizeof(*budget));
	read_release(budget->release, sizeof(budget->release));
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
