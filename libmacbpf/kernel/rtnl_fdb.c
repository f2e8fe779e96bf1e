// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl_fdb.c - the unicast filter of a device, as rtnetlink tells it. */
#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "kernel/rtnl.h"

/*
 * Entries that are read: the device may be a container's, whose root adds as many as it likes. They
 * are also those of a bridge that the device is a port of, and multicast addresses.
 */
#define ENTRIES 4096

struct reading {
	struct mb_addresses found;
	uint32_t ifindex;
	size_t entries;
};

static bool is_own_unicast(const struct reading *r, const struct ndmsg *ndm, struct nlattr **tb)
{
	return ndm->ndm_family == AF_BRIDGE && (uint32_t)ndm->ndm_ifindex == r->ifindex &&
	       ndm->ndm_flags & NTF_SELF && !tb[NDA_MASTER] && tb[NDA_LLADDR] &&
	       nla_len(tb[NDA_LLADDR]) == 6 && !(*(uint8_t *)nla_data(tb[NDA_LLADDR]) & 1);
}

static int append_entry(struct nlmsghdr *nlh, void *arg)
{
	const struct ndmsg *ndm = nlmsg_data(nlh);
	struct nlattr *tb[NDA_MAX + 1];
	struct reading *r = arg;

	if (nlh->nlmsg_type != RTM_NEWNEIGH || nlmsg_parse(nlh, sizeof(*ndm), tb, NDA_MAX, NULL))
		return -EPROTO;
	if (r->entries++ == ENTRIES) {
		r->found.more = true;
		return MB_NETLINK_ENOUGH;
	}
	if (!is_own_unicast(r, ndm, tb))
		return 0;
	if (!mb_grow(&r->found.mac, r->found.count))
		return -ENOMEM;
	memcpy(r->found.mac[r->found.count++], nla_data(tb[NDA_LLADDR]), 6);
	return 0;
}

static void forget_entries(void *arg)
{
	struct reading *r = arg;

	free(r->found.mac);
	*r = (struct reading){ .ifindex = r->ifindex };
}

int mb_rtnl_addresses(struct mb_netlink *rtnl, uint32_t ifindex, struct mb_addresses *out)
{
	struct ndmsg ndm = { .ndm_family = AF_BRIDGE, .ndm_ifindex = (int)ifindex };
	struct nl_msg *msg = mb_netlink_request(RTM_GETNEIGH, NLM_F_DUMP, &ndm, sizeof(ndm));
	struct reading r = { .ifindex = ifindex };
	int err;

	if (!msg)
		return -ENOMEM;
	err = mb_netlink_list(rtnl, msg, append_entry, forget_entries, &r);
	if (err == MB_NETLINK_ENOUGH)
		err = 0;
	if (err)
		forget_entries(&r);
	else
		*out = r.found;
	return err;
}
