/* SPDX-License-Identifier: GPL-2.0-only */
/* world.h - a topology made real, by the kernel's macvlan or by macbpf. */
#ifndef PARITY_WORLD_H
#define PARITY_WORLD_H

#include "../harness/capture.h"
#include "../harness/netns.h"
#include "scenario.h"

struct world {
	const struct topology *topology;
	const char *tool; /* "ip", or the path of macbpf: they take the same words */
	struct netns lower, wire, box[ENDPOINTS_MAX];
	int sender[PLACES];
	struct capture capture;
	uint32_t fence; /* token of the last fence frame */
};

#define FENCE_TOKEN 0x80000000u /* tokens of probes are smaller */

/* Makes it in namespaces whose names begin with `prefix`, and waits until it carries frames. */
void world_make(struct world *w, const struct topology *t, const char *tool, const char *prefix);

/* Sends one frame; the result is the errno that its sender was told, 0 if none. */
int world_send(struct world *w, const struct probe *probe, uint32_t token);

/* Returns when all that was sent before has arrived, and notes it in w->capture. */
void world_settle(struct world *w);

void world_drop(struct world *w);

#endif
