/* SPDX-License-Identifier: GPL-2.0-only */
/* stale.h - endpoints that docker never took, or gave back and forgot */
#ifndef DOCKER_STALE_H
#define DOCKER_STALE_H

#include <macbpf/macbpf.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Docker takes a device within seconds of its making, and has it deleted within seconds of giving
 * it back. Killed between the two, or called while it was killed, docker or the driver leaves it
 * beside its lower: what is there at two looks in a row is deleted.
 */
struct stale {
	uint64_t grace_ms; /* from one look to the next */
	uint64_t due;	   /* of the next look, on the monotonic clock; 0: none */
	char **seen;	   /* owners, at the last look */
	size_t count;
};

/* There may be one. */
void stale_expect(struct stale *stale);

/* How long to wait, for poll(); -1: for nothing. */
int stale_wait_ms(const struct stale *stale);

/* Looks, if it is time. */
void stale_look(struct stale *stale, struct macbpf *mb);

void stale_free(struct stale *stale);

#endif
