/* SPDX-License-Identifier: GPL-2.0-only */
/* sockets.h - UDP and TCP between two spots of a peer. */
#ifndef BENCH_SOCKETS_H
#define BENCH_SOCKETS_H

#include <netinet/in.h>

#include "bench.h"

#define UDP_BYTES 18	       /* the shortest Ethernet frame */
#define BULK	  (128 * 1024) /* bytes of one bulk operation */

struct pair {
	int from, to; /* UDP, or a connected TCP connection; they never block */
	int listener;
	struct sockaddr_in there;
	const struct netns *netns; /* of `from`, for those that connect anew */
	const struct row *row;
	struct account account;
};

struct pair *pair_udp(const struct peer *peer, const struct row *row);
struct pair *pair_listen(const struct peer *peer, const struct row *row); /* no connection yet */
struct pair *pair_tcp(const struct peer *peer, const struct row *row);
struct account pair_close(struct pair *p);

bool pair_connect(struct pair *p);    /* of one that listens */
void pair_disconnect(struct pair *p); /* and the port waits for nobody */

/* Reads `want` bytes, however many there are at a time; false: they don't come. */
bool read_all(int fd, size_t want);

#endif
