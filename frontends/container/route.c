// SPDX-License-Identifier: GPL-2.0-only
/* route.c - routes over a device. */
#include "container/route.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"

static uint32_t number_or(int64_t number, uint32_t otherwise)
{
	return number < 0 ? otherwise : (uint32_t)number;
}

static void put_metrics(struct nl_msg *msg, const struct route *route)
{
	struct nlattr *metrics;

	if (route->mtu <= 0 && route->advmss <= 0)
		return;
	metrics = nla_nest_start(msg, RTA_METRICS);
	if (!metrics)
		return;
	if (route->mtu > 0)
		nla_put_u32(msg, RTAX_MTU, (uint32_t)route->mtu);
	if (route->advmss > 0)
		nla_put_u32(msg, RTAX_ADVMSS, (uint32_t)route->advmss);
	nla_nest_end(msg, metrics);
}

static void put_route(struct nl_msg *msg, int ifindex, const struct route *route)
{
	struct ip dst = ip_network(&route->dst);

	if (dst.prefix)
		nla_put(msg, RTA_DST, ip_size(&dst), dst.byte);
	if (route->gateway.family)
		nla_put(msg, RTA_GATEWAY, ip_size(&route->gateway), route->gateway.byte);
	nla_put_u32(msg, RTA_OIF, (uint32_t)ifindex);
	nla_put_u32(msg, RTA_TABLE, number_or(route->table, RT_TABLE_MAIN));
	if (route->priority > 0)
		nla_put_u32(msg, RTA_PRIORITY, (uint32_t)route->priority);
	put_metrics(msg, route);
}

/* Without NLM_F_EXCL, so that two gateways for one destination share its traffic. */
int route_add(struct mb_netlink *nl, int ifindex, const struct route *route)
{
	struct rtmsg rtm = {
		.rtm_family = (unsigned char)route->dst.family,
		.rtm_dst_len = route->dst.prefix,
		.rtm_protocol = RTPROT_BOOT,
		.rtm_scope = (unsigned char)number_or(route->scope, RT_SCOPE_UNIVERSE),
		.rtm_type = RTN_UNICAST,
	};
	struct nl_msg *msg = mb_netlink_request(RTM_NEWROUTE, NLM_F_CREATE, &rtm, sizeof(rtm));

	if (msg)
		put_route(msg, ifindex, route);
	return mb_netlink_talk(nl, msg, NULL, NULL);
}

/* ---------------------------------------------------------------- looking */

struct found {
	struct ip dst;
	struct nlattr *tb[RTA_MAX + 1];
	unsigned char type;
};

static bool parse(struct nlmsghdr *nlh, struct found *f)
{
	struct rtmsg *rtm = nlmsg_data(nlh);

	memset(f, 0, sizeof(*f));
	if (nlh->nlmsg_type != RTM_NEWROUTE || rtm->rtm_flags & RTM_F_CLONED ||
	    nlmsg_parse(nlh, sizeof(*rtm), f->tb, RTA_MAX, NULL))
		return false;
	f->type = rtm->rtm_type;
	f->dst.family = rtm->rtm_family;
	f->dst.prefix = rtm->rtm_dst_len;
	if (f->tb[RTA_DST] && nla_len(f->tb[RTA_DST]) == ip_size(&f->dst))
		memcpy(f->dst.byte, nla_data(f->tb[RTA_DST]), (size_t)ip_size(&f->dst));
	return true;
}

static uint32_t get_u32(const struct found *f, int attr)
{
	return f->tb[attr] ? nla_get_u32(f->tb[attr]) : 0;
}

/* One gateway of several, from 0; NULL at the end. */
static const struct rtnexthop *next_hop(const struct found *f, int n)
{
	const struct nlattr *list = f->tb[RTA_MULTIPATH];
	const struct rtnexthop *hop = list ? nla_data(list) : NULL;
	int left = list ? nla_len(list) : 0;

	while (hop && RTNH_OK(hop, left) && n--) {
		left -= (int)RTNH_ALIGN(hop->rtnh_len);
		hop = RTNH_NEXT(hop);
	}
	return hop && RTNH_OK(hop, left) ? hop : NULL;
}

/* The device of a route, or of its first gateway. */
static int device_of(const struct found *f)
{
	const struct rtnexthop *hop = next_hop(f, 0);

	return hop ? hop->rtnh_ifindex : (int)get_u32(f, RTA_OIF);
}

static bool goes_over(const struct found *f, int ifindex)
{
	const struct rtnexthop *hop;

	for (int n = 0; (hop = next_hop(f, n)); n++)
		if (hop->rtnh_ifindex == ifindex)
			return true;
	return device_of(f) == ifindex;
}

static int dump(struct mb_netlink *nl, int family,
		int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg)
{
	struct rtmsg rtm = { .rtm_family = (unsigned char)family };
	struct nl_msg *msg = mb_netlink_request(RTM_GETROUTE, NLM_F_DUMP, &rtm, sizeof(rtm));

	return mb_netlink_talk(nl, msg, on_message, arg);
}

struct wanted {
	const struct route *route;
	struct ip dst;
	int ifindex;
	bool found;
};

static bool gateway_is(const struct found *f, const struct route *route)
{
	const struct nlattr *gateway = f->tb[RTA_GATEWAY];

	if (!route->gateway.family || !route->dst.prefix || f->tb[RTA_MULTIPATH])
		return true;
	return gateway && nla_len(gateway) == ip_size(&route->gateway) &&
	       !memcmp(nla_data(gateway), route->gateway.byte, (size_t)nla_len(gateway));
}

static int compare(struct nlmsghdr *nlh, void *arg)
{
	struct wanted *w = arg;
	struct found f;

	if (parse(nlh, &f) && ip_equal(&f.dst, &w->dst) && goes_over(&f, w->ifindex) &&
	    get_u32(&f, RTA_TABLE) == number_or(w->route->table, RT_TABLE_MAIN) &&
	    gateway_is(&f, w->route))
		w->found = true;
	return 0;
}

int route_has(struct mb_netlink *nl, int ifindex, const struct route *route, bool *has)
{
	struct wanted w = { route, ip_network(&route->dst), ifindex, false };
	int err = dump(nl, route->dst.family, compare, &w);

	*has = w.found;
	return err;
}

static int note_default(struct nlmsghdr *nlh, void *arg)
{
	int *ifindex = arg;
	struct found f;

	if (!*ifindex && parse(nlh, &f) && f.type == RTN_UNICAST && !f.dst.prefix &&
	    get_u32(&f, RTA_TABLE) == RT_TABLE_MAIN)
		*ifindex = device_of(&f);
	return 0;
}

int route_default_device(struct mb_netlink *nl, int *ifindex)
{
	int err;

	*ifindex = 0;
	err = dump(nl, AF_INET, note_default, ifindex);
	return err ?: dump(nl, AF_INET6, note_default, ifindex);
}
