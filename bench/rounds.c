// SPDX-License-Identifier: GPL-2.0-only
/* rounds.c - the peers take turns, and a row's costs become ratios. */
#include <err.h>
#include <stdlib.h>

#include "bench.h"

#define PASSES 2 /* turns that each peer has in a round */

/* What one row took with each peer, round by round. */
struct costs {
	const struct row *row;
	void *state[PEERS]; /* NULL: this peer can't */
	double *cost[PARTS][PASSES][PEERS], *sum[PARTS][PEERS];
};

/* The order is drawn anew for each pass: nobody always comes after the same. */
static void shuffle(int order[PEERS])
{
	for (int i = 0; i < PEERS; i++)
		order[i] = i;
	for (int i = PEERS - 1; i > 0; i--) {
		int j = (int)(random() % (i + 1)), tmp = order[i];

		order[i] = order[j];
		order[j] = tmp;
	}
}

static void take_turn(struct costs *c, enum peer_id id, int pass, int round)
{
	double cost[PARTS] = { 0 };

	if (!c->state[id])
		return;
	c->row->kind->measure(c->state[id], cost);
	for (int part = 0; part < PARTS && round >= 0; part++) {
		c->cost[part][pass][id][round] = cost[part];
		c->sum[part][id][round] += cost[part];
	}
}

/*
 * All have as many turns: who had more would find more of its own in the caches. So macvlan is
 * compared with itself by its two turns in a round, not by turns in addition.
 */
static void run_rounds(struct costs *c, int rounds)
{
	int order[PEERS], warmup = (rounds + 15) / 20;

	for (int round = -warmup; round < rounds; round++)
		for (int pass = 0; pass < PASSES; pass++) {
			shuffle(order);
			for (int i = 0; i < PEERS; i++)
				take_turn(c, order[i], pass, round);
		}
}

static double *new_costs(int rounds)
{
	double *costs = calloc((size_t)rounds, sizeof(*costs));

	if (!costs)
		err(1, "bench");
	return costs;
}

static void open_row(struct costs *c, struct peer peers[PEERS], int rounds)
{
	for (int i = 0; i < PEERS; i++) {
		c->state[i] = peers[i].name ? c->row->kind->open(&peers[i], c->row) : NULL;
		for (int part = 0; part < PARTS; part++) {
			c->sum[part][i] = new_costs(rounds);
			for (int pass = 0; pass < PASSES; pass++)
				c->cost[part][pass][i] = new_costs(rounds);
		}
	}
}

static void close_row(struct costs *c, struct account account[PEERS])
{
	for (int i = 0; i < PEERS; i++) {
		account[i] = c->state[i] ? c->row->kind->close(c->state[i]) : (struct account){ 0 };
		for (int part = 0; part < PARTS; part++) {
			free(c->sum[part][i]);
			for (int pass = 0; pass < PASSES; pass++)
				free(c->cost[part][pass][i]);
		}
	}
}

static void fill(struct result *r, const struct costs *c, int part, int rounds)
{
	double *const *sum = c->sum[part];

	for (int i = 0; i < PEERS; i++) {
		r->has[i] = c->state[i];
		if (!r->has[i])
			continue;
		r->cost[i] = median_of(sum[i], rounds) / PASSES;
		r->to[i] = ratio_of(sum[PEER_MACBPF], sum[i], rounds);
	}
	r->itself =
		ratio_of(c->cost[part][0][PEER_MACVLAN], c->cost[part][1][PEER_MACVLAN], rounds);
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
