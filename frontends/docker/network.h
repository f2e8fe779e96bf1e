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
	bool internal;	    /* containers reach each other alone */
	json_t *subnets[2]; /* of IPv4, of IPv6; lists, which lead into what docker tells */
	struct options options;
};

/* Of what docker tells, and of its record. */
int network_read(struct error *error, const json_t *object, struct network *network);

/* Whether a gateway may be a way out for its containers. */
bool network_leads_out(const struct network *network);

/* Whether it has several subnets of a family, so that a gateway is a matter of the address. */
bool network_has_choice(const struct network *network);

/*
 * The gateway of the subnet of this family that has the address, or of the only one; family 0:
 * none. An error is that no subnet has it.
 */
int network_gateway(struct error *error, const struct network *network, int family,
		    const struct ip *address, struct ip *gateway);

#endif
