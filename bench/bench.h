/* SPDX-License-Identifier: GPL-2.0-only */
/* bench.h - what is compared (peers), by what (rows), and how the figures are kept. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tests/harness/netns.h"

/* Ways to put endpoints on one card; each has namespaces of its own. */
enum peer_id {
	PEER_MACBPF,
	PEER_MACVLAN,
	PEER_BRIDGE, /* a Linux bridge with veth pairs, as the kernel makes it */
	PEER_BARE,   /* the same, and no frame of it passes netfilter */
	PEER_VETH,   /* control: cables from end to end, nothing between, nothing on the lower */
	PEER_FLOOR,  /* control: macbpf's devices, with the shortest programs that do the job: they
			know the way to A and B only */
	PEER_CLSACT, /* macbpf at the hook clsact, where the first one is at TCX */
	PEER_OPEN,   /* macbpf without what the first one has on */
	PEER_IPVLAN, /* mode l2; only ../kernels/icount.c has it */
	PEERS,
};

extern const char *const peer_names[PEERS];

/* Where a socket lives. */
enum spot {
	SPOT_A,
	SPOT_B,
	SPOT_WIRE,
	SPOT_NETNS,
	SPOT_HOST = SPOT_NETNS, /* beside the lower, with an address on it */
	SPOTS,
};

struct peer {
	enum peer_id id;
	const char *name;
	struct netns host, spot[SPOT_NETNS];
	unsigned int size; /* endpoints, where they are many */
};

/* What a rate ratio should at least be; 0: no target. */
struct target {
	double macvlan, bridge, open;
};

#define PARTS 3

/* What was sent to one peer in all rounds of a row, and how much of it never arrived. */
struct account {
	unsigned long sent, lost;
};

/*
 * One line of the table. What is measured is a cost: seconds, or whatever else is better if it is
 * less. A row may measure more than one, its parts.
 */
struct row {
	const char *name;
	const struct kind *kind;
	enum spot from, to;
	unsigned int size;  /* endpoints there must be */
	unsigned int batch; /* operations measured together */
	struct target target[PARTS];
	const char *part[PARTS]; /* their names, if there is more than one */
	int rounds;		 /* no more than these, since they take long; 0: as many as all */
};

struct kind {
	void *(*open)(struct peer *peer, const struct row *row); /* NULL: this peer can't */
	void (*measure)(void *state, double cost[PARTS]);
	struct account (*close)(void *state);
};

/* From `make check`, which judges no times, to the whole. */
enum level {
	LEVEL_CHECK,
	LEVEL_QUICK,
	LEVEL_FULL,
	LEVELS,
};

/* Rows on the same peers. */
struct section {
	const char *title;
	const struct row *rows;
	size_t count;
	int rounds[LEVELS];
	unsigned int most[LEVELS]; /* rows with more endpoints are left out */
	bool bridge, bare;	   /* which peers there are beside macbpf and macvlan */
	bool veth, floor, clsact, open;
	bool exact; /* macvlan to itself must come out within 1 % of 1 */
	void (*make)(struct peer *peer, enum peer_id id);
};

extern const struct section flows, two_process, taps, crowd, guard, starts, control, memory;

/* A rate ratio, macbpf's to a peer's: the median over rounds, with a 95 % interval. */
struct ratio {
	double low, median, high;
};

/* One part of one row. */
struct result {
	const struct section *section;
	const struct row *row;
	const char *part; /* "" if it is the only one */
	struct target target;
	bool has[PEERS];
	double cost[PEERS]; /* medians */
	struct ratio to[PEERS], itself;
	struct account account[PEERS];
};

/* From the costs of the same rounds; both arrays have `count` elements. */
struct ratio ratio_of(const double *ours, const double *theirs, size_t count);
double median_of(const double *values, size_t count);

/* Runs one row in `rounds` rounds, and fills one result a part. Returns how many. */
int run_row(struct result *results, const struct section *section, const struct row *row,
	    struct peer peers[PEERS], int rounds);

bool section_has(const struct section *section, enum peer_id id);
bool result_noisy(const struct result *r); /* macvlan differs from itself by more than 1 % */
unsigned long result_lost(const struct result *r);
double target_of(const struct result *r, enum peer_id id);
bool target_met(const struct result *r, enum peer_id id);

void table_head(const struct section *section);
void table_row(const struct result *r);
void json_write(const char *path, const struct result *results, size_t count);
void svg_write(const char *path, const struct result *results, size_t count);

/* The program under test, from the environment. */
const char *macbpf_path(void);

/* CPU 0 of those that we may use is everybody's; CPU 1 is for who receives; false: there is none */
bool pin_to(int cpu);

double now(void); /* seconds */

/* For a new device to carry frames, however busy the machine is. */
#define READY_SECONDS 20

#endif
