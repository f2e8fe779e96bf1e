// SPDX-License-Identifier: GPL-2.0-only
/* stats.c - ratios of paired costs, and how sure they are. */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define RESAMPLES 2000

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double *doubles(size_t count)
{
	double *values = calloc(count, sizeof(*values));

	if (!values)
		err(1, "bench");
	return values;
}

static double middle(const double *sorted, size_t count)
{
	return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

double median_of(const double *values, size_t count)
{
	double *sorted = doubles(count), result;

	memcpy(sorted, values, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_value);
	result = middle(sorted, count);
	free(sorted);
	return result;
}

/* The element of that rank, if each of `sorted` is there as often as `times` says. */
static double ranked(const double *sorted, const unsigned int *times, size_t rank)
{
	size_t i = 0;

	for (size_t passed = times[0]; passed <= rank; passed += times[i])
		i++;
	return sorted[i];
}

/* The median of as many rounds, drawn at random from the real ones. */
static double resample(const double *sorted, size_t count, unsigned int *times)
{
	memset(times, 0, count * sizeof(*times));
	for (size_t i = 0; i < count; i++)
		times[(size_t)random() % count]++;
	return (ranked(sorted, times, (count - 1) / 2) + ranked(sorted, times, count / 2)) / 2;
}

struct ratio ratio_of(const double *ours, const double *theirs, size_t count)
{
	double *ratios = doubles(count), *medians = doubles(RESAMPLES);
	unsigned int *times = calloc(count, sizeof(*times));
	struct ratio result;

	if (!times)
		err(1, "bench");
	for (size_t i = 0; i < count; i++)
		ratios[i] = theirs[i] / ours[i];
	qsort(ratios, count, sizeof(*ratios), by_value);
	for (size_t i = 0; i < RESAMPLES; i++)
		medians[i] = resample(ratios, count, times);
	qsort(medians, RESAMPLES, sizeof(*medians), by_value);
	result.low = medians[RESAMPLES / 40];
	result.high = medians[RESAMPLES - 1 - RESAMPLES / 40];
	result.median = middle(ratios, count);
	free(ratios);
	free(medians);
	free(times);
	return result;
}
