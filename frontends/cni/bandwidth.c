// SPDX-License-Identifier: GPL-2.0-only
/* bandwidth.c - the capability bandwidth: how much a container may get and send in a second. */
#include "cni/bandwidth.h"

#include <ctype.h>
#include <stdio.h>

#include "cni/error.h"
#include "json/json.h"

#define RATE_MAX  400000000000
#define WHERE	  "runtimeConfig.bandwidth."
#define BURST_ANY INT32_MAX /* so much and more runtimes say that have no opinion */

/* containerd begins them with a capital: the plugin that this was made for doesn't mind. */
static int read_number(struct error *error, const json_t *object, const char *way, const char *what,
		       int64_t *out)
{
	char key[16];

	snprintf(key, sizeof(key), "%s%s", way, what);
	if (!json_object_get(object, key))
		key[0] = (char)toupper(key[0]);
	return json_get_number(error, object, WHERE, key, 0, INT64_MAX, out);
}

static int check(struct error *error, const char *way, int64_t rate, int64_t burst)
{
	if (burst && !rate)
		return error_set(error, ERROR_CONFIG,
				 "\"" WHERE "%sBurst\" has no %sRate beside it", way, way);
	if (rate <= RATE_MAX)
		return 0;
	return error_set(error, ERROR_CONFIG,
			 "\"" WHERE "%sRate\" is more than the %lld bits per second that a "
			 "rate may have",
			 way, (long long)RATE_MAX);
}

static int read_way(struct error *error, const json_t *object, const char *way,
		    struct bandwidth_way *out)
{
	int64_t bits = 0;
	int err;

	err = read_number(error, object, way, "Rate", &out->rate)
		      ?: read_number(error, object, way, "Burst", &bits)
		      ?: check(error, way, out->rate, bits);
	if (!err && bits < BURST_ANY)
		out->burst = (uint32_t)(bits / 8);
	return err;
}

int bandwidth_read(struct error *error, const json_t *runtime, struct bandwidth *bandwidth)
{
	json_t *object = NULL;

	return json_get_object(error, runtime, "runtimeConfig.", "bandwidth", &object)
		       ?: read_way(error, object, "ingress", &bandwidth->in)
		       ?: read_way(error, object, "egress", &bandwidth->out);
}
