/* SPDX-License-Identifier: GPL-2.0-only */
/* walk.h - a deed done again and again, each time with another fault. */
#ifndef FAULTS_WALK_H
#define FAULTS_WALK_H

#include <stdint.h>

#include "deed.h"

struct tally {
	uint32_t calls, errors, allocations, kills, late, failures;
};

/* What has been tried, in memory that all workers share; all zero in the beginning. */
#define TRIED_MAX 65536
struct tried {
	_Atomic uint64_t key[TRIED_MAX];
};

/* The whole is long: one of so many parts of it. */
struct part {
	uint32_t number, of;
};

/*
 * Each call fails with each error, and each allocation, each with a retry, as far as they belong to
 * this part. With `tried`: what has failed in the same company for another deed is left out, and
 * each fails with one error, every fourth with a retry.
 */
void walk_errors(const struct deed *deed, struct tried *tried, struct part part,
		 struct tally *tally);

/* Killed after each call that may change the world. */
void walk_kills(const struct deed *deed, struct tally *tally);

#endif
