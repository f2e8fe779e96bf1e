/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world.h - a netns with a lower and one endpoint of each sort, and who received what in it.
 */
#ifndef PROG_WORLD_H
#define PROG_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who takes part; also whose address a frame has. Endpoints are named by mode, and numbered as
 * their slots.
 */
enum who {
	NOBODY, /* the slot that is free */
	B1,
	B2,
	V1,
	V2,
	P1,
	P2,
	S1,
	S2,
	S3, /* nodst */
	DOWN1,
	WIRE,	    /* the lower */
	LOW = WIRE, /* as an address: the lower's own */
	HOST,	    /* at the near end of the lower */
	EXT,	    /* a stranger, as are those that source lists name: */
	LISTED_S1,
	LISTED_S1S2,
	LISTED_S3,
	LISTED_S1S3,
	BCAST,
	MCAST,
};

/* Sets of them; those who get what all get. */
#define TO(who) (1u << (who))
#define BRIDGES (TO(B1) | TO(B2))
#define VEPAS	(TO(V1) | TO(V2))
#define ALL	(BRIDGES | VEPAS | TO(P1) | TO(P2))

struct received {
	uint8_t data[2048];
	size_t len;   /* without the tag that the kernel took off */
	uint16_t tci; /* of that tag; 0: none */
};

/* Makes it once for the program, and stays in it. Exits 77 if this isn't root. */
void world_open(const char *suite);

const char *world_name(enum who who); /* of an endpoint, WIRE or HOST */
uint32_t world_mode(enum who who);
uint32_t world_hostdev(enum who who); /* ifindex; of WIRE and HOST: the lower's; of NOBODY: 0 */
void world_mac(enum who who, uint8_t mac[6]);

void world_settle(void); /* returns when all that was sent has arrived */
/*
 * The next frame that `who` received; false if there is none. Of WIRE: at the lower's far end; of
 * HOST: all that came in at the lower.
 */
bool world_receive(enum who who, struct received *out);
void world_forget(void); /* drops what was received so far */

/* Sends a frame from the device of `who`; of WIRE: from the lower's far end. */
void world_send(enum who who, const void *data, size_t len);

#endif
