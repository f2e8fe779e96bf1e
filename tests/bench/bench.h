/* SPDX-License-Identifier: GPL-2.0-only */
/* bench.h - what is compared (peers), by what (flows), and how the figures are kept. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>

#include "../harness/netns.h"

/* Ways to put two containers on one card; each has namespaces of its own. */
enum peer_id {
	PEER_MACBPF,
	PEER_MACVLAN,
	PEER_BRIDGE, /* a Linux bridge with veth pairs */
	PEER_VETH,   /* control: veth pairs from end to end, nothing between */
	PEERS,
};

/* Where a socket lives. */
enum spot {
	SPOT_A,
	SPOT_B,
	SPOT_WIRE,
	SPOTS,
};

struct peer {
	const char *name;
	struct netns host, spot[SPOTS];
};

/* Makes the peer's namespaces, devices, addresses and neighbours. */
void peer_make(struct peer *peer, enum peer_id id, const char *macbpf);
void peer_drop(struct peer *peer);

/* The address of `to` as `from` reaches it, network byte order. */
unsigned int peer_address(enum peer_id id, enum spot from, enum spot to);

struct flow {
	const char *name;
	enum spot from, to;
	/* Opens what it needs between two namespaces; NULL: it can't. */
	void *(*open)(const struct peer *peer, enum peer_id id, const struct flow *flow);
	/* One operation, in this thread from end to end; false: something was lost. */
	bool (*run)(void *state);
	void (*close)(void *state);
	unsigned int batch; /* operations timed together */
	double vs_macvlan,
		vs_bridge; /* targets: rate ratios that the interval's lower end reaches */
};

extern const struct flow flows[];
extern const size_t flow_count;

/* A rate ratio, macbpf's to a peer's: the median over rounds, with a 95 % interval. */
struct ratio {
	double low, median, high;
};

/* From the times of the same rounds; both arrays have `count` elements. */
struct ratio ratio_of(const double *ours, const double *theirs, size_t count);

#endif
