/* SPDX-License-Identifier: GPL-2.0-only */
/* place.h - netns that a script has made, IP addresses of both families, bytes to send. */
#ifndef PROTO_PLACE_H
#define PROTO_PLACE_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "tests/harness/netns.h"

#define PATIENCE_MS 10000

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* All of these end the program with a sentence if there is no such thing. */
void place_open(struct netns *ns, const char *name);
socklen_t address_read(union address *a, const char *text, uint16_t port);
int place_socket(const struct netns *ns, int family, int type, int protocol);
void option_set(int fd, int level, int option, int value);

/* Fills in bytes that tell any shift, and that another seed makes others of. */
void bytes_fill(uint8_t *data, size_t len, uint64_t seed);

#endif
