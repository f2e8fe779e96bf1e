// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl_ip.c - the IP addresses of all devices of a netns, as rtnetlink tells them. */
#include <errno.h>
#include <linux/if_addr.h>
#include <string.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "kernel/rtnl.h"

#define ADDRESSES 65536 /* that are read: a container's root may add as many as it likes */

static int append_ip(struct nlmsghdr *nlh, void *arg)
{
	const struct ifaddrmsg *ifa = nlmsg_data(nlh);
	struct nlattr *tb[IFA_MAX + 1], *addr;
	struct mb_ips *ips = arg;
	struct mb_ip *ip;

	if (nlh->nlmsg_type != RTM_NEWADDR || nlmsg_parse(nlh, sizeof(*ifa), tb, IFA_MAX, NULL))
		return -EPROTO;
	addr = tb[IFA_LOCAL] ?: tb[IFA_ADDRESS];
	if (!addr || nla_len(addr) > (int)sizeof(ip->addr))
		return 0;
	if (ips->count == ADDRESSES)
		return MB_NETLINK_ENOUGH;
	if (!mb_grow(&ips->ip, ips->count))
		return -ENOMEM;
	ip = &ips->ip[ips->count++];
	*ip = (struct mb_ip){ .ifindex = ifa->ifa_index,
			      .family = ifa->ifa_family,
			      .prefixlen = ifa->ifa_prefixlen };
	memcpy(ip->addr, nla_data(addr), (size_t)nla_len(addr));
	return 0;
}

static void forget_ips(void *arg)
{
	struct mb_ips *ips = arg;

	free(ips->ip);
	*ips = (struct mb_ips){ 0 };
}

int mb_rtnl_ips(struct mb_netlink *rtnl, int32_t nsid, struct mb_ips *out)
{
	struct ifaddrmsg ifa = { .ifa_family = AF_UNSPEC };
	struct nl_msg *msg = mb_netlink_request(RTM_GETADDR, NLM_F_DUMP, &ifa, sizeof(ifa));
	struct mb_ips ips = { 0 };
	int err;

	if (!msg)
		return -ENOMEM;
	if (nsid >= 0)
		nla_put_s32(msg, IFA_TARGET_NETNSID, nsid);
	err = mb_netlink_list(rtnl, msg, append_ip, forget_ips, &ips);
	if (err == MB_NETLINK_ENOUGH)
		err = 0;
	if (err)
		forget_ips(&ips);
	else
		*out = ips;
	return err;
}
