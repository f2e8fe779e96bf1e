/* SPDX-License-Identifier: GPL-2.0-only */
/* openmetrics.h - numbers with labels, as OpenMetrics and the older text format have them */
#ifndef CLI_OPENMETRICS_H
#define CLI_OPENMETRICS_H

#include <stdint.h>
#include <stdio.h>

/* Not info: the parser of the older format takes a type that it doesn't know for an error. */
enum om_type {
	OM_GAUGE,
	OM_COUNTER, /* what is added to the name of its samples is done here */
};

struct om_family {
	const char *name;
	enum om_type type;
	const char *unit; /* in which its name ends; NULL: none */
	const char *help; /* a sentence */
};

struct om_label {
	const char *name, *value;
};

/* All samples of a family stand behind its head. */
void om_head(FILE *file, const struct om_family *family);
void om_sample(FILE *file, const struct om_family *family, const struct om_label *labels,
	       size_t count, uint64_t value);
/* One without labels, of a time. */
void om_seconds(FILE *file, const struct om_family *family, uint64_t ns);
void om_end(FILE *file);

#endif /* CLI_OPENMETRICS_H */
