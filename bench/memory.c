// SPDX-License-Identifier: GPL-2.0-only
/* memory.c - what an endpoint takes of the kernel's memory. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bulk.h"
#include "crowd.h"
#include "peers.h"

#define GROUP 9
#define TRIES 20 /* looks at the figures, 20 ms apart, until they stay the same */

struct memory {
	const struct row *row;
	struct bulk bulk;
};

/* Bytes that the kernel has allocated for itself, in whatever way. */
static double kernel_bytes(void)
{
	static const char *const kinds[] = { "Slab:", "Percpu:", "VmallocUsed:" };
	FILE *f = fopen("/proc/meminfo", "re");
	char word[64], rest[64];
	double kilobytes, sum = 0;

	if (!f)
		err(1, "/proc/meminfo");
	while (fscanf(f, "%63s %lf%63[^\n]", word, &kilobytes, rest) >= 2)
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			sum += strcmp(word, kinds[i]) ? 0 : kilobytes * 1024;
	fclose(f);
	return sum;
}

/* What was freed before is really free only after a while. */
static double settled_bytes(void)
{
	const struct timespec tick = { .tv_nsec = 20000000 };
	double bytes = kernel_bytes(), last = 0;

	for (int i = 0; i < TRIES && (bytes < last - 65536 || bytes > last + 65536); i++) {
		last = bytes;
		nanosleep(&tick, NULL);
		bytes = kernel_bytes();
	}
	return bytes;
}

static void *memory_open(struct peer *peer, const struct row *row)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (!m)
		err(1, "bench");
	m->row = row;
	crowd_grow(peer, row->size - row->batch);
	bulk_open(&m->bulk, peer, row->size - row->batch, row->size - 1, GROUP);
	return m;
}

static void memory_measure(void *state, double cost[PARTS])
{
	struct memory *m = state;
	double before = settled_bytes();

	bulk_add(&m->bulk);
	cost[0] = (settled_bytes() - before) / m->row->batch;
	bulk_del_group(&m->bulk);
}

static struct account memory_close(void *state)
{
	struct memory *m = state;

	bulk_close(&m->bulk);
	free(m);
	return (struct account){ 0 };
}

static const struct kind kernel = { memory_open, memory_measure, memory_close };

static const struct row rows[] = {
	{ "kernel memory of an endpoint",
	  &kernel,
	  SPOT_A,
	  SPOT_B,
	  201,
	  200,
	  { { 1 / 2.1, 1 / 1.05 } } },
};

const struct section memory = {
	.title = "Kernel memory (above 1: macbpf takes less)",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 1, 1, 2 },
	.bridge = true,
	.most = { 0, 0, 201 },
	.make = card_make,
};
