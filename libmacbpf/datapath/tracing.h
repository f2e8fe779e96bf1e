/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* tracing.h - the programs that tell of frames, behind the doors of those that are on devices. */
#ifndef MB_TRACING_H
#define MB_TRACING_H

#include "datapath/maps.h"
#include "trace/event.h"

/* What programs tell goes there, of all of a port, until it is taken. */
struct mb_tracing_ring;

int mb_tracing_ring_open(struct mb_tracing_ring **out);
void mb_tracing_ring_close(struct mb_tracing_ring *ring);

/* For poll(). */
int mb_tracing_ring_fd(const struct mb_tracing_ring *ring);

/* Calls fn for all there is; `data` are the bytes of the frame. Returns how many; -errno. */
typedef void (*mb_event_fn)(const struct mb_event *event, const uint8_t *data, void *arg);
int mb_tracing_ring_take(struct mb_tracing_ring *ring, mb_event_fn fn, void *arg);

/* One that tells in the place of a program on devices. */
struct mb_tracing;

/*
 * Loads it, of the constants of `config` and over the port's maps, and opens the door of `prog_fd`
 * to it. The door closes with mb_tracing_close(), or our end.
 *
 * The kernel has a worker empty an array whose last descriptor was closed, and takes a reference
 * for that. If it happens again before the worker comes, that one is never given back, and the
 * array stays. So nobody opens a door but the tracer, which keeps it: not who looks for a program's
 * maps.
 */
int mb_tracing_open(const struct mb_config *config, const struct mb_maps *maps,
		    const struct mb_event_want *want, const struct mb_tracing_ring *ring,
		    int prog_fd, struct mb_tracing **out);
void mb_tracing_close(struct mb_tracing *tracing);

/*
 * Opens the door again if it is shut. The kernel empties an array some time after its last
 * descriptor was closed, by a worker, and also if somebody has another by then: whoever has loaded
 * a program, or looked at its maps, may shut the door behind who has just opened it.
 */
int mb_tracing_hold(struct mb_tracing *tracing);

/* Closes what was kept. */
void mb_tracing_close_doors(struct mb_doors *doors);

/* Adds how many it left out, and how many were lost, since the last that it told. */
int mb_tracing_missed(const struct mb_tracing *tracing, uint64_t *left_out, uint64_t *lost);

#endif /* MB_TRACING_H */
