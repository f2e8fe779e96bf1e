/* SPDX-License-Identifier: GPL-2.0-only */
/* link.h - devices */
#ifndef CONTAINER_LINK_H
#define CONTAINER_LINK_H

#include <net/if.h>
#include <stdint.h>

#include "common/netlink.h"

struct link {
	int index;
	unsigned int flags;  /* IFF_* */
	unsigned short type; /* ARPHRD_* */
	uint8_t operstate;   /* IF_OPER_* of linux/if.h */
	uint32_t mtu;
	uint8_t mac[6];
	char name[IFNAMSIZ];
	char qdisc[IFNAMSIZ];
};

/* By its name, or one of its alternative names; -ENODEV. */
int link_get(struct mb_netlink *nl, const char *name, struct link *link);
int link_get_by_index(struct mb_netlink *nl, int index, struct link *link);

/* Sets it up, and waits until it carries frames: 200 ms at most, as something else is wrong then.
 */
int link_up(struct mb_netlink *nl, const struct link *link);

/* Tells the network again who has the addresses, as far as arp_notify and ndisc_notify say so. */
int link_announce(struct mb_netlink *nl, const struct link *link);

#endif
