/* SPDX-License-Identifier: GPL-2.0-only */
/* bandwidth.h - the capability bandwidth: how much a container may get and send in a second */
#ifndef CNI_BANDWIDTH_H
#define CNI_BANDWIDTH_H

#include <stdint.h>

#include "container/error.h"
#include "json/json.h"

struct bandwidth_way {
	int64_t rate;	/* bits per second; 0: no limit */
	uint32_t burst; /* bytes; 0: macbpf's choice */
};

struct bandwidth {
	struct bandwidth_way in, out; /* to the container, and from it */
};

/* Reads runtimeConfig, which may be NULL. */
int bandwidth_read(struct error *error, const json_t *runtime, struct bandwidth *bandwidth);

#endif
