// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl_link.c - making, changing and deleting devices. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/ip.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "kernel/rtnl.h"

#define GSO_USUAL 65536 /* GSO_LEGACY_MAX_SIZE; of segments there are one fewer, GSO_MAX_SEGS */

/* IFLA_NETKIT_*, netkit_mode, netkit_action: headers of Debian 12 lack them, later ones don't. */
enum { MB_NETKIT_PEER_INFO = 1, MB_NETKIT_PEER_POLICY = 4, MB_NETKIT_MODE = 5 };
enum { MB_NETKIT_L2 = 0, MB_NETKIT_DROP = 2 };

static void put_unless(struct nl_msg *msg, int attr, uint32_t value, uint32_t usual)
{
	if (value && value != usual)
		nla_put_u32(msg, attr, value);
}

/* Where the lower has what each new device has, nothing is said. */
static void put_gso(struct nl_msg *msg, const struct mb_gso *gso)
{
	put_unless(msg, IFLA_GSO_MAX_SIZE, gso->max_size, GSO_USUAL);
	put_unless(msg, IFLA_GSO_MAX_SEGS, gso->max_segs, GSO_USUAL - 1);
	put_unless(msg, IFLA_GRO_MAX_SIZE, gso->gro_max_size, GSO_USUAL);
	put_unless(msg, MB_IFLA_GSO_IPV4_MAX_SIZE, gso->ipv4_max_size, GSO_USUAL);
	put_unless(msg, MB_IFLA_GRO_IPV4_MAX_SIZE, gso->gro_ipv4_max_size, GSO_USUAL);
}

/*
 * Both ends get the same number of queues in either direction. The device's own MTU is the limit of
 * what it sends, also when that is raised later; the hostdev has none of its own.
 */
static void put_hostdev(struct nl_msg *msg, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = { .ifi_flags = IFF_NOARP, .ifi_change = IFF_NOARP };
	struct nlattr *peer = nla_nest_start(msg, VETH_INFO_PEER);

	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	mb_netlink_put_text(msg, IFLA_IFNAME, spec->hostdev);
	nla_put_u32(msg, IFLA_MTU, ETH_MAX_MTU);
	nla_put_u32(msg, IFLA_NUM_TX_QUEUES, spec->numrxqueues);
	nla_put_u32(msg, IFLA_NUM_RX_QUEUES, spec->numtxqueues);
	put_gso(msg, &spec->gso);
	nla_nest_end(msg, peer);
}

static void put_device(struct nl_msg *msg, const struct mb_device_spec *spec)
{
	mb_netlink_put_text(msg, IFLA_IFNAME, spec->name);
	mb_netlink_put_mac(msg, IFLA_ADDRESS, spec->address);
	mb_netlink_put_mac(msg, IFLA_BROADCAST, spec->broadcast);
	nla_put_u32(msg, IFLA_MTU, spec->mtu);
	nla_put_u32(msg, IFLA_TXQLEN, spec->txqueuelen);
	nla_put_u32(msg, IFLA_NUM_TX_QUEUES, spec->numtxqueues);
	nla_put_u32(msg, IFLA_NUM_RX_QUEUES, spec->numrxqueues);
	nla_put_u32(msg, IFLA_GROUP, spec->group);
	put_gso(msg, &spec->gso);
	if (spec->netns_fd >= 0)
		nla_put_u32(msg, IFLA_NET_NS_FD, (uint32_t)spec->netns_fd);
}

/*
 * The device is the one that is made and the hostdev its peer: a veth takes neither an ifindex nor
 * IFF_UP for the peer of one that is being made.
 */
int mb_rtnl_add_veth(struct mb_netlink *rtnl, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = {
		.ifi_index = (int)spec->index,
		.ifi_flags = spec->flags,
		.ifi_change = spec->flags_mask,
	};
	struct nl_msg *msg =
		mb_netlink_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &ifi, sizeof(ifi));
	struct nlattr *info, *data;

	if (!msg)
		return -ENOMEM;
	put_device(msg, spec);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "veth");
	data = nla_nest_start(msg, IFLA_INFO_DATA);
	put_hostdev(msg, spec);
	nla_nest_end(msg, data);
	nla_nest_end(msg, info);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

static void put_netkit_device(struct nl_msg *msg, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = { 0 };
	struct nlattr *peer = nla_nest_start(msg, MB_NETKIT_PEER_INFO);

	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	put_device(msg, spec);
	nla_nest_end(msg, peer);
}

/* What is sent from a device without a program goes nowhere, in particular not to the host. */
int mb_rtnl_add_netkit(struct mb_netlink *rtnl, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = { .ifi_flags = IFF_NOARP, .ifi_change = IFF_NOARP };
	struct nl_msg *msg =
		mb_netlink_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &ifi, sizeof(ifi));
	struct nlattr *info, *data;

	if (!msg)
		return -ENOMEM;
	mb_netlink_put_text(msg, IFLA_IFNAME, spec->hostdev);
	nla_put_u32(msg, IFLA_MTU, ETH_MAX_MTU);
	put_gso(msg, &spec->gso);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "netkit");
	data = nla_nest_start(msg, IFLA_INFO_DATA);
	nla_put_u32(msg, MB_NETKIT_MODE, MB_NETKIT_L2);
	nla_put_u32(msg, MB_NETKIT_PEER_POLICY, MB_NETKIT_DROP);
	put_netkit_device(msg, spec);
	nla_nest_end(msg, data);
	nla_nest_end(msg, info);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

/*
 * Without an address there is no way back to any sender: to ask for that refuses them all, be it
 * strictly or loosely. What says that it comes from 0.0.0.0 is not asked.
 */
static void put_deaf(struct nl_msg *msg)
{
	struct nlattr *spec = nla_nest_start(msg, IFLA_AF_SPEC);
	struct nlattr *inet = nla_nest_start(msg, AF_INET);
	struct nlattr *conf = nla_nest_start(msg, IFLA_INET_CONF);

	nla_put_u32(msg, IPV4_DEVCONF_RP_FILTER, 1);
	nla_put_u32(msg, IPV4_DEVCONF_ARP_IGNORE, 8);
	nla_nest_end(msg, conf);
	nla_nest_end(msg, inet);
	nla_nest_end(msg, spec);
}

/* Without the NUL, as ip(8): the kernel takes 255 bytes of any kind, and would count it. */
static void put_alias(struct nl_msg *msg, const char *alias)
{
	if (alias)
		nla_put(msg, IFLA_IFALIAS, (int)strlen(alias), alias);
}

int mb_rtnl_set(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_dev_change *change)
{
	struct ifinfomsg ifi = {
		.ifi_index = (int)ifindex,
		.ifi_flags = change->flags,
		.ifi_change = change->flags_mask,
	};
	struct nl_msg *msg = mb_netlink_request(RTM_SETLINK, 0, &ifi, sizeof(ifi));

	if (!msg)
		return -ENOMEM;
	mb_netlink_put_mac(msg, IFLA_ADDRESS, change->address);
	mb_netlink_put_mac(msg, IFLA_BROADCAST, change->broadcast);
	mb_netlink_put_text(msg, IFLA_IFNAME, change->name);
	put_alias(msg, change->alias);
	if (change->has & MACBPF_LINK_MTU)
		nla_put_u32(msg, IFLA_MTU, change->mtu);
	if (change->has & MACBPF_LINK_TXQUEUELEN)
		nla_put_u32(msg, IFLA_TXQLEN, change->txqueuelen);
	if (change->has & MACBPF_LINK_GROUP)
		nla_put_u32(msg, IFLA_GROUP, change->group);
	if (change->netns_fd >= 0)
		nla_put_u32(msg, IFLA_NET_NS_FD, (uint32_t)change->netns_fd);
	if (change->deaf)
		put_deaf(msg);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_del(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = mb_netlink_request(RTM_DELLINK, 0, &ifi, sizeof(ifi));

	return msg ? mb_netlink_talk(rtnl, msg, NULL, NULL) : -ENOMEM;
}

int mb_rtnl_del_all(struct mb_netlink *rtnl, const uint32_t *ifindex, size_t count, uint32_t group)
{
	struct mb_dev_change change = { .has = MACBPF_LINK_GROUP, .group = group, .netns_fd = -1 };
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg;

	/* One that is gone is what we want. */
	for (size_t i = 0; i < count; i++)
		mb_rtnl_set(rtnl, ifindex[i], &change);
	msg = mb_netlink_request(RTM_DELLINK, 0, &ifi, sizeof(ifi));
	if (!msg)
		return -ENOMEM;
	nla_put_u32(msg, IFLA_GROUP, group);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_del_by_name(struct mb_netlink *rtnl, const char *name)
{
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg = mb_netlink_request(RTM_DELLINK, 0, &ifi, sizeof(ifi));

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, IFLA_IFNAME, name);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

static int change_name(struct mb_netlink *rtnl, int type, int flags, uint32_t ifindex,
		       const char *name)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = mb_netlink_request(type, flags, &ifi, sizeof(ifi));
	struct nlattr *list;

	if (!msg)
		return -ENOMEM;
	list = nla_nest_start(msg, IFLA_PROP_LIST);
	nla_put_string(msg, IFLA_ALT_IFNAME, name);
	nla_nest_end(msg, list);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_add_name(struct mb_netlink *rtnl, uint32_t ifindex, const char *name)
{
	return change_name(rtnl, RTM_NEWLINKPROP, NLM_F_EXCL | NLM_F_CREATE | NLM_F_APPEND, ifindex,
			   name);
}

int mb_rtnl_del_name(struct mb_netlink *rtnl, uint32_t ifindex, const char *name)
{
	return change_name(rtnl, RTM_DELLINKPROP, 0, ifindex, name);
}

int mb_rtnl_no_ipv6(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = mb_netlink_request(RTM_SETLINK, 0, &ifi, sizeof(ifi));
	struct nlattr *spec, *inet6;
	int err;

	if (!msg)
		return -ENOMEM;
	spec = nla_nest_start(msg, IFLA_AF_SPEC);
	inet6 = nla_nest_start(msg, AF_INET6);
	nla_put_u8(msg, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
	nla_nest_end(msg, inet6);
	nla_nest_end(msg, spec);
	err = mb_netlink_talk(rtnl, msg, NULL, NULL);
	return err == -EAFNOSUPPORT ? 0 : err;
}

int mb_rtnl_filter(struct mb_netlink *rtnl, uint32_t ifindex, const uint8_t mac[6], bool add)
{
	struct ndmsg ndm = {
		.ndm_family = AF_BRIDGE,
		.ndm_ifindex = (int)ifindex,
		.ndm_state = NUD_PERMANENT,
		.ndm_flags = NTF_SELF,
	};
	struct nl_msg *msg;

	msg = mb_netlink_request(add ? RTM_NEWNEIGH : RTM_DELNEIGH,
				 add ? NLM_F_CREATE | NLM_F_EXCL : 0, &ndm, sizeof(ndm));
	if (!msg)
		return -ENOMEM;
	mb_netlink_put_mac(msg, NDA_LLADDR, mac);
	return mb_netlink_talk(rtnl, msg, NULL, NULL);
}
