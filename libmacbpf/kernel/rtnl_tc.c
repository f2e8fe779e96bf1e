// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl_tc.c - queueing disciplines, and the filters in them. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "kernel/rtnl.h"

#define CLSACT	 0xffff0000u /* the only handle that this qdisc can have */
#define INGRESS	 TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)
#define EGRESS	 TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)
#define PRIORITY 16 /* where it is in tcm_info, above the protocol */

int mb_rtnl_no_queue(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct tcmsg tcm = {
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = (int)ifindex,
		.tcm_parent = TC_H_ROOT,
	};
	struct nl_msg *msg =
		mb_netlink_request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, &tcm, sizeof(tcm));

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, TCA_KIND, "noqueue");
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

static struct nl_msg *clsact_message(int type, int flags, uint32_t ifindex)
{
	struct tcmsg tcm = {
		.tcm_ifindex = (int)ifindex,
		.tcm_parent = TC_H_CLSACT,
		.tcm_handle = CLSACT,
	};

	return mb_netlink_request(type, flags, &tcm, sizeof(tcm));
}

static uint32_t side_of(bool egress)
{
	return egress ? EGRESS : INGRESS;
}

static struct nl_msg *filter_message(int type, int flags, uint32_t ifindex, uint32_t parent,
				     const struct mb_tc_filter *filter)
{
	struct tcmsg tcm = { .tcm_ifindex = (int)ifindex, .tcm_parent = parent };

	if (filter) {
		tcm.tcm_handle = filter->handle;
		tcm.tcm_info = filter->priority << PRIORITY | htons(ETH_P_ALL);
	}
	return mb_netlink_request(type, flags, &tcm, sizeof(tcm));
}

static struct nl_msg *bpf_message(uint32_t ifindex, const struct mb_tc_filter *filter, int prog_fd)
{
	int flags = NLM_F_CREATE | (filter->is_new ? NLM_F_EXCL : 0);
	struct nl_msg *msg =
		filter_message(RTM_NEWTFILTER, flags, ifindex, side_of(filter->egress), filter);
	struct nlattr *options;

	if (!msg)
		return NULL;
	nla_put_string(msg, TCA_KIND, "bpf");
	options = nla_nest_start(msg, TCA_OPTIONS);
	nla_put_u32(msg, TCA_BPF_FD, (uint32_t)prog_fd);
	nla_put_string(msg, TCA_BPF_NAME, "macbpf");
	nla_put_u32(msg, TCA_BPF_FLAGS, TCA_BPF_FLAG_ACT_DIRECT);
	nla_nest_end(msg, options);
	return msg;
}

struct place {
	int ifindex;
	bool egress;
	bool found;
};

/*
 * Everything hangs below clsact, or an ingress qdisc, which serves as well. The kernel lists the
 * qdiscs of all devices, whatever was asked.
 */
static int on_qdisc(struct nlmsghdr *nlh, void *arg)
{
	const struct tcmsg *tcm = nlmsg_data(nlh);
	struct nlattr *tb[TCA_MAX + 1];
	struct place *place = arg;
	bool serves = true;

	if (nlmsg_parse(nlh, sizeof(*tcm), tb, TCA_MAX, NULL))
		return -EPROTO;
	if (tcm->tcm_ifindex != place->ifindex || tcm->tcm_parent != TC_H_CLSACT)
		return 0;
	if (place->egress)
		serves = tb[TCA_KIND] && !nla_strcmp(tb[TCA_KIND], "clsact");
	place->found |= serves;
	return 0;
}

int mb_rtnl_has_clsact(struct mb_netlink *rtnl, uint32_t ifindex, bool egress)
{
	struct tcmsg tcm = { .tcm_ifindex = (int)ifindex };
	struct nl_msg *msg = mb_netlink_request(RTM_GETQDISC, NLM_F_DUMP, &tcm, sizeof(tcm));
	struct place place = { .ifindex = (int)ifindex, .egress = egress };

	int err = msg ? mb_netlink_talk(rtnl, msg, on_qdisc, &place) : -ENOMEM;

	return err ?: place.found;
}

int mb_rtnl_clsact_attach(struct mb_netlink *rtnl, uint32_t ifindex, const char *kind, int prog_fd,
			  const struct mb_tc_filter *filter, bool *made)
{
	struct nl_msg *qdisc = clsact_message(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, ifindex);
	struct nl_msg *bpf = bpf_message(ifindex, filter, prog_fd);
	int qdisc_err, err;

	if (!qdisc || !bpf) {
		nlmsg_free(qdisc);
		nlmsg_free(bpf);
		return -ENOMEM;
	}
	nla_put_string(qdisc, TCA_KIND, kind);
	err = mb_netlink_talk_both(rtnl, qdisc, bpf, &qdisc_err);
	*made = !qdisc_err;
	return qdisc_err == -EEXIST ? err : qdisc_err ?: err;
}

int mb_rtnl_clsact_del(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct nl_msg *msg = clsact_message(RTM_DELQDISC, 0, ifindex);

	return msg ? mb_netlink_talk(rtnl, msg, NULL, NULL) : -ENOMEM;
}

struct filters {
	bool egress;
	struct mb_tc_filter *filter;
	size_t count;
};

/* A priority is told once without a handle, and then each of its filters. */
static int on_filter(struct nlmsghdr *nlh, void *arg)
{
	struct tcmsg *tcm = nlmsg_data(nlh);
	struct nlattr *tb[TCA_MAX + 1], *options[TCA_BPF_MAX + 1];
	struct filters *f = arg;
	struct mb_tc_filter filter = { .egress = f->egress };
	bool is_bpf;

	if (nlmsg_parse(nlh, sizeof(*tcm), tb, TCA_MAX, NULL))
		return -EPROTO;
	filter.handle = tcm->tcm_handle;
	filter.priority = tcm->tcm_info >> PRIORITY;
	is_bpf = tb[TCA_KIND] && !nla_strcmp(tb[TCA_KIND], "bpf");
	if (is_bpf && tb[TCA_OPTIONS] &&
	    !nla_parse_nested(options, TCA_BPF_MAX, tb[TCA_OPTIONS], NULL))
		filter.prog_id = mb_netlink_get_u32(options, TCA_BPF_ID);
	filter.is_other = is_bpf ? filter.handle && !filter.prog_id : !filter.handle;
	if (!mb_grow(&f->filter, f->count))
		return -ENOMEM;
	f->filter[f->count++] = filter;
	return 0;
}

static void forget_filters(void *arg)
{
	struct filters *f = arg;

	free(f->filter);
	*f = (struct filters){ .egress = f->egress };
}

static int dump_filters(struct mb_netlink *rtnl, uint32_t ifindex, struct filters *f)
{
	struct nl_msg *msg =
		filter_message(RTM_GETTFILTER, NLM_F_DUMP, ifindex, side_of(f->egress), NULL);
	int err = mb_netlink_list(rtnl, msg, on_filter, forget_filters, f);

	if (err)
		forget_filters(f);
	return err;
}

int mb_rtnl_filters(struct mb_netlink *rtnl, uint32_t ifindex, bool egress,
		    struct mb_tc_filter **filters, size_t *count)
{
	struct filters f = { .egress = egress };
	int err = dump_filters(rtnl, ifindex, &f);

	if (err)
		return err;
	*filters = f.filter;
	*count = f.count;
	return 0;
}

static bool is_other(const struct mb_tc_filter *a, const struct mb_tc_filter *ours)
{
	return a->priority != ours->priority ||
	       (a->handle && (a->handle != ours->handle || a->prog_id != ours->prog_id));
}

static bool has_other(const struct filters *f, const struct mb_tc_filter *ours)
{
	for (size_t i = 0; i < f->count; i++)
		if (is_other(&f->filter[i], ours))
			return true;
	return false;
}

int mb_rtnl_clsact_others(struct mb_netlink *rtnl, uint32_t ifindex,
			  const struct mb_tc_filter *filter)
{
	struct filters in = { 0 }, out = { .egress = true };
	int others = dump_filters(rtnl, ifindex, &in);

	if (others)
		return others;
	others = dump_filters(rtnl, ifindex, &out);
	if (!others) {
		/* What asks an ingress qdisc for its egress is told of the ingress again. */
		others = has_other(&in, filter) || has_other(&out, filter);
		free(out.filter);
	}
	free(in.filter);
	return others;
}

int mb_rtnl_bpf_put(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tc_filter *filter,
		    int prog_fd)
{
	struct nl_msg *msg = bpf_message(ifindex, filter, prog_fd);

	return msg ? mb_netlink_talk(rtnl, msg, NULL, NULL) : -ENOMEM;
}

int mb_rtnl_bpf_del(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tc_filter *filter)
{
	struct nl_msg *msg =
		filter_message(RTM_DELTFILTER, 0, ifindex, side_of(filter->egress), filter);

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, TCA_KIND, "bpf");
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}
