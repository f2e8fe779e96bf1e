/* SPDX-License-Identifier: GPL-2.0-only */
/* copies.h - send one broadcast, and count its copies on each device of a netns. */
#ifndef HARNESS_COPIES_H
#define HARNESS_COPIES_H

#include <stdint.h>

#include "netns.h"

#define COPIES_TYPE	   0x88b5 /* local experiments: no stack answers it */
#define COPIES_IFINDEX_MAX 8192

/* Where broadcasts are received, and what the last one brought. */
struct copies {
	int fd;
	unsigned int got[COPIES_IFINDEX_MAX]; /* by ifindex */
	unsigned int total;
};

/* Watches all devices of `ns` (NULL: where we are) for broadcasts of this type, from now on. */
void copies_open(struct copies *c, const struct netns *ns, uint16_t type);
void copies_close(struct copies *c);

/*
 * One broadcast of 60 bytes out of a device of `ns`; then `expected` copies are awaited, until a
 * deadline, and those that are too many.
 */
void copies_send(struct copies *c, const struct netns *ns, unsigned int ifindex,
		 const uint8_t source[6], unsigned int expected);

/* The same to a group's MAC. */
void copies_send_to(struct copies *c, const struct netns *ns, unsigned int ifindex,
		    const uint8_t source[6], const uint8_t group[6], unsigned int expected);

/* One broadcast from here with a delivery time by the monotonic clock; nothing is awaited. */
void copies_put_timed(const struct copies *c, unsigned int ifindex, const uint8_t source[6],
		      uint64_t when);

/* Awaits so many copies of what the caller sends, until a deadline, and those that are too many. */
void copies_await(struct copies *c, unsigned int expected);

#endif
