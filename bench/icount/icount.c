// SPDX-License-Identifier: GPL-2.0-only
/*
 * icount.c - what the flows of the benchmark take, in a machine whose clock counts instructions.
 *
 * One instruction is one nanosecond there. The ways to connect the same containers take turns one
 * after the other, each alone in the machine; the first once more at the end, as the control. Of
 * the rounds of a row the median counts: a round in which the timer struck is longer. One round
 * that took just that is marked for blocks.c, and what functions there are is printed for
 * functions.awk.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peers.h"
#include "mark.h"

#define ROUNDS	  41
#define WARMUP	  5
#define ROWS_MAX  16
#define TRIES_MAX 200

struct column {
	const char *title, *short_title;
	enum peer_id peer;
	const char *endpoint; /* of macbpf; NULL: other peers */
};

static const struct column columns[] = {
	{ "macvlan", "macvlan", PEER_MACVLAN },
	{ "macbpf, netkit", "netkit", PEER_MACBPF, "netkit" },
	{ "macbpf, veth", "veth", PEER_MACBPF, "veth" },
	{ "ipvlan (l2)", "ipvlan", PEER_IPVLAN },
	{ "bridge+veth", "bridge", PEER_BRIDGE },
	{ "veth alone", "alone", PEER_VETH },
	{ "macvlan again", "again", PEER_MACVLAN },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static int marks;
static double took[ROWS_MAX][COLUMNS]; /* nanoseconds of a round */

static double one_round(const struct row *row, void *state)
{
	double cost[PARTS] = { 0 };

	row->kind->measure(state, cost);
	return cost[0];
}

/* The clock goes in steps of some nanoseconds, and no two connections are alike. */
static bool is_near(double cost, double median)
{
	double room = median / 2000 + 2e-8;

	return cost > median - room && cost < median + room;
}

static void mark_one(const struct row *row, void *state, double median)
{
	double cost = -1;

	for (int i = 0; i < TRIES_MAX && !is_near(cost, median); i++) {
		MARK(MARK_START);
		cost = one_round(row, state);
		MARK(MARK_STOP);
	}
	if (!is_near(cost, median))
		errx(1, "%s: no round takes what the median took", row->name);
	MARK(MARK_WRITE);
}

static void run_flow(const struct column *column, struct peer *peer, const struct row *row,
		     double *median)
{
	void *state = row->kind->open(peer, row);
	double cost[ROUNDS];
	struct account account;

	for (int i = -WARMUP; i < ROUNDS; i++)
		cost[i < 0 ? 0 : i] = one_round(row, state);
	*median = median_of(cost, ROUNDS);
	mark_one(row, state, *median);
	printf("mark %04d %u %s|%s\n", ++marks, row->batch, column->short_title, row->name);
	account = row->kind->close(state);
	if (account.lost)
		errx(1, "%s, %s: %lu of %lu lost", column->title, row->name, account.lost,
		     account.sent);
}

/* Programs go with their column; all else stays: `column` NULL. */
static void print_functions(const struct column *column)
{
	const char *where = column ? column->short_title : "all";
	FILE *f = fopen("/proc/kallsyms", "re");
	char line[256], name[128], address[32], type;

	if (!f)
		err(1, "kallsyms");
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%31s %c %127s", address, &type, name) != 3 ||
		    !strchr("tTwW", type))
			continue;
		if (!!strstr(line, "[bpf]") == !!column)
			printf("sym %s %s %s\n", where, address, name);
	}
	fclose(f);
}

static void run_column(size_t n)
{
	const struct column *column = &columns[n];
	static struct peer peer;

	setenv("MACBPF_ENDPOINT", column->endpoint ?: "auto", 1);
	peer_make(&peer, column->peer);
	for (size_t row = 0; row < flows.count; row++)
		run_flow(column, &peer, &flows.rows[row], &took[row][n]);
	print_functions(column);
	peer_drop(&peer);
	peers_wait_gone();
}

static void print_row(size_t row)
{
	printf("| %-33s |", flows.rows[row].name);
	for (size_t n = 0; n < COLUMNS; n++)
		printf(" %7.0f %5.3f |", took[row][n] * 1e9 / flows.rows[row].batch,
		       took[row][n] / took[row][0]);
	printf("\n");
}

int main(void)
{
	netns_sandbox("icount");
	pin_to(0);
	for (size_t n = 0; n < COLUMNS; n++)
		run_column(n);
	print_functions(NULL);
	printf("| %-33s |", "");
	for (size_t n = 0; n < COLUMNS; n++)
		printf(" %-13s |", columns[n].title);
	printf("\n|---|");
	for (size_t n = 0; n < COLUMNS; n++)
		printf("---|");
	printf("\n");
	for (size_t row = 0; row < flows.count; row++)
		print_row(row);
	return 0;
}
