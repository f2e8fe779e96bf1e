/* SPDX-License-Identifier: GPL-2.0-only */
/* masks.h - the differences from macvlan that are allowed, each with a name. */
#ifndef PARITY_MASKS_H
#define PARITY_MASKS_H

#include "tests/harness/capture.h"
#include "probe.h"

enum side {
	ONLY_MACVLAN,
	ONLY_MACBPF,
};

struct mask {
	const char *name; /* as in docs/parity.md */
	/* One side may see this alone... */
	bool (*allows)(const struct probe *probe, enum side side, const struct sighting *seen);
	/* ...or macbpf may see it in another way: turns `seen` into what macvlan sees. */
	bool (*translates)(const struct probe *probe, struct sighting *seen);
	bool some_kernels; /* not all kernels' macvlan differs there */
	unsigned long used;
};

/* MCAST_SNOOPING=1 of the environment: the port has it on, and less is allowed. */
bool masks_are_for_snooping(void);

extern struct mask masks[];
extern const size_t mask_count;

/*
 * Prints how often each was used, to the end of the line; the result is how many were not and
 * should have been.
 */
size_t masks_print(void);

#endif
