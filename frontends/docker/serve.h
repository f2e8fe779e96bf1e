/* SPDX-License-Identifier: GPL-2.0-only */
/* serve.h - the driver's loop: docker's calls, and the agent that follows what docker does */
#ifndef DOCKER_SERVE_H
#define DOCKER_SERVE_H

#include <stdint.h>

#include "container/error.h"

struct serve_opts {
	const char *socket; /* a path, if systemd gives none */
	const char *state;  /* the folder of the networks' records */
	uint64_t grace_ms;  /* see stale.h */
};

/* Runs until it is told to stop: 0, or the kind of the error. ERROR_CONTRACT: another version of
 * macbpf has taken over, and is to run. */
int serve(struct error *error, const struct serve_opts *opts);

#endif
