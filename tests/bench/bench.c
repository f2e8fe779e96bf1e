// SPDX-License-Identifier: GPL-2.0-only
/* bench.c - macbpf against its peers: rate ratios from one interleaved run. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "bench.h"

#define WARMUP	20    /* rounds that are not counted */
#define AGAIN	PEERS /* the column after the peers: macvlan once more, to compare with itself */
#define COLUMNS (PEERS + 1)

/* What one flow took with each peer, round by round. */
struct times {
	double *seconds[COLUMNS];
	void *state[PEERS];
	unsigned long lost;
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double time_batch(const struct flow *flow, void *state, unsigned long *lost)
{
	double start = now();

	for (unsigned int i = 0; i < flow->batch; i++)
		*lost += !flow->run(state);
	return now() - start;
}

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

static void run_rounds(const struct flow *flow, struct times *t, int rounds)
{
	int order[COLUMNS];

	for (int round = -WARMUP; round < rounds; round++) {
		shuffle(order);
		for (int i = 0; i < COLUMNS; i++) {
			int column = order[i], peer = column == AGAIN ? PEER_MACVLAN : column;
			double seconds = time_batch(flow, t->state[peer], &t->lost);

			if (round >= 0)
				t->seconds[column][round] = seconds;
		}
	}
}

static bool print_ratio(FILE *json, const char *name, struct ratio r, double target)
{
	bool met = r.low >= target;

	printf("  %5.3f [%5.3f %5.3f]%s", r.median, r.low, r.high,
	       !target ? "  "
	       : met   ? " +"
		       : " -");
	fprintf(json, ", \"%s\": { \"ratio\": %.4f, \"low\": %.4f, \"high\": %.4f", name, r.median,
		r.low, r.high);
	if (target)
		fprintf(json, ", \"target\": %.3f, \"met\": %s", target, met ? "true" : "false");
	fprintf(json, " }");
	return met || !target;
}

static bool report(FILE *json, const struct flow *flow, const struct times *t, int rounds)
{
	struct ratio same = ratio_of(t->seconds[AGAIN], t->seconds[PEER_MACVLAN], rounds);
	double *const *s = t->seconds;

	printf("%-24s", flow->name);
	fprintf(json, "%s\n  { \"flow\": \"%s\", \"lost\": %lu", flow == flows ? "" : ",",
		flow->name, t->lost);
	print_ratio(json, "macvlan", ratio_of(s[PEER_MACBPF], s[PEER_MACVLAN], rounds),
		    flow->vs_macvlan);
	print_ratio(json, "bridge", ratio_of(s[PEER_MACBPF], s[PEER_BRIDGE], rounds),
		    flow->vs_bridge);
	print_ratio(json, "veth", ratio_of(s[PEER_MACBPF], s[PEER_VETH], rounds), 0);
	print_ratio(json, "macvlan_itself", same, 0);
	printf("  %lu\n", t->lost);
	fprintf(json, " }");
	fflush(stdout);
	return same.median > 0.99 && same.median < 1.01 && !t->lost;
}

/* False if the run can't be trusted: something was lost, or macvlan differs from itself. */
static bool bench_flow(FILE *json, struct peer *peers, const struct flow *flow, int rounds)
{
	struct times t = { 0 };
	bool trusted;

	for (int i = 0; i < COLUMNS; i++)
		t.seconds[i] = calloc((size_t)rounds, sizeof(double));
	for (int i = 0; i < PEERS; i++)
		t.state[i] = flow->open(&peers[i], i, flow);
	run_rounds(flow, &t, rounds);
	trusted = report(json, flow, &t, rounds);
	for (int i = 0; i < PEERS; i++)
		flow->close(t.state[i]);
	for (int i = 0; i < COLUMNS; i++)
		free(t.seconds[i]);
	return trusted;
}

static void print_head(FILE *json)
{
	struct utsname u;

	uname(&u);
	printf("Rate of macbpf to that of a peer: median [95 %% interval]; + target met, - not\n");
	printf("%-24s  %-23s  %-23s  %-23s  %-21s  %s\n", "", "macvlan", "bridge+veth",
	       "veth alone", "macvlan to itself", "lost");
	fprintf(json, "{ \"kernel\": \"%s\", \"revision\": \"%s\", \"flows\": [", u.release,
		getenv("REVISION") ?: "");
}

int main(int argc, char **argv)
{
	static struct peer peers[PEERS];
	int rounds = argc > 1 ? atoi(argv[1]) : 400;
	const char *macbpf = getenv("MACBPF"), *path = getenv("BENCH_JSON") ?: "/dev/null";
	bool trusted = true;
	FILE *json;

	if (rounds < 10 || !macbpf)
		errx(2, "usage: MACBPF=program bench [ROUNDS], at least 10 rounds");
	json = fopen(path, "w");
	if (!json)
		err(1, "%s", path);
	netns_sandbox("bench");
	for (int i = 0; i < PEERS; i++)
		peer_make(&peers[i], i, macbpf);
	print_head(json);
	for (size_t i = 0; i < flow_count; i++)
		trusted &= bench_flow(json, peers, &flows[i], rounds);
	fprintf(json, "\n] }\n");
	fclose(json);
	for (int i = 0; i < PEERS; i++)
		peer_drop(&peers[i]);
	if (!trusted)
		printf("not to be trusted: frames were lost, or macvlan differs from itself by "
		       "more "
		       "than 1 %%\n");
	return !trusted;
}
