/* SPDX-License-Identifier: GPL-2.0-only */
/* play.h - a world of macvlan and a world of macbpf, to which the same is done. */
#ifndef PARITY_PLAY_H
#define PARITY_PLAY_H

#include "world.h"

struct snapshot {
	struct topology topology;
	struct snapshot *before;
};

struct play {
	struct world macvlan, macbpf;
	struct snapshot *now; /* and those before, which probes point to */
	struct probe *probes; /* what was sent, by token */
	size_t count, room;
	size_t unsettled; /* frames sent since the last fence */
	size_t unequal;	  /* frames and changes whose errors differ */
	bool quiet;	  /* nothing is printed */
};

struct verdict {
	size_t differing;  /* frames and changes */
	size_t first_step; /* probe.step of the first that differs; SIZE_MAX: none */
};

/* Exits 77 with the reason if this kernel has no macvlan. */
void play_needs_macvlan(const char *suite);

void play_open(struct play *p, const struct topology *t, const char *macbpf, bool quiet);

/* The topology as it is now. */
const struct topology *play_topology(const struct play *p);

/* Sends it in both worlds; `topology` of the probe is filled in. */
void play_frame(struct play *p, const struct probe *probe);

/* Does it in both; false if they disagree about whether it can be done, or why not. */
bool play_change(struct play *p, const struct change *c);

/* Compares what was seen of all frames. */
struct verdict play_compare(struct play *p);

void play_close(struct play *p);

#endif
