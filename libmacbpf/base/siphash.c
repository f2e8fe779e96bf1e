// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* siphash.c - SipHash-2-4, as Aumasson and Bernstein describe it. */
#include <endian.h>
#include <string.h>

#include "base/siphash.h"

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void stir(struct state *s, int rounds)
{
	while (rounds--) {
		s->v0 += s->v1;
		s->v2 += s->v3;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 = rotate(s->v0, 32) + s->v3;
		s->v2 += s->v1;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v2 = rotate(s->v2, 32);
	}
}

static uint64_t load(const uint8_t *from)
{
	uint64_t word;

	memcpy(&word, from, sizeof(word));
	return le64toh(word);
}

static void take(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	stir(s, 2);
	s->v0 ^= word;
}

uint64_t mb_siphash(const uint8_t key[16], const void *data, size_t size)
{
	uint64_t k0 = load(key), k1 = load(key + 8), last = (uint64_t)size << 56;
	struct state s = {
		k0 ^ 0x736f6d6570736575,
		k1 ^ 0x646f72616e646f6d,
		k0 ^ 0x6c7967656e657261,
		k1 ^ 0x7465646279746573,
	};
	const uint8_t *byte = data;
	size_t whole = size & ~(size_t)7;

	for (size_t i = 0; i < whole; i += 8)
		take(&s, load(byte + i));
	for (size_t i = whole; i < size; i++)
		last |= (uint64_t)byte[i] << (8 * (i - whole));
	take(&s, last);
	s.v2 ^= 0xff;
	stir(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
