/* SPDX-License-Identifier: GPL-2.0-only */
/* network.h - a network as podman keeps it */
#ifndef NETAVARK_NETWORK_H
#define NETAVARK_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "container/ip.h"
#include "container/route.h"
#include "json/json.h"
#include "options/options.h"

/* Who gives addresses. */
enum network_ipam {
	IPAM_UNSAID,
	IPAM_HOST_LOCAL, /* podman, before we are called */
	IPAM_DHCP,
	IPAM_NONE,
};

struct network_subnet {
	struct ip net;
	struct ip gateway; /* family 0: none */
};

/* Texts and objects lead into the JSON. */
struct network {
	json_t *object;
	const char *name;
	const char *parent; /* NULL: the device of the default route */
	enum network_ipam ipam;
	bool internal;
	struct options options;
	struct network_subnet *subnet;
	struct route *route; /* static ones */
	size_t subnets, routes;
};

/* What leads to endpoints of this network again, whatever else is in it: name, parent, ipam. */
int network_read_names(struct error *error, json_t *object, struct network *network);

/* The rest, strictly. To be freed in either case. */
int network_read(struct error *error, struct network *network);
void network_free(struct network *network);

const char *network_ipam_name(enum network_ipam ipam);

#endif
