/* SPDX-License-Identifier: GPL-2.0-only */
/* bandwidth.h - the capability bandwidth: how much a container may get in a second */
#ifndef CNI_BANDWIDTH_H
#define CNI_BANDWIDTH_H

#include <stdint.h>

#include "container/error.h"
#include "json/json.h"

struct bandwidth {
	int64_t rate;	/* bits per second to the container; 0: no limit */
	uint32_t burst; /* bytes; 0: macbpf's choice */
};

/* Reads runtimeConfig, which may be NULL. */
int bandwidth_read(struct error *error, const json_t *runtime, struct bandwidth *bandwidth);

#endif
