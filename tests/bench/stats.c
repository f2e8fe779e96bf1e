// SPDX-License-Identifier: GPL-2.0-only
/* stats.c - ratios of paired times, and how sure they are. */
#include <err.h>
#include <stdlib.h>

#include "bench.h"

#define RESAMPLES 2000

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), by_value);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static double *doubles(size_t count)
{
	double *values = calloc(count, sizeof(*values));

	if (!values)
		err(1, "bench");
	return values;
}

/* The median of as many rounds, drawn at random from the real ones. */
static double resample(const double *ratios, size_t count, double *scratch)
{
	for (size_t i = 0; i < count; i++)
		scratch[i] = ratios[(size_t)random() % count];
	return median(scratch, count);
}

struct ratio ratio_of(const double *ours, const double *theirs, size_t count)
{
	double *ratios = doubles(count), *scratch = doubles(count), *medians = doubles(RESAMPLES);
	struct ratio result;

	for (size_t i = 0; i < count; i++)
		ratios[i] = theirs[i] / ours[i];
	for (size_t i = 0; i < RESAMPLES; i++)
		medians[i] = resample(ratios, count, scratch);
	qsort(medians, RESAMPLES, sizeof(*medians), by_value);
	result.low = medians[RESAMPLES / 40];
	result.high = medians[RESAMPLES - 1 - RESAMPLES / 40];
	result.median = median(ratios, count);
	free(ratios);
	free(scratch);
	free(medians);
	return result;
}
