// SPDX-License-Identifier: GPL-2.0-only
/* actor.c - one of the crowd: what chance makes it do, and how long it waits. */
#include <stdio.h>
#include <time.h>

#include "crowd.h"

/* Of 100; all else is ADD. */
static const struct {
	enum deed deed;
	uint32_t share;
} habits[] = {
	{ DEL, 18 },   { SET_MODE, 6 },	   { SET_ADDRESS, 8 }, { SET_MTU, 5 }, { SET_NETNS, 6 },
	{ SET_UP, 6 }, { SET_SOURCES, 5 }, { SET_PORT, 2 },    { IP_DEL, 4 },  { SHOW, 8 },
	{ LIST, 3 },   { COMMAND, 3 },	   { BATCH, 4 },
};

uint32_t chance(struct actor *a, uint32_t below)
{
	uint64_t x = a->random += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((x ^ x >> 31) >> 32) % below;
}

static enum deed choose(struct actor *a)
{
	uint32_t roll = chance(a, 100);

	for (size_t i = 0; i < sizeof(habits) / sizeof(habits[0]); i++) {
		if (roll < habits[i].share)
			return habits[i].deed;
		roll -= habits[i].share;
	}
	return ADD;
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void actor_live(struct actor *a)
{
	struct macbpf *mb = context_open();
	uint64_t since;

	for (uint32_t i = 0; i < crowd->rounds && !atomic_load(&crowd->failed); i++) {
		since = now_ms();
		deed_do(a, mb, choose(a));
		if (now_ms() - since > a->longest_ms)
			a->longest_ms = (uint32_t)(now_ms() - since);
		atomic_fetch_add(&a->done, 1);
	}
	macbpf__close(mb);
}
