// SPDX-License-Identifier: GPL-2.0-only
/* random.c - each frame to another of many endpoints: the caches are cold. */
#include <stdlib.h>

#include "bulk.h"
#include "crowd.h"
#include "crowd_kinds.h"
#include "floor.h"

#define PROTOCOL 0x88b5 /* local experiments: no stack answers it */

static void send_to(struct crowd *c, unsigned int endpoint)
{
	bulk_mac(c->frame, endpoint);
	c->want[endpoint]++;
	crowd_send(c);
}

/* A bridge is told where they are; nobody else needs to be. */
static void *random_open(struct peer *peer, const struct row *row)
{
	struct crowd *c = crowd_open(peer, row, PROTOCOL);

	if (!c)
		return NULL;
	if (peer->id == PEER_FLOOR)
		floor_lay_crowd(peer);
	crowd_ready_each(c);
	return c;
}

static void random_measure(void *state, double cost[PARTS])
{
	struct crowd *c = state;
	double start = now();

	for (unsigned int i = 0; i < c->row->batch; i++) {
		struct tally before = crowd_tally(c);

		send_to(c, 1 + (unsigned int)random() % (c->row->size - 1));
		crowd_wait(c, before, 1);
	}
	cost[0] = now() - start;
}

static struct account random_close(void *state)
{
	return crowd_close(state);
}

const struct kind kind_random = { random_open, random_measure, random_close };
