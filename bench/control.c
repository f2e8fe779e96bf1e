// SPDX-License-Identifier: GPL-2.0-only
/* control.c - how long it takes to make endpoints, set them up, and delete them. */
#include <err.h>
#include <stdlib.h>
#include <net/if.h>

#include "bulk.h"
#include "crowd.h"
#include "peers.h"

/* Of one row with one peer; row->batch endpoints of row->size come and go. */
struct change {
	struct peer *peer;
	const struct row *row;
	struct bulk bulk;
	void (*del)(const struct bulk *b);
	struct account account;
};

#define GROUP 9 /* of what is deleted again */

static void *change_open(struct peer *peer, const struct row *row,
			 void (*del)(const struct bulk *b), const char *options)
{
	struct change *c = calloc(1, sizeof(*c));

	if (!c)
		err(1, "bench");
	c->peer = peer;
	c->row = row;
	c->del = del;
	crowd_grow(peer, row->size - row->batch);
	bulk_open(&c->bulk, peer, row->size - row->batch, row->size - 1, GROUP);
	c->bulk.options = options;
	return c;
}

static struct account change_close(void *state)
{
	struct change *c = state;
	struct account account = c->account;

	bulk_close(&c->bulk);
	free(c);
	return account;
}

static unsigned int devices_in(const struct netns *ns)
{
	struct if_nameindex *list;
	unsigned int count = 0;

	netns_enter(ns);
	list = if_nameindex();
	netns_leave();
	if (!list)
		err(1, "bench: devices");
	while (list[count].if_index)
		count++;
	if_freenameindex(list);
	return count - 1; /* without lo */
}

/* All that were made must be there, and none after. */
static void expect(struct change *c, unsigned int count)
{
	unsigned int there = devices_in(&c->peer->spot[SPOT_B]);

	c->account.sent += c->row->batch;
	c->account.lost += there > count ? there - count : count - there;
}

/* How long a step takes; there must be `count` endpoints after it. */
static double timed(struct change *c, void (*step)(const struct bulk *b), unsigned int count)
{
	double start = now(), seconds;

	step(&c->bulk);
	seconds = now() - start;
	expect(c, count);
	return seconds;
}

static void bulk_measure(void *state, double cost[PARTS])
{
	struct change *c = state;
	unsigned int all = c->row->size, rest = all - c->row->batch;

	cost[0] = timed(c, bulk_add, all);
	cost[1] = timed(c, c->del, rest);
}

static void *deleted_by_group(struct peer *peer, const struct row *row)
{
	return change_open(peer, row, bulk_del_group, "");
}

static void *deleted_by_file(struct peer *peer, const struct row *row)
{
	return change_open(peer, row, bulk_del, "");
}

static void *expedited(struct peer *peer, const struct row *row)
{
	return change_open(peer, row, bulk_del_best, "-expedite");
}

static const struct kind by_group = { deleted_by_group, bulk_measure, change_close };
static const struct kind by_file = { deleted_by_file, bulk_measure, change_close };
static const struct kind fast = { expedited, bulk_measure, change_close };

static void single_measure(void *state, double cost[PARTS])
{
	struct change *c = state;
	unsigned int endpoint = c->row->size - 1;
	double start = now();

	bulk_add_one(c->peer, endpoint);
	cost[0] = now() - start;
	expect(c, c->row->size);
	start = now();
	bulk_del_one(c->peer, endpoint);
	cost[1] = now() - start;
	expect(c, c->row->size - 1);
}

static const struct kind singly = { deleted_by_file, single_measure, change_close };

/* One is there in all rows: a card's first endpoint costs more, for what all share. */
#define ADD(n, others) SPOT_A, SPOT_B, (n) + (others), (n)
#define BY_GROUP       .part = { "add and set up", "delete by group" }
#define BY_FILE	       .part = { "add and set up", "delete by -b" }
#define BY_BEST	       .part = { "add and set up", "delete (macvlan: by group)" }
#define SINGLY	       .part = { "add and set up", "delete" }

static const struct row rows[] = {
	{ "1 by -b", &by_file, ADD(1, 1), BY_FILE },
	{ "20 by -b", &by_file, ADD(20, 1), BY_FILE, .rounds = 2 },
	{ "100 by -b", &by_group, ADD(100, 1), BY_GROUP },
	{ "1000 by -b",
	  &by_group,
	  ADD(1000, 1),
	  { { 0.55, 0 }, { 0.8, 0 } },
	  BY_GROUP,
	  .rounds = 2 },
	{ "1000 by -expedite -b",
	  &fast,
	  ADD(1000, 1),
	  { { 0.75, 0 }, { 0.8, 0 } },
	  BY_BEST,
	  .rounds = 2 },
	{ "one, 1 there", &singly, ADD(1, 1), SINGLY },
	{ "one, 100 there", &singly, ADD(1, 100), SINGLY },
	{ "one, 1000 there", &singly, ADD(1, 1000), SINGLY },
};

const struct section control = {
	.title = "Making and deleting endpoints",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 1, 1, 4 },
	.bridge = true,
	.most = { 2, 2, 1001 },
	.make = card_make,
};
