/* SPDX-License-Identifier: GPL-2.0-only */
/* listen.h - the socket that docker calls: systemd's, or one of our own */
#ifndef DOCKER_LISTEN_H
#define DOCKER_LISTEN_H

#include "container/error.h"

struct listen {
	int fd;
	const char *path; /* of our own; NULL: it is systemd's */
};

/* systemd's, if it has given one; else one at `path`, for root alone. */
int listen_open(struct error *error, const char *path, struct listen *listen);

/* The socket is another's by now; its name goes if it is ours. */
void listen_close(const struct listen *listen);

#endif
