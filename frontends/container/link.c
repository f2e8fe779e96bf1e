// SPDX-License-Identifier: GPL-2.0-only
/* link.c - devices. */
#include "container/link.h"

#include <errno.h>
#include <string.h>

static void read_link(const struct nlmsghdr *nlh, void *arg)
{
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	struct link *link = arg;

	if (nlh->nlmsg_type != RTM_NEWLINK ||
	    nlmsg_parse((struct nlmsghdr *)nlh, sizeof(*ifi), tb, IFLA_MAX, NULL))
		return;
	link->index = ifi->ifi_index;
	link->flags = ifi->ifi_flags;
	if (tb[IFLA_MTU])
		link->mtu = nla_get_u32(tb[IFLA_MTU]);
	if (tb[IFLA_ADDRESS] && nla_len(tb[IFLA_ADDRESS]) == sizeof(link->mac))
		memcpy(link->mac, nla_data(tb[IFLA_ADDRESS]), sizeof(link->mac));
	if (tb[IFLA_IFNAME])
		nla_strlcpy(link->name, tb[IFLA_IFNAME], sizeof(link->name));
}

static int get(struct rtnl *rtnl, struct nl_msg *msg, struct link *link)
{
	int err;

	*link = (struct link){ 0 };
	err = rtnl_talk(rtnl, msg, read_link, link);
	if (!err && !link->index)
		err = -ENODEV;
	return err;
}

int link_get(struct rtnl *rtnl, const char *name, struct link *link)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg = rtnl_request(RTM_GETLINK, 0, &ifi, sizeof(ifi));

	if (msg)
		nla_put_string(msg, strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, name);
	return get(rtnl, msg, link);
}

int link_get_by_index(struct rtnl *rtnl, int index, struct link *link)
{
	struct ifinfomsg ifi = { .ifi_index = index };

	return get(rtnl, rtnl_request(RTM_GETLINK, 0, &ifi, sizeof(ifi)), link);
}

/* An address that is set to what it is counts as a change, which the kernel makes known. */
int link_announce(struct rtnl *rtnl, const struct link *link)
{
	struct ifinfomsg ifi = { .ifi_index = link->index };
	struct nl_msg *msg = rtnl_request(RTM_NEWLINK, 0, &ifi, sizeof(ifi));

	if (msg)
		nla_put(msg, IFLA_ADDRESS, sizeof(link->mac), link->mac);
	return rtnl_talk(rtnl, msg, NULL, NULL);
}
