// SPDX-License-Identifier: GPL-2.0-only
/* openmetrics.c - numbers with labels, as OpenMetrics and the older text format have them */
#include "openmetrics.h"

#include <ctype.h>
#include <inttypes.h>

#define NS_A_SECOND 1000000000

void om_head(FILE *file, const struct om_family *family)
{
	fprintf(file, "# TYPE %s %s\n", family->name,
		family->type == OM_COUNTER ? "counter" : "gauge");
	if (family->unit)
		fprintf(file, "# UNIT %s %s\n", family->name, family->unit);
	fprintf(file, "# HELP %s %s\n", family->name, family->help);
}

/* Names are any bytes, chosen inside containers; the text is UTF-8, and goes to terminals. */
static void print_value(FILE *file, const char *value)
{
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			fputc('\\', file);
		fputc(isascii((unsigned char)*value) && isprint((unsigned char)*value) ? *value
										       : '?',
		      file);
	}
}

void om_sample(FILE *file, const struct om_family *family, const struct om_label *labels,
	       size_t count, uint64_t value)
{
	fputs(family->name, file);
	fputs(family->type == OM_COUNTER ? "_total" : "", file);
	for (size_t i = 0; i < count; i++) {
		fprintf(file, "%c%s=\"", i ? ',' : '{', labels[i].name);
		print_value(file, labels[i].value);
		fputc('"', file);
	}
	fprintf(file, "%s %" PRIu64 "\n", count ? "}" : "", value);
}

void om_seconds(FILE *file, const struct om_family *family, uint64_t ns)
{
	fprintf(file, "%s %" PRIu64 ".%09" PRIu64 "\n", family->name, ns / NS_A_SECOND,
		ns % NS_A_SECOND);
}

void om_end(FILE *file)
{
	fputs("# EOF\n", file);
}
