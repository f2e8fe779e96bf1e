/* SPDX-License-Identifier: GPL-2.0-only */
/* bulk.h - add and delete many endpoints e<N> of a card by a file of commands. */
#ifndef BENCH_BULK_H
#define BENCH_BULK_H

#include <stdint.h>

#include "bench.h"

#define BULK_BRIDGE_MOST 1020 /* a bridge has 1024 ports */

/*
 * Prepared, so that only its running takes time. Endpoints are in the netns of SPOT_B. Only those
 * of a group other than 0 can be deleted.
 */
struct bulk {
	const struct peer *peer;
	unsigned int first, last;
	unsigned int group;
	int add, join, del;  /* files of commands; join: what a bridge needs beside; -1: none */
	const char *options; /* of macbpf; "": none */
};

void bulk_open(struct bulk *b, const struct peer *peer, unsigned int first, unsigned int last,
	       unsigned int group);
void bulk_add(const struct bulk *b);
void bulk_del(const struct bulk *b);
void bulk_del_group(const struct bulk *b);
void bulk_del_best(const struct bulk *b); /* ours by file, the others by group */
void bulk_close(struct bulk *b);

/* The same for one, by commands of its own; any group. */
void bulk_add_one(const struct peer *peer, unsigned int endpoint);
void bulk_del_one(const struct peer *peer, unsigned int endpoint);

/* Tells a bridge where they are, as it is told of the others; no more to do elsewhere. */
void bulk_tell(const struct peer *peer, unsigned int first, unsigned int last);

void bulk_mac(uint8_t mac[6], unsigned int endpoint);

#endif
