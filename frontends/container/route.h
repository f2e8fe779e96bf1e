/* SPDX-License-Identifier: GPL-2.0-only */
/* route.h - routes over a device */
#ifndef CONTAINER_ROUTE_H
#define CONTAINER_ROUTE_H

#include <stdbool.h>

#include "common/netlink.h"
#include "container/ip.h"

/* Numbers are -1 if not given. */
struct route {
	struct ip dst;
	struct ip gateway; /* family 0: none */
	int64_t mtu, advmss, priority, table, scope;
};

int route_add(struct mb_netlink *nl, int ifindex, const struct route *route);

/* Whether there is such a route; a default route may have another gateway. */
int route_has(struct mb_netlink *nl, int ifindex, const struct route *route, bool *has);

/* The device of the first default route, IPv4 before IPv6; 0: there is none. */
int route_default_device(struct mb_netlink *nl, int *ifindex);

#endif
