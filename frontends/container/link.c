// SPDX-License-Identifier: GPL-2.0-only
/* link.c - devices. */
#include "container/link.h"

#include <errno.h>
#include <string.h>

#include "common/netlink_msg.h"

static int read_link(struct nlmsghdr *nlh, void *arg)
{
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	struct link *link = arg;

	if (nlh->nlmsg_type != RTM_NEWLINK || nlmsg_parse(nlh, sizeof(*ifi), tb, IFLA_MAX, NULL))
		return 0;
	link->index = ifi->ifi_index;
	link->flags = ifi->ifi_flags;
	if (tb[IFLA_MTU])
		link->mtu = nla_get_u32(tb[IFLA_MTU]);
	if (tb[IFLA_ADDRESS] && nla_len(tb[IFLA_ADDRESS]) == sizeof(link->mac))
		memcpy(link->mac, nla_data(tb[IFLA_ADDRESS]), sizeof(link->mac));
	if (tb[IFLA_IFNAME])
		nla_strlcpy(link->name, tb[IFLA_IFNAME], sizeof(link->name));
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

/* An address that is set to what it is counts as a change, which the kernel makes known. */
int link_announce(struct mb_netlink *nl, const struct link *link)
{
	struct ifinfomsg ifi = { .ifi_index = link->index };
	struct nl_msg *msg = mb_netlink_request(RTM_NEWLINK, 0, &ifi, sizeof(ifi));

	if (msg)
		nla_put(msg, IFLA_ADDRESS, sizeof(link->mac), link->mac);
	return mb_netlink_talk(nl, msg, NULL, NULL);
}
