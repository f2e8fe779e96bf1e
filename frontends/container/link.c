// SPDX-License-Identifier: GPL-2.0-only
/* link.c - devices. */
#include "container/link.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "common/netlink_msg.h"

#define OPERATIONAL 6 /* IF_OPER_UP of linux/if.h, which doesn't go with net/if.h */
#define UP_WAIT_MS  200
#define UP_TICK_MS  1

static int read_link(struct nlmsghdr *nlh, void *arg)
{
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	struct link *link = arg;

	if (nlh->nlmsg_type != RTM_NEWLINK || nlmsg_parse(nlh, sizeof(*ifi), tb, IFLA_MAX, NULL))
		return 0;
	link->index = ifi->ifi_index;
	link->flags = ifi->ifi_flags;
	link->type = ifi->ifi_type;
	if (tb[IFLA_OPERSTATE])
		link->operstate = nla_get_u8(tb[IFLA_OPERSTATE]);
	if (tb[IFLA_MTU])
		link->mtu = nla_get_u32(tb[IFLA_MTU]);
	if (tb[IFLA_ADDRESS] && nla_len(tb[IFLA_ADDRESS]) == sizeof(link->mac))
		memcpy(link->mac, nla_data(tb[IFLA_ADDRESS]), sizeof(link->mac));
	if (tb[IFLA_IFNAME])
		nla_strlcpy(link->name, tb[IFLA_IFNAME], sizeof(link->name));
	if (tb[IFLA_QDISC])
		nla_strlcpy(link->qdisc, tb[IFLA_QDISC], sizeof(link->qdisc));
	return 0;
}

static int get(struct mb_netlink *nl, struct nl_msg *msg, struct link *link)
{
	int err;

	*link = (struct link){ 0 };
	err = mb_netlink_talk(nl, msg, read_link, link);
	if (!err && !link->index)
		err = -ENODEV;
	return err;
}

int link_get(struct mb_netlink *nl, const char *name, struct link *link)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg = mb_netlink_request(RTM_GETLINK, 0, &ifi, sizeof(ifi));

	if (msg)
		nla_put_string(msg, strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, name);
	return get(nl, msg, link);
}

int link_get_by_index(struct mb_netlink *nl, int index, struct link *link)
{
	struct ifinfomsg ifi = { .ifi_index = index };

	return get(nl, mb_netlink_request(RTM_GETLINK, 0, &ifi, sizeof(ifi)), link);
}

/* The kernel notices a carrier in a worker, and drops what is sent before. */
static bool is_operational(struct mb_netlink *nl, int ifindex)
{
	struct link now;

	return link_get_by_index(nl, ifindex, &now) || now.operstate == OPERATIONAL;
}

int link_up(struct mb_netlink *nl, const struct link *link)
{
	struct ifinfomsg ifi = {
		.ifi_index = link->index,
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct nl_msg *msg = mb_netlink_request(RTM_NEWLINK, 0, &ifi, sizeof(ifi));
	struct timespec tick = { .tv_nsec = UP_TICK_MS * 1000 * 1000 };
	int err = msg ? mb_netlink_talk(nl, msg, NULL, NULL) : -ENOMEM;

	for (int i = 0; !err && i < UP_WAIT_MS / UP_TICK_MS; i++) {
		if (is_operational(nl, link->index))
			break;
		nanosleep(&tick, NULL);
	}
	return err;
}

/* An address that is set to what it is counts as a change, which the kernel makes known. */
int link_announce(struct mb_netlink *nl, const struct link *link)
{
	struct ifinfomsg ifi = { .ifi_index = link->index };
	struct nl_msg *msg = mb_netlink_request(RTM_NEWLINK, 0, &ifi, sizeof(ifi));

	if (msg)
		nla_put(msg, IFLA_ADDRESS, sizeof(link->mac), link->mac);
	return mb_netlink_talk(nl, msg, NULL, NULL);
}
