// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl_dev.c - devices, as rtnetlink tells them. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "kernel/rtnl.h"

#define TUN_TAP 2 /* IFF_TAP; a tun has no Ethernet header */

static void get_stats(struct macbpf_stats *out, struct nlattr *attr)
{
	struct rtnl_link_stats64 s = { 0 };
	int len = nla_len(attr);

	memcpy(&s, nla_data(attr), (size_t)len < sizeof(s) ? (size_t)len : sizeof(s));
	*out = (struct macbpf_stats){
		.rx_packets = s.rx_packets,
		.rx_bytes = s.rx_bytes,
		.rx_errors = s.rx_errors,
		.rx_dropped = s.rx_dropped,
		.multicast = s.multicast,
		.tx_packets = s.tx_packets,
		.tx_bytes = s.tx_bytes,
		.tx_errors = s.tx_errors,
		.tx_dropped = s.tx_dropped,
	};
}

static void get_text(char *out, size_t size, struct nlattr *attr)
{
	if (attr)
		nla_strlcpy(out, attr, size);
}

static void get_mac(uint8_t mac[6], struct nlattr *attr)
{
	if (attr && nla_len(attr) == 6)
		memcpy(mac, nla_data(attr), 6);
}

/* Of the alternative names, the one that looks like a hostdev's. */
static void get_hostname(char out[MB_IFNAME_LEN], struct nlattr *list)
{
	struct nlattr *prop;
	int rem;

	if (!list)
		return;
	nla_for_each_nested (prop, list, rem) {
		char name[MB_IFNAME_LEN + 1];

		if (nla_type(prop) != IFLA_ALT_IFNAME)
			continue;
		get_text(name, sizeof(name), prop);
		if (strlen(name) < MB_IFNAME_LEN && !strncmp(name, "mb", 2) && name[2] &&
		    !name[2 + strspn(name + 2, "0123456789")])
			memcpy(out, name, strlen(name) + 1);
	}
}

static bool is_kind(struct nlattr *attr, const char *kind)
{
	return attr && nla_strcmp(attr, kind) == 0;
}

static void get_vlan(struct mb_dev *dev, struct nlattr *data)
{
	static const struct nla_policy policy[IFLA_VLAN_MAX + 1] = {
		[IFLA_VLAN_ID] = { .minlen = sizeof(uint16_t) },
		[IFLA_VLAN_PROTOCOL] = { .minlen = sizeof(uint16_t) },
	};
	struct nlattr *tb[IFLA_VLAN_MAX + 1];

	if (!data || nla_parse_nested(tb, IFLA_VLAN_MAX, data, policy) || !tb[IFLA_VLAN_ID])
		return;
	dev->vlan_id = nla_get_u16(tb[IFLA_VLAN_ID]);
	dev->vlan_proto = ETH_P_8021Q;
	if (tb[IFLA_VLAN_PROTOCOL])
		dev->vlan_proto = ntohs(nla_get_u16(tb[IFLA_VLAN_PROTOCOL]));
}

static void get_tun(struct mb_dev *dev, struct nlattr *data)
{
	static const struct nla_policy policy[IFLA_TUN_MAX + 1] = {
		[IFLA_TUN_OWNER] = { .minlen = sizeof(uint32_t) },
		[IFLA_TUN_GROUP] = { .minlen = sizeof(uint32_t) },
		[IFLA_TUN_TYPE] = { .minlen = sizeof(uint8_t) },
		[IFLA_TUN_NUM_QUEUES] = { .minlen = sizeof(uint32_t) },
		[IFLA_TUN_NUM_DISABLED_QUEUES] = { .minlen = sizeof(uint32_t) },
	};
	struct nlattr *tb[IFLA_TUN_MAX + 1];

	if (!data || nla_parse_nested(tb, IFLA_TUN_MAX, data, policy))
		return;
	dev->is_tap = tb[IFLA_TUN_TYPE] && nla_get_u8(tb[IFLA_TUN_TYPE]) == TUN_TAP;
	if (tb[IFLA_TUN_OWNER])
		dev->user = nla_get_u32(tb[IFLA_TUN_OWNER]);
	if (tb[IFLA_TUN_GROUP])
		dev->user_group = nla_get_u32(tb[IFLA_TUN_GROUP]);
	if (tb[IFLA_TUN_NUM_QUEUES])
		dev->queues_open += nla_get_u32(tb[IFLA_TUN_NUM_QUEUES]);
	if (tb[IFLA_TUN_NUM_DISABLED_QUEUES])
		dev->queues_open += nla_get_u32(tb[IFLA_TUN_NUM_DISABLED_QUEUES]);
}

static void get_linkinfo(struct mb_dev *dev, struct nlattr *info)
{
	struct nlattr *tb[IFLA_INFO_MAX + 1];

	if (!info || nla_parse_nested(tb, IFLA_INFO_MAX, info, NULL))
		return;
	if (is_kind(tb[IFLA_INFO_KIND], "vlan"))
		get_vlan(dev, tb[IFLA_INFO_DATA]);
	if (is_kind(tb[IFLA_INFO_KIND], "tun"))
		get_tun(dev, tb[IFLA_INFO_DATA]);
	dev->is_vxlan = is_kind(tb[IFLA_INFO_KIND], "vxlan");
	dev->is_macvlan =
		is_kind(tb[IFLA_INFO_KIND], "macvlan") || is_kind(tb[IFLA_INFO_KIND], "macvtap");
	if (is_kind(tb[IFLA_INFO_SLAVE_KIND], "bond") || is_kind(tb[IFLA_INFO_SLAVE_KIND], "team"))
		dev->bundle = dev->master;
}

/* All attributes that are read here, though the headers may know fewer. */
#define LINK_ATTRS (IFLA_MAX > MB_IFLA_GRO_IPV4_MAX_SIZE ? IFLA_MAX : MB_IFLA_GRO_IPV4_MAX_SIZE)

static void get_gso(struct mb_gso *gso, struct nlattr **tb)
{
	gso->max_size = mb_netlink_get_u32(tb, IFLA_GSO_MAX_SIZE);
	gso->max_segs = mb_netlink_get_u32(tb, IFLA_GSO_MAX_SEGS);
	gso->gro_max_size = mb_netlink_get_u32(tb, IFLA_GRO_MAX_SIZE);
	gso->ipv4_max_size = mb_netlink_get_u32(tb, MB_IFLA_GSO_IPV4_MAX_SIZE);
	gso->gro_ipv4_max_size = mb_netlink_get_u32(tb, MB_IFLA_GRO_IPV4_MAX_SIZE);
}

/* What is read without a look at its length. */
static const struct nla_policy link_policy[LINK_ATTRS + 1] = {
	[IFLA_LINK_NETNSID] = { .minlen = sizeof(int32_t) },
	[IFLA_OPERSTATE] = { .minlen = sizeof(uint8_t) },
};

static bool has_xdp(const struct nlattr *xdp, int by)
{
	return xdp && nla_find(nla_data(xdp), nla_len(xdp), by);
}

static int parse_dev(struct nlmsghdr *nlh, struct mb_dev *dev)
{
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct nlattr *tb[LINK_ATTRS + 1];

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return -EPROTO;
	if (nlmsg_parse(nlh, sizeof(*ifi), tb, LINK_ATTRS, link_policy))
		return -EPROTO;
	*dev = (struct mb_dev){ .user = -1, .user_group = -1 };
	dev->ifindex = (uint32_t)ifi->ifi_index;
	dev->type = ifi->ifi_type;
	dev->flags = ifi->ifi_flags;
	dev->link = tb[IFLA_LINK] ? mb_netlink_get_u32(tb, IFLA_LINK) : dev->ifindex;
	dev->link_netnsid = tb[IFLA_LINK_NETNSID] ? nla_get_s32(tb[IFLA_LINK_NETNSID]) : -1;
	dev->mtu = mb_netlink_get_u32(tb, IFLA_MTU);
	dev->min_mtu = mb_netlink_get_u32(tb, IFLA_MIN_MTU);
	dev->max_mtu = mb_netlink_get_u32(tb, IFLA_MAX_MTU);
	dev->txqueuelen = mb_netlink_get_u32(tb, IFLA_TXQLEN);
	dev->numtxqueues = mb_netlink_get_u32(tb, IFLA_NUM_TX_QUEUES);
	dev->numrxqueues = mb_netlink_get_u32(tb, IFLA_NUM_RX_QUEUES);
	dev->group = mb_netlink_get_u32(tb, IFLA_GROUP);
	dev->promiscuity = mb_netlink_get_u32(tb, IFLA_PROMISCUITY);
	dev->allmulti = mb_netlink_get_u32(tb, IFLA_ALLMULTI);
	dev->master = mb_netlink_get_u32(tb, IFLA_MASTER);
	dev->xdp = has_xdp(tb[IFLA_XDP], IFLA_XDP_DRV_PROG_ID);
	dev->xdp_generic = has_xdp(tb[IFLA_XDP], IFLA_XDP_SKB_PROG_ID);
	get_gso(&dev->gso, tb);
	get_linkinfo(dev, tb[IFLA_LINKINFO]);
	dev->operstate = tb[IFLA_OPERSTATE] ? nla_get_u8(tb[IFLA_OPERSTATE]) : 0;
	get_text(dev->name, sizeof(dev->name), tb[IFLA_IFNAME]);
	get_hostname(dev->hostname, tb[IFLA_PROP_LIST]);
	get_text(dev->alias, sizeof(dev->alias), tb[IFLA_IFALIAS]);
	get_text(dev->qdisc, sizeof(dev->qdisc), tb[IFLA_QDISC]);
	get_mac(dev->address, tb[IFLA_ADDRESS]);
	get_mac(dev->broadcast, tb[IFLA_BROADCAST]);
	if (tb[IFLA_STATS64])
		get_stats(&dev->stats, tb[IFLA_STATS64]);
	return 0;
}

static int append_altnames(struct mb_devs *devs, uint32_t ifindex, struct nlattr *list)
{
	struct nlattr *prop;
	int rem;

	if (!list)
		return 0;
	nla_for_each_nested (prop, list, rem) {
		struct mb_altname *altname;

		if (nla_type(prop) != IFLA_ALT_IFNAME)
			continue;
		if (!mb_grow(&devs->altname, devs->altname_count))
			return -ENOMEM;
		altname = &devs->altname[devs->altname_count++];
		altname->ifindex = ifindex;
		get_text(altname->name, sizeof(altname->name), prop);
	}
	return 0;
}

static int append_dev(struct nlmsghdr *nlh, void *arg)
{
	struct mb_devs *devs = arg;
	struct mb_dev *dev;
	int err;

	if (!mb_grow(&devs->dev, devs->count))
		return -ENOMEM;
	dev = &devs->dev[devs->count];
	err = parse_dev(nlh, dev);
	if (err)
		return err;
	devs->count++;
	return append_altnames(devs, dev->ifindex,
			       nlmsg_find_attr(nlh, sizeof(struct ifinfomsg), IFLA_PROP_LIST));
}

void mb_rtnl_free_devs(struct mb_devs *devs)
{
	free(devs->dev);
	free(devs->altname);
	*devs = (struct mb_devs){ 0 };
}

static void forget_devs(void *arg)
{
	mb_rtnl_free_devs(arg);
}

static int one_dev(struct nlmsghdr *nlh, void *arg)
{
	return parse_dev(nlh, arg);
}

int mb_rtnl_dump(struct mb_netlink *rtnl, struct mb_devs *devs)
{
	return mb_rtnl_dump_at(rtnl, -1, false, devs);
}

int mb_rtnl_dump_at(struct mb_netlink *rtnl, int32_t nsid, bool stats, struct mb_devs *devs)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct nl_msg *msg = mb_netlink_request(RTM_GETLINK, NLM_F_DUMP, &ifi, sizeof(ifi));
	struct mb_devs found = { 0 };
	int err;

	if (!msg)
		return -ENOMEM;
	if (!stats)
		nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	if (nsid >= 0)
		nla_put_s32(msg, IFLA_TARGET_NETNSID, nsid);
	err = mb_netlink_list(rtnl, msg, append_dev, forget_devs, &found);
	if (err)
		mb_rtnl_free_devs(&found);
	else
		*devs = found;
	return err;
}

int mb_rtnl_get(struct mb_netlink *rtnl, uint32_t ifindex, int32_t nsid, struct mb_dev *dev)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = mb_netlink_request(RTM_GETLINK, 0, &ifi, sizeof(ifi));

	if (!msg)
		return -ENOMEM;
	if (nsid >= 0)
		nla_put_s32(msg, IFLA_TARGET_NETNSID, nsid);
	return mb_netlink_talk(rtnl, msg, one_dev, dev);
}

int mb_rtnl_get_by_name(struct mb_netlink *rtnl, const char *name, struct mb_dev *dev)
{
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg = mb_netlink_request(RTM_GETLINK, 0, &ifi, sizeof(ifi));

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, IFLA_IFNAME, name);
	return mb_netlink_talk(rtnl, msg, one_dev, dev);
}
