/* SPDX-License-Identifier: GPL-2.0-only */
/* addr.h - addresses of a device */
#ifndef CONTAINER_ADDR_H
#define CONTAINER_ADDR_H

#include <stdbool.h>

#include "container/ip.h"
#include "common/netlink.h"

int addr_add(struct mb_netlink *nl, int ifindex, const struct ip *ip);

int addr_has(struct mb_netlink *nl, int ifindex, const struct ip *ip, bool *has);

/* What duplicate address detection found: tentative ones are still being looked for. */
struct addr_dad {
	int ifindex;
	bool tentative;
	bool duplicate;
};

int addr_dad(struct mb_netlink *nl, int ifindex, struct addr_dad *dad);

#endif
