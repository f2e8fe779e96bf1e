/* SPDX-License-Identifier: GPL-2.0-only */
/* network.h - a network as docker tells it, once, when it is created */
#ifndef DOCKER_NETWORK_H
#define DOCKER_NETWORK_H

#include <net/if.h>
#include <stdbool.h>

#include "container/ip.h"
#include "json/json.h"
#include "options/options.h"

struct network {
	char parent[IFNAMSIZ]; /* that is named; else that of a dummy, which the network has alone
				*/
	bool dummy;
	bool internal;	      /* containers reach each other alone */
	struct ip gateway[2]; /* IPv4, IPv6; family 0: none */
	struct options options;
};

/* Of what docker tells, and of its record. */
int network_read(struct error *error, const json_t *object, struct network *network);

/* Whether a gateway may be a way out for its containers. */
bool network_leads_out(const struct network *network);

#endif
