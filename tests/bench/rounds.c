// SPDX-License-Identifier: GPL-2.0-only
/* rounds.c - the peers take turns, and a row's costs become ratios. */
#include <err.h>
#include <stdlib.h>

#include "bench.h"

#define AGAIN	PEERS /* the column after the peers: macvlan once more, to compare with itself */
#define COLUMNS (PEERS + 1)

/* What one row took with each peer, round by round. */
struct costs {
	const struct row *row;
	void *state[COLUMNS]; /* NULL: this peer can't */
	double *cost[PARTS][COLUMNS];
};

/* The order is drawn anew for each round: nobody always comes after the same. */
static void shuffle(int order[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++)
		order[i] = i;
	for (int i = COLUMNS - 1; i > 0; i--) {
		int j = (int)(random() % (i + 1)), tmp = order[i];

		order[i] = order[j];
		order[j] = tmp;
	}
}

static void take_turn(struct costs *c, int column, int round)
{
	double cost[PARTS] = { 0 };

	if (!c->state[column])
		return;
	c->row->kind->measure(c->state[column], cost);
	for (int part = 0; part < PARTS && round >= 0; part++)
		c->cost[part][column][round] += cost[part];
}

/* There and back (ABBA): what drifts within a round is the same for all. */
static void run_rounds(struct costs *c, int rounds)
{
	int order[COLUMNS], warmup = (rounds + 15) / 20;

	for (int round = -warmup; round < rounds; round++) {
		shuffle(order);
		for (int i = 0; i < COLUMNS; i++)
			take_turn(c, order[i], round);
		for (int i = COLUMNS - 1; i >= 0 && round >= 0; i--)
			take_turn(c, order[i], round);
	}
}

static void open_row(struct costs *c, struct peer peers[PEERS], int rounds)
{
	for (int i = 0; i < PEERS; i++)
		c->state[i] = peers[i].name ? c->row->kind->open(&peers[i], c->row) : NULL;
	c->state[AGAIN] = c->state[PEER_MACVLAN];
	for (int part = 0; part < PARTS; part++)
		for (int i = 0; i < COLUMNS; i++) {
			c->cost[part][i] = calloc((size_t)rounds, sizeof(double));
			if (!c->cost[part][i])
				err(1, "bench");
		}
}

static void close_row(struct costs *c, struct account account[PEERS])
{
	for (int i = 0; i < PEERS; i++)
		account[i] = c->state[i] ? c->row->kind->close(c->state[i]) : (struct account){ 0 };
	for (int part = 0; part < PARTS; part++)
		for (int i = 0; i < COLUMNS; i++)
			free(c->cost[part][i]);
}

static void fill(struct result *r, const struct costs *c, int part, int rounds)
{
	double *const *cost = c->cost[part];

	for (int i = 0; i < PEERS; i++) {
		r->has[i] = c->state[i];
		if (!r->has[i])
			continue;
		r->cost[i] = median_of(cost[i], rounds) / 2;
		r->to[i] = ratio_of(cost[PEER_MACBPF], cost[i], rounds);
	}
	r->itself = ratio_of(cost[AGAIN], cost[PEER_MACVLAN], rounds);
}

int run_row(struct result *results, const struct section *section, const struct row *row,
	    struct peer peers[PEERS], int rounds)
{
	struct costs c = { .row = row };
	struct account account[PEERS];
	int parts = 1;

	if (row->rounds && row->rounds < rounds)
		rounds = row->rounds;
	while (parts < PARTS && row->part[parts])
		parts++;
	open_row(&c, peers, rounds);
	if (!c.state[PEER_MACBPF] || !c.state[PEER_MACVLAN])
		parts = 0; /* nothing to compare */
	else
		run_rounds(&c, rounds);
	for (int part = 0; part < parts; part++) {
		results[part] = (struct result){ .section = section,
						 .row = row,
						 .part = row->part[part] ?: "",
						 .target = row->target[part] };
		fill(&results[part], &c, part, rounds);
	}
	close_row(&c, account);
	for (int part = 0; part < parts; part++)
		for (int i = 0; i < PEERS; i++)
			results[part].account[i] = account[i];
	return parts;
}
