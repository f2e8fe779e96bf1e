/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* tracer.h - what a tracer has of a port: programs behind the doors of the port's, and names. */
#ifndef MB_TRACER_H
#define MB_TRACER_H

#include "datapath/tracing.h"
#include "world/world.h"

struct mb_tracer_door {
	uint32_t prog_id; /* of the program that has it */
	struct mb_tracing *tracing;
};

/* A device, as it was called when somebody looked last. */
struct mb_tracer_name {
	uint32_t ifindex; /* of the hostdev or the lower */
	char name[MB_IFNAME_LEN];
	char hostdev[MB_IFNAME_LEN]; /* "": it is the lower */
	bool untold;		     /* its program found no place on record */
};

struct mb_tracer {
	struct mb_event_want want;
	struct mb_tracing_ring *ring;
	struct mb_tracer_door *door;
	size_t doors;
	struct mb_tracer_name *name;
	size_t names;
	uint64_t left_out, lost; /* not told yet, by programs that are gone */
};

/*
 * Opens the doors of the programs that the port has on record, and lets those go that are there no
 * more.
 */
int mb_tracer_follow(struct macbpf *mb, struct mb_tracer *tracer, const struct mb_port *port);
/* See mb_tracing_hold(). */
void mb_tracer_hold(struct mb_tracer *tracer);
void mb_tracer_close(struct mb_tracer *tracer);

/* What devices are called now, and a warning of each whose frames are not told from now on. */
int mb_tracer_name_all(struct macbpf *mb, struct mb_tracer *tracer, struct mb_world *w,
		       struct mb_port *port);
/* NULL: it is none of the port's. */
const struct mb_tracer_name *mb_tracer_name_of(const struct mb_tracer *tracer, uint32_t ifindex);

/* Adds what was not told since the last that was. */
int mb_tracer_missed(const struct mb_tracer *tracer, uint64_t *left_out, uint64_t *lost);

#endif /* MB_TRACER_H */
