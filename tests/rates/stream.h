/* SPDX-License-Identifier: GPL-2.0-only */
/* stream.h - as much as a path takes, for a while: TCP, or UDP of who always has more. */
#ifndef RATES_STREAM_H
#define RATES_STREAM_H

#include <stdbool.h>

#include "tests/harness/netns.h"

struct stream {
	const struct netns *from, *to;
	const char *address; /* of the receiver */
	bool udp;
	bool together;	/* many packets of UDP a call */
	double seconds; /* that are measured, after one that is not */
};

/* Bits of payload that arrived in a second. */
double stream_rate(const struct stream *stream);

#endif
