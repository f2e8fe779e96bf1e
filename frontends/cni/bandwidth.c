// SPDX-License-Identifier: GPL-2.0-only
/* bandwidth.c - the capability bandwidth: how much a container may get in a second. */
#include "cni/bandwidth.h"

#include "cni/error.h"
#include "json/json.h"

#define RATE_MAX  400000000000
#define WHERE	  "runtimeConfig.bandwidth."
#define BURST_ANY INT32_MAX /* so much and more runtimes say that have no opinion */

static int read_number(struct error *error, const json_t *object, const char *key, int64_t *out)
{
	return json_get_number(error, object, WHERE, key, 0, INT64_MAX, out);
}

static int check(struct error *error, int64_t rate, int64_t burst, int64_t egress)
{
	if (egress)
		return error_set(error, ERROR_UNSUPPORTED,
				 "unsupported key \"" WHERE "egressRate\": macbpf-cni holds what a "
				 "container receives to a rate, not what it sends; remove it (in "
				 "Kubernetes the annotation kubernetes.io/egress-bandwidth)");
	if (burst && !rate)
		return error_set(error, ERROR_CONFIG,
				 "\"" WHERE "ingressBurst\" has no ingressRate beside it");
	if (rate <= RATE_MAX)
		return 0;
	return error_set(error, ERROR_CONFIG,
			 "\"" WHERE "ingressRate\" is more than the %lld bits per second that a "
			 "rate may have",
			 (long long)RATE_MAX);
}

int bandwidth_read(struct error *error, const json_t *runtime, struct bandwidth *bandwidth)
{
	int64_t burst = 0, egress = 0, ignored = 0;
	json_t *object = NULL;
	int err = json_get_object(error, runtime, "runtimeConfig.", "bandwidth", &object);

	err = err ?: read_number(error, object, "ingressRate", &bandwidth->rate)
		      ?: read_number(error, object, "ingressBurst", &burst)
		      ?: read_number(error, object, "egressRate", &egress)
		      ?: read_number(error, object, "egressBurst", &ignored)
		      ?: check(error, bandwidth->rate, burst, egress);
	if (!err && burst < BURST_ANY)
		bandwidth->burst = (uint32_t)(burst / 8);
	return err;
}
