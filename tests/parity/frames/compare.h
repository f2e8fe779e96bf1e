/* SPDX-License-Identifier: GPL-2.0-only */
/* compare.h - who saw which frame: macvlan's answer against macbpf's. */
#ifndef PARITY_COMPARE_H
#define PARITY_COMPARE_H

#include "tests/harness/capture.h"
#include "probe.h"

struct comparison {
	size_t differing; /* frames */
	size_t first;	  /* index of the first of them */
};

/*
 * Compares what both saw of the frames, where a frame's token is its index in `probes`, and prints
 * what differs and no mask allows, unless `quiet`.
 */
struct comparison compare(struct capture *macvlan, struct capture *macbpf,
			  const struct probe *probes, size_t count, bool quiet);

/* "b1 sends b1 -> LOW, plain, 60 bytes" */
void print_probe(const struct probe *p);

#endif
