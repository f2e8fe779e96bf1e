/* SPDX-License-Identifier: GPL-2.0-only */
/* random.h - numbers that follow from a seed, on every machine the same. */
#ifndef PARITY_RANDOM_H
#define PARITY_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

uint32_t rng_below(struct rng *r, uint32_t limit);
bool rng_chance(struct rng *r, uint32_t percent);

/* One of the names of an array; a name that is there twice comes twice as often. */
#define RNG_PICK(r, array) ((array)[rng_below(r, sizeof(array) / sizeof((array)[0]))])

#endif
