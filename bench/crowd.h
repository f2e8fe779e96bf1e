/* SPDX-License-Identifier: GPL-2.0-only */
/* crowd.h - many endpoints e0, e1, ... on one card, and frames that are counted where they arrive.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include <stdint.h>

#include "bench.h"
#include "count.h"

#define FRAME_BYTES 60

/* Who must get each of a row's frames. */
enum audience {
	AUDIENCE_NONE, /* nobody that we count on */
	AUDIENCE_ONE,  /* one endpoint, and whoever else gets a copy */
	AUDIENCE_ALL,  /* everybody but the sender */
};

/* Of one row with one peer. */
struct crowd {
	const struct peer *peer;
	const struct row *row;
	enum audience audience;
	unsigned int one; /* endpoint, of AUDIENCE_ONE */
	struct count box, wire;
	int fd;	      /* sends from e0, or from the wire */
	int other_fd; /* what the row needs beside; -1: nothing */
	uint8_t frame[FRAME_BYTES];
	int ifindex[COUNT_SLOTS / 2];	     /* of the endpoints */
	unsigned long want[COUNT_SLOTS / 2]; /* frames that each should have got */
	unsigned long copies, wire_copies;   /* of one frame */
	unsigned long frames;
};

/*
 * Adds endpoints until there are that many; false: this peer can't. The first, which sends, by a
 * command of its own, as containers are made; macbpf then attaches it to the faster hook.
 */
bool crowd_grow(struct peer *peer, unsigned int size);

/*
 * For a row, with as many endpoints as it wants; NULL: this peer can't. Its frame is a broadcast;
 * what else is in it the row fills in, before it calls one of the next two.
 */
struct crowd *crowd_open(struct peer *peer, const struct row *row, uint16_t protocol);

/* A new device carries frames a moment after it was made: returns when all do. */
void crowd_ready(struct crowd *c);	/* by a broadcast, which takes no more than 1000 */
void crowd_ready_each(struct crowd *c); /* one after the other */

/* Says who must get the frames, and so how many copies there are to wait for. */
void crowd_for_all(struct crowd *c);
void crowd_for_one(struct crowd *c, unsigned int one);

/* Sends one to find out how many copies there are. */
void crowd_try(struct crowd *c);

/* Sends one frame; does not wait. */
void crowd_send(struct crowd *c);

/* Waits until that many frames more than were counted before have arrived, or none comes. */
struct tally {
	uint64_t box, wire;
};
struct tally crowd_tally(const struct crowd *c);
bool crowd_wait(const struct crowd *c, struct tally before, unsigned long frames);
void crowd_wait_quiet(const struct crowd *c); /* until nothing comes any more */

/* A socket that sends on a device. */
int crowd_sender(const struct netns *ns, const char *device);

struct account crowd_close(struct crowd *c);

#endif
