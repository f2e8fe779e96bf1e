/* SPDX-License-Identifier: GPL-2.0-only */
/* world.h - a topology made real, by the kernel's macvlan or by macbpf. */
#ifndef PARITY_WORLD_H
#define PARITY_WORLD_H

#include "tests/harness/capture.h"
#include "tests/harness/netns.h"
#include "tests/harness/run.h"
#include "change.h"
#include "probe.h"

struct world {
	const struct topology *topology; /* as it is now */
	const char *tool;		 /* "ip", or the path of macbpf: they take the same words */
	const char *prefix;		 /* of the names of its namespaces */
	struct netns lower, wire, box[ENDPOINTS_MAX];
	bool joined[ENDPOINTS_MAX]; /* its device is in GROUP */
	int sender[PLACES];	    /* of a tap: its queue */
	struct capture capture;
	uint32_t fence; /* token of the last fence frame */
	struct run last;
};

#define FENCE_TOKEN 0x80000000u /* tokens of probes are smaller */

/* Makes it in namespaces whose names begin with `prefix`, and waits until it carries frames. */
void world_make(struct world *w, const struct topology *t, const char *tool, const char *prefix);

/* Sends one frame; the result is the errno that its sender was told, 0 if none. */
int world_send(struct world *w, const struct probe *probe, uint32_t token);

/* Returns when all that was sent before has arrived, and notes it in w->capture. */
void world_settle(struct world *w);

/* Tries a change of a settled world, with its tool; w->last tells how it ended. */
void world_try(struct world *w, const struct change *c);

/* To be called after it with what it led to: watches the devices that are there now. */
void world_follow(struct world *w, const struct change *c, const struct topology *now);

void world_drop(struct world *w);

#endif
