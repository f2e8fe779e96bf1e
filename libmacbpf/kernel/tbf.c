// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tbf.c - the queueing discipline that holds what a device sends to a rate. */
#include <errno.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "common/netlink_msg.h"
#include "kernel/tbf.h"

#define HANDLE 0x6d620000u /* nobody else's */

static struct nl_msg *root_message(int type, int flags, uint32_t ifindex)
{
	struct tcmsg tcm = {
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = (int)ifindex,
		.tcm_parent = TC_H_ROOT,
		.tcm_handle = HANDLE,
	};

	return mb_netlink_request(type, flags, &tcm, sizeof(tcm));
}

/* With a link layer the kernel needs no table of sizes; the burst in bytes needs no ticks. */
static void put_options(struct nl_msg *msg, const struct mb_tbf *tbf)
{
	struct tc_tbf_qopt qopt = {
		.rate = { .rate = tbf->rate > UINT32_MAX ? UINT32_MAX : (uint32_t)tbf->rate,
			  .linklayer = TC_LINKLAYER_ETHERNET },
		.limit = tbf->limit,
	};
	struct nlattr *options = nla_nest_start(msg, TCA_OPTIONS);

	nla_put(msg, TCA_TBF_PARMS, sizeof(qopt), &qopt);
	nla_put_u32(msg, TCA_TBF_BURST, tbf->burst);
	nla_put_u64(msg, TCA_TBF_RATE64, tbf->rate);
	nla_nest_end(msg, options);
}

int mb_tbf_put(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tbf *tbf, bool anyway)
{
	int flags = NLM_F_CREATE | (anyway ? NLM_F_REPLACE : 0);
	struct nl_msg *msg = root_message(RTM_NEWQDISC, flags, ifindex);

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, TCA_KIND, "tbf");
	put_options(msg, tbf);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

/* The kernel says the first where there is no qdisc, the second where it is another. */
static bool is_none(int err)
{
	return err == -ENOENT || err == -EINVAL;
}

int mb_tbf_del(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct nl_msg *msg = root_message(RTM_DELQDISC, 0, ifindex);
	int err = msg ? mb_netlink_talk(rtnl, msg, NULL, NULL) : -ENOMEM;

	return is_none(err) ? -ENOENT : err;
}

static int on_class(struct nlmsghdr *nlh, void *arg)
{
	(void)nlh;
	*(bool *)arg = true;
	return 0;
}

/*
 * A tbf has one class, and classes are listed of one device, below one handle. Who asks for the
 * qdisc itself gets a notice to all who listen on older kernels, and the list is of all devices.
 */
bool mb_tbf_is_on(struct mb_netlink *rtnl, const struct mb_dev *dev)
{
	const struct tcmsg tcm = { .tcm_ifindex = (int)dev->ifindex, .tcm_parent = HANDLE };
	struct nl_msg *msg;
	bool found = false;

	if (strcmp(dev->qdisc, "tbf") != 0)
		return false;
	msg = mb_netlink_request(RTM_GETTCLASS, NLM_F_DUMP, &tcm, sizeof(tcm));
	return !msg || mb_netlink_talk(rtnl, msg, on_class, &found) || found;
}
