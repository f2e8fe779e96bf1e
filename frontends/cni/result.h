/* SPDX-License-Identifier: GPL-2.0-only */
/* result.h - what ADD answers: interfaces, addresses, routes, DNS */
#ifndef CNI_RESULT_H
#define CNI_RESULT_H

#include <stdbool.h>

#include "container/ip.h"
#include "container/route.h"
#include "cni/version.h"

/* All in the form of version 1.1.0. Lists are never NULL. */
struct result {
	json_t *interfaces, *ips, *routes;
	json_t *dns; /* NULL: nothing is said */
};

/* One of `ips`. */
struct result_ip {
	struct ip address; /* with the prefix of its network */
	struct ip gateway; /* family 0: none */
	int64_t interface; /* index in `interfaces`; -1: none */
};

void result_init(struct result *result);
void result_free(struct result *result);

/*
 * Reads a result that was written in `version`. Every address and route is legal afterwards.
 * `whose` begins the sentence, which is of this `kind`.
 */
int result_parse(struct error *error, int kind, const char *whose, const json_t *object,
		 enum version version, struct result *result);

/* Appends `more`, whose addresses go on belonging to its interfaces. */
void result_append(struct result *result, const struct result *more);

/* The result as `version` has it. Before 0.3.0 there is no result without an address. */
int result_print(struct error *error, const struct result *result, enum version version);

struct result_ip result_ip(const json_t *entry);
struct route result_route(const json_t *entry);

#endif
