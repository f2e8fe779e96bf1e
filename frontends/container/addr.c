// SPDX-License-Identifier: GPL-2.0-only
/* addr.c - addresses of a device. */
#include "container/addr.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"

/* All ones behind the prefix; none where there is no room for it (RFC 3021). */
static void put_broadcast(struct nl_msg *msg, const struct ip *ip)
{
	uint8_t broadcast[4];

	if (ip->family != AF_INET || ip->prefix >= 31)
		return;
	for (int i = 0; i < 4; i++) {
		int bits = ip->prefix - i * 8;

		broadcast[i] = ip->byte[i];
		if (bits < 8)
			broadcast[i] |= (uint8_t)(0xff >> (bits < 0 ? 0 : bits));
	}
	nla_put(msg, IFA_BROADCAST, sizeof(broadcast), broadcast);
}

int addr_add(struct mb_netlink *nl, int ifindex, const struct ip *ip)
{
	struct ifaddrmsg ifa = {
		.ifa_family = (uint8_t)ip->family,
		.ifa_prefixlen = ip->prefix,
		.ifa_index = (unsigned int)ifindex,
	};
	struct nl_msg *msg =
		mb_netlink_request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &ifa, sizeof(ifa));

	if (msg) {
		nla_put(msg, IFA_LOCAL, ip_size(ip), ip->byte);
		nla_put(msg, IFA_ADDRESS, ip_size(ip), ip->byte);
		put_broadcast(msg, ip);
	}
	return mb_netlink_talk(nl, msg, NULL, NULL);
}

static int dump(struct mb_netlink *nl, int ifindex, int family,
		int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg)
{
	struct ifaddrmsg ifa = { .ifa_family = (uint8_t)family, .ifa_index = (unsigned)ifindex };
	struct nl_msg *msg = mb_netlink_request(RTM_GETADDR, NLM_F_DUMP, &ifa, sizeof(ifa));

	return mb_netlink_talk(nl, msg, on_message, arg);
}

struct wanted {
	const struct ip *ip;
	int ifindex;
	bool found;
};

static int compare(struct nlmsghdr *nlh, void *arg)
{
	struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1], *own;
	struct wanted *w = arg;

	if (nlh->nlmsg_type != RTM_NEWADDR || nlmsg_parse(nlh, sizeof(*ifa), tb, IFA_MAX, NULL))
		return 0;
	own = tb[IFA_LOCAL] ?: tb[IFA_ADDRESS];
	if (own && ifa->ifa_index == (unsigned)w->ifindex && ifa->ifa_prefixlen == w->ip->prefix &&
	    nla_len(own) == ip_size(w->ip) &&
	    !memcmp(nla_data(own), w->ip->byte, (size_t)ip_size(w->ip)))
		w->found = true;
	return 0;
}

int addr_has(struct mb_netlink *nl, int ifindex, const struct ip *ip, bool *has)
{
	struct wanted w = { ip, ifindex, false };
	int err = dump(nl, ifindex, ip->family, compare, &w);

	*has = w.found;
	return err;
}

static int note_dad(struct nlmsghdr *nlh, void *arg)
{
	struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct addr_dad *dad = arg;

	if (nlh->nlmsg_type != RTM_NEWADDR || ifa->ifa_index != (unsigned)dad->ifindex)
		return 0;
	dad->tentative |= !!(ifa->ifa_flags & IFA_F_TENTATIVE);
	dad->duplicate |= !!(ifa->ifa_flags & IFA_F_DADFAILED);
	return 0;
}

int addr_dad(struct mb_netlink *nl, int ifindex, struct addr_dad *dad)
{
	*dad = (struct addr_dad){ .ifindex = ifindex };
	return dump(nl, ifindex, AF_INET6, note_dad, dad);
}
