/* SPDX-License-Identifier: GPL-2.0-only */
/* probe.h - one frame to try: who sends it, its addresses, its shape. */
#ifndef PARITY_PROBE_H
#define PARITY_PROBE_H

#include "tests/harness/frame.h"
#include "topology.h"

struct shape {
	const char *name;
	struct frame frame;   /* addresses and token are filled in per probe */
	bool own_source_only; /* not tried with foreign source addresses from endpoints */
	bool taps_only;	      /* nobody else can send it */
};

struct probe {
	const struct topology *topology; /* as it is when the frame is sent */
	enum place sender;
	struct address src, dst;
	const struct shape *shape;
	size_t step;  /* the caller's number for it */
	bool unequal; /* its senders were told different errors */
};

/* All probes of the fixed table for a topology; the caller frees them. */
struct probe *probes_of(const struct topology *t, size_t *count);

#endif
