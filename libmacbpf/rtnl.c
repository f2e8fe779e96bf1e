// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl.c - requests to rtnetlink; the only file that knows libnl. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <netlink/attr.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base.h"
#include "netns.h"
#include "rtnl.h"

#define RECEIVE_BUFFER (1 << 20) /* bytes; a dump of thousands of devices must not overrun */
#define DUMP_TRIES     10

/* IFLA_NETKIT_*, enum netkit_mode and netkit_action: newer than Debian 12's headers. */
enum { NETKIT_PEER_INFO = 1, NETKIT_PEER_POLICY = 4, NETKIT_MODE = 5 };
enum { NETKIT_L2 = 0, NETKIT_DROP = 2 };

struct mb_rtnl {
	struct nl_sock *sock;
	struct nl_cb *cb;
	int error; /* of the request under way */
	bool done; /* it was acknowledged, refused, or its dump has ended */
	char hint[160];
	int (*on_message)(struct nlmsghdr *nlh, void *arg);
	void *arg;
};

/* ---------------------------------------------------------------- talking */

/* With NETLINK_CAP_ACK the attributes follow the error directly. */
static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)((char *)err - NLMSG_HDRLEN);
	struct mb_rtnl *rtnl = arg;
	struct nlattr *msg;

	(void)from;
	rtnl->error = err->error;
	rtnl->done = true;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS) {
		msg = nlmsg_find_attr(nlh, sizeof(*err), NLMSGERR_ATTR_MSG);
		if (msg)
			nla_strlcpy(rtnl->hint, msg, sizeof(rtnl->hint));
	}
	return NL_STOP;
}

static int on_done(struct nl_msg *msg, void *arg)
{
	struct mb_rtnl *rtnl = arg;

	(void)msg;
	rtnl->done = true;
	return NL_STOP;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct mb_rtnl *rtnl = arg;
	int err;

	if (!rtnl->on_message)
		return NL_OK;
	err = rtnl->on_message(nlmsg_hdr(msg), rtnl->arg);
	if (err && !rtnl->error)
		rtnl->error = err;
	return NL_OK;
}

static int nl_to_errno(int nle)
{
	switch (-nle) {
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_PERM:
		return -EPERM;
	case NLE_DUMP_INTR:
		return -EAGAIN;
	default:
		return -EIO;
	}
}

static void expect_answer(struct mb_rtnl *rtnl, int (*on_message)(struct nlmsghdr *nlh, void *arg),
			  void *arg)
{
	rtnl->error = 0;
	rtnl->done = false;
	rtnl->hint[0] = '\0';
	rtnl->on_message = on_message;
	rtnl->arg = arg;
}

/* Waits for the acknowledgement, or the end of the dump. */
static int receive_answer(struct mb_rtnl *rtnl)
{
	int err = 0;

	while (err >= 0 && !rtnl->done)
		err = nl_recvmsgs(rtnl->sock, rtnl->cb);
	if (rtnl->error)
		return rtnl->error;
	return err < 0 ? nl_to_errno(err) : 0;
}

/* Sends `msg`, which it frees, and waits for the answer. */
static int talk(struct mb_rtnl *rtnl, struct nl_msg *msg,
		int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg)
{
	int err;

	expect_answer(rtnl, on_message, arg);
	err = nl_send_auto(rtnl->sock, msg);
	nlmsg_free(msg);
	return err < 0 ? nl_to_errno(err) : receive_answer(rtnl);
}

static int send_both(struct mb_rtnl *rtnl, struct nl_msg *first, struct nl_msg *second)
{
	struct iovec iov[2];

	nl_complete_msg(rtnl->sock, first);
	nl_complete_msg(rtnl->sock, second);
	iov[0] = (struct iovec){ nlmsg_hdr(first), nlmsg_hdr(first)->nlmsg_len };
	iov[1] = (struct iovec){ nlmsg_hdr(second), nlmsg_hdr(second)->nlmsg_len };
	return nl_send_iovec(rtnl->sock, first, iov, 2);
}

/* Both requests are carried out before a signal can stop us; the first may fail (*first_err). */
static int talk_both(struct mb_rtnl *rtnl, struct nl_msg *first, struct nl_msg *second,
		     int *first_err)
{
	int err = send_both(rtnl, first, second);

	nlmsg_free(first);
	nlmsg_free(second);
	if (err < 0)
		return *first_err = nl_to_errno(err);
	expect_answer(rtnl, NULL, NULL);
	*first_err = receive_answer(rtnl);
	expect_answer(rtnl, NULL, NULL);
	return receive_answer(rtnl);
}

static int open_socket(void *arg)
{
	struct mb_rtnl *rtnl = arg;
	int one = 1, fd, err;

	err = nl_connect(rtnl->sock, NETLINK_ROUTE);
	if (err)
		return nl_to_errno(err);
	fd = nl_socket_get_fd(rtnl->sock);
	/* Older kernels lack these; the sentences are then shorter. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	nl_socket_set_buffer_size(rtnl->sock, RECEIVE_BUFFER, 0);
	nl_socket_set_msg_buf_size(rtnl->sock, 1 << 16);
	return 0;
}

int mb_rtnl_open(struct mb_rtnl **out, int netns_fd)
{
	struct mb_rtnl *rtnl = calloc(1, sizeof(*rtnl));
	int err = -ENOMEM;

	if (!rtnl)
		return -ENOMEM;
	rtnl->sock = nl_socket_alloc();
	rtnl->cb = nl_cb_alloc(NL_CB_DEFAULT);
	if (!rtnl->sock || !rtnl->cb)
		goto fail;
	nl_cb_set(rtnl->cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, rtnl);
	nl_cb_set(rtnl->cb, NL_CB_ACK, NL_CB_CUSTOM, on_done, rtnl);
	nl_cb_set(rtnl->cb, NL_CB_FINISH, NL_CB_CUSTOM, on_done, rtnl);
	nl_cb_err(rtnl->cb, NL_CB_CUSTOM, on_error, rtnl);
	/* A socket stays in the netns in which it was made. */
	err = mb_netns_call(netns_fd, open_socket, rtnl);
	if (err)
		goto fail;
	*out = rtnl;
	return 0;

fail:
	mb_rtnl_close(rtnl);
	return err;
}

void mb_rtnl_close(struct mb_rtnl *rtnl)
{
	if (!rtnl)
		return;
	nl_cb_put(rtnl->cb);
	nl_socket_free(rtnl->sock);
	free(rtnl);
}

const char *mb_rtnl_hint(const struct mb_rtnl *rtnl)
{
	return rtnl->hint;
}

/* ---------------------------------------------------------------- building */

static struct nl_msg *message(int type, int flags, const void *header, size_t len)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | NLM_F_ACK | flags);

	if (msg && nlmsg_append(msg, (void *)header, len, NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static struct nl_msg *link_message(int type, int flags, const struct ifinfomsg *ifi)
{
	return message(type, flags, ifi, sizeof(*ifi));
}

static void put_mac(struct nl_msg *msg, int attr, const uint8_t *mac)
{
	if (mac)
		nla_put(msg, attr, 6, mac);
}

static void put_text(struct nl_msg *msg, int attr, const char *text)
{
	if (text)
		nla_put_string(msg, attr, text);
}

/* ---------------------------------------------------------------- reading */

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

static uint32_t get_u32(struct nlattr **tb, int attr)
{
	return tb[attr] && nla_len(tb[attr]) >= 4 ? nla_get_u32(tb[attr]) : 0;
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
		const char *name = nla_data(prop);

		if (nla_type(prop) == IFLA_ALT_IFNAME && strlen(name) < MB_IFNAME_LEN &&
		    !strncmp(name, "mb", 2) && name[2] && !name[2 + strspn(name + 2, "0123456789")])
			get_text(out, MB_IFNAME_LEN, prop);
	}
}

static bool is_kind(struct nlattr *attr, const char *kind)
{
	return attr && nla_strcmp(attr, kind) == 0;
}

static void get_vlan(struct mb_dev *dev, struct nlattr *data)
{
	struct nlattr *tb[IFLA_VLAN_MAX + 1];

	if (!data || nla_parse_nested(tb, IFLA_VLAN_MAX, data, NULL) || !tb[IFLA_VLAN_ID])
		return;
	dev->vlan_id = nla_get_u16(tb[IFLA_VLAN_ID]);
	dev->vlan_proto = ETH_P_8021Q;
	if (tb[IFLA_VLAN_PROTOCOL])
		dev->vlan_proto = ntohs(nla_get_u16(tb[IFLA_VLAN_PROTOCOL]));
}

static void get_linkinfo(struct mb_dev *dev, struct nlattr *info, uint32_t master)
{
	struct nlattr *tb[IFLA_INFO_MAX + 1];

	if (!info || nla_parse_nested(tb, IFLA_INFO_MAX, info, NULL))
		return;
	if (is_kind(tb[IFLA_INFO_KIND], "vlan"))
		get_vlan(dev, tb[IFLA_INFO_DATA]);
	if (is_kind(tb[IFLA_INFO_SLAVE_KIND], "bond") || is_kind(tb[IFLA_INFO_SLAVE_KIND], "team"))
		dev->bundle = master;
}

static int parse_dev(struct nlmsghdr *nlh, struct mb_dev *dev)
{
	struct ifinfomsg *ifi = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];

	if (nlh->nlmsg_type != RTM_NEWLINK)
		return -EPROTO;
	if (nlmsg_parse(nlh, sizeof(*ifi), tb, IFLA_MAX, NULL))
		return -EPROTO;
	memset(dev, 0, sizeof(*dev));
	dev->ifindex = (uint32_t)ifi->ifi_index;
	dev->type = ifi->ifi_type;
	dev->flags = ifi->ifi_flags;
	dev->link = tb[IFLA_LINK] ? get_u32(tb, IFLA_LINK) : dev->ifindex;
	dev->link_netnsid = tb[IFLA_LINK_NETNSID] ? nla_get_s32(tb[IFLA_LINK_NETNSID]) : -1;
	dev->mtu = get_u32(tb, IFLA_MTU);
	dev->min_mtu = get_u32(tb, IFLA_MIN_MTU);
	dev->max_mtu = get_u32(tb, IFLA_MAX_MTU);
	dev->txqueuelen = get_u32(tb, IFLA_TXQLEN);
	dev->numtxqueues = get_u32(tb, IFLA_NUM_TX_QUEUES);
	dev->numrxqueues = get_u32(tb, IFLA_NUM_RX_QUEUES);
	dev->group = get_u32(tb, IFLA_GROUP);
	dev->promiscuity = get_u32(tb, IFLA_PROMISCUITY);
	get_linkinfo(dev, tb[IFLA_LINKINFO], get_u32(tb, IFLA_MASTER));
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

static int append_dev(struct nlmsghdr *nlh, void *arg)
{
	struct mb_devs *devs = arg;
	int err;

	if (!mb_grow(&devs->dev, devs->count))
		return -ENOMEM;
	err = parse_dev(nlh, &devs->dev[devs->count]);
	devs->count += !err;
	return err;
}

static int one_dev(struct nlmsghdr *nlh, void *arg)
{
	return parse_dev(nlh, arg);
}

int mb_rtnl_dump(struct mb_rtnl *rtnl, struct mb_devs *devs)
{
	return mb_rtnl_dump_at(rtnl, -1, devs);
}

int mb_rtnl_dump_at(struct mb_rtnl *rtnl, int32_t nsid, struct mb_devs *devs)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct mb_devs found;
	struct nl_msg *msg;
	int err = -EAGAIN;

	/* The kernel tells when the list changed under the dump: then it is asked again. */
	for (int tries = 0; err == -EAGAIN && tries < DUMP_TRIES; tries++) {
		found = (struct mb_devs){ 0 };
		msg = link_message(RTM_GETLINK, NLM_F_DUMP, &ifi);
		if (!msg)
			return -ENOMEM;
		nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
		if (nsid >= 0)
			nla_put_s32(msg, IFLA_TARGET_NETNSID, nsid);
		err = talk(rtnl, msg, append_dev, &found);
		if (err)
			free(found.dev);
	}
	if (!err)
		*devs = found;
	return err;
}

int mb_rtnl_get(struct mb_rtnl *rtnl, uint32_t ifindex, int32_t nsid, struct mb_dev *dev)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = link_message(RTM_GETLINK, 0, &ifi);

	if (!msg)
		return -ENOMEM;
	if (nsid >= 0)
		nla_put_s32(msg, IFLA_TARGET_NETNSID, nsid);
	return talk(rtnl, msg, one_dev, dev);
}

int mb_rtnl_get_by_name(struct mb_rtnl *rtnl, const char *name, struct mb_dev *dev)
{
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg = link_message(RTM_GETLINK, 0, &ifi);

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, IFLA_IFNAME, name);
	return talk(rtnl, msg, one_dev, dev);
}

/* ---------------------------------------------------------------- changing */

/*
 * Both ends get the same number of queues in either direction. The device's own MTU is the limit of
 * what it sends, also when that is raised later; the hostdev has none of its own.
 */
static void put_hostdev(struct nl_msg *msg, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = { .ifi_flags = IFF_NOARP, .ifi_change = IFF_NOARP };
	struct nlattr *peer = nla_nest_start(msg, VETH_INFO_PEER);

	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	put_text(msg, IFLA_IFNAME, spec->hostdev);
	nla_put_u32(msg, IFLA_MTU, ETH_MAX_MTU);
	nla_put_u32(msg, IFLA_NUM_TX_QUEUES, spec->numrxqueues);
	nla_put_u32(msg, IFLA_NUM_RX_QUEUES, spec->numtxqueues);
	nla_nest_end(msg, peer);
}

static void put_device(struct nl_msg *msg, const struct mb_device_spec *spec)
{
	put_text(msg, IFLA_IFNAME, spec->name);
	put_mac(msg, IFLA_ADDRESS, spec->address);
	put_mac(msg, IFLA_BROADCAST, spec->broadcast);
	nla_put_u32(msg, IFLA_MTU, spec->mtu);
	nla_put_u32(msg, IFLA_TXQLEN, spec->txqueuelen);
	nla_put_u32(msg, IFLA_NUM_TX_QUEUES, spec->numtxqueues);
	nla_put_u32(msg, IFLA_NUM_RX_QUEUES, spec->numrxqueues);
	nla_put_u32(msg, IFLA_GROUP, spec->group);
	if (spec->netns_fd >= 0)
		nla_put_u32(msg, IFLA_NET_NS_FD, (uint32_t)spec->netns_fd);
}

/*
 * The device is the one that is made and the hostdev its peer: a veth takes neither an ifindex nor
 * IFF_UP for the peer of one that is being made.
 */
int mb_rtnl_add_veth(struct mb_rtnl *rtnl, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = {
		.ifi_index = (int)spec->index,
		.ifi_flags = spec->flags,
		.ifi_change = spec->flags_mask,
	};
	struct nl_msg *msg = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &ifi);
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
	return talk(rtnl, msg, NULL, NULL);
}

static void put_netkit_device(struct nl_msg *msg, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = { 0 };
	struct nlattr *peer = nla_nest_start(msg, NETKIT_PEER_INFO);

	nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	put_device(msg, spec);
	nla_nest_end(msg, peer);
}

/* What is sent from a device without a program goes nowhere, in particular not to the host. */
int mb_rtnl_add_netkit(struct mb_rtnl *rtnl, const struct mb_device_spec *spec)
{
	struct ifinfomsg ifi = { .ifi_flags = IFF_NOARP, .ifi_change = IFF_NOARP };
	struct nl_msg *msg = link_message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &ifi);
	struct nlattr *info, *data;

	if (!msg)
		return -ENOMEM;
	put_text(msg, IFLA_IFNAME, spec->hostdev);
	nla_put_u32(msg, IFLA_MTU, ETH_MAX_MTU);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	nla_put_string(msg, IFLA_INFO_KIND, "netkit");
	data = nla_nest_start(msg, IFLA_INFO_DATA);
	nla_put_u32(msg, NETKIT_MODE, NETKIT_L2);
	nla_put_u32(msg, NETKIT_PEER_POLICY, NETKIT_DROP);
	put_netkit_device(msg, spec);
	nla_nest_end(msg, data);
	nla_nest_end(msg, info);
	return talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_set(struct mb_rtnl *rtnl, uint32_t ifindex, const struct mb_dev_change *change)
{
	struct ifinfomsg ifi = {
		.ifi_index = (int)ifindex,
		.ifi_flags = change->flags,
		.ifi_change = change->flags_mask,
	};
	struct nl_msg *msg = link_message(RTM_SETLINK, 0, &ifi);

	if (!msg)
		return -ENOMEM;
	put_mac(msg, IFLA_ADDRESS, change->address);
	put_mac(msg, IFLA_BROADCAST, change->broadcast);
	put_text(msg, IFLA_IFNAME, change->name);
	put_text(msg, IFLA_IFALIAS, change->alias);
	if (change->has & MACBPF_LINK_MTU)
		nla_put_u32(msg, IFLA_MTU, change->mtu);
	if (change->has & MACBPF_LINK_TXQUEUELEN)
		nla_put_u32(msg, IFLA_TXQLEN, change->txqueuelen);
	if (change->has & MACBPF_LINK_GROUP)
		nla_put_u32(msg, IFLA_GROUP, change->group);
	if (change->netns_fd >= 0)
		nla_put_u32(msg, IFLA_NET_NS_FD, (uint32_t)change->netns_fd);
	return talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_del(struct mb_rtnl *rtnl, uint32_t ifindex)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = link_message(RTM_DELLINK, 0, &ifi);

	return msg ? talk(rtnl, msg, NULL, NULL) : -ENOMEM;
}

int mb_rtnl_del_all(struct mb_rtnl *rtnl, const uint32_t *ifindex, size_t count, uint32_t group)
{
	struct mb_dev_change change = { .has = MACBPF_LINK_GROUP, .group = group, .netns_fd = -1 };
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg;

	/* One that is gone is what we want. */
	for (size_t i = 0; i < count; i++)
		mb_rtnl_set(rtnl, ifindex[i], &change);
	msg = link_message(RTM_DELLINK, 0, &ifi);
	if (!msg)
		return -ENOMEM;
	nla_put_u32(msg, IFLA_GROUP, group);
	return talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_del_by_name(struct mb_rtnl *rtnl, const char *name)
{
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg = link_message(RTM_DELLINK, 0, &ifi);

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, IFLA_IFNAME, name);
	return talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_add_name(struct mb_rtnl *rtnl, uint32_t ifindex, const char *name)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg =
		link_message(RTM_NEWLINKPROP, NLM_F_EXCL | NLM_F_CREATE | NLM_F_APPEND, &ifi);
	struct nlattr *list;

	if (!msg)
		return -ENOMEM;
	list = nla_nest_start(msg, IFLA_PROP_LIST);
	nla_put_string(msg, IFLA_ALT_IFNAME, name);
	nla_nest_end(msg, list);
	return talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_no_queue(struct mb_rtnl *rtnl, uint32_t ifindex)
{
	struct tcmsg tcm = {
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = (int)ifindex,
		.tcm_parent = TC_H_ROOT,
	};
	struct nl_msg *msg = message(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, &tcm, sizeof(tcm));

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, TCA_KIND, "noqueue");
	return talk(rtnl, msg, NULL, NULL);
}

int mb_rtnl_no_ipv6(struct mb_rtnl *rtnl, uint32_t ifindex)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_msg *msg = link_message(RTM_SETLINK, 0, &ifi);
	struct nlattr *spec, *inet6;
	int err;

	if (!msg)
		return -ENOMEM;
	spec = nla_nest_start(msg, IFLA_AF_SPEC);
	inet6 = nla_nest_start(msg, AF_INET6);
	nla_put_u8(msg, IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE);
	nla_nest_end(msg, inet6);
	nla_nest_end(msg, spec);
	err = talk(rtnl, msg, NULL, NULL);
	return err == -EAFNOSUPPORT ? 0 : err;
}

int mb_rtnl_filter(struct mb_rtnl *rtnl, uint32_t ifindex, const uint8_t mac[6], bool add)
{
	struct ndmsg ndm = {
		.ndm_family = AF_BRIDGE,
		.ndm_ifindex = (int)ifindex,
		.ndm_state = NUD_PERMANENT,
		.ndm_flags = NTF_SELF,
	};
	struct nl_msg *msg;

	msg = message(add ? RTM_NEWNEIGH : RTM_DELNEIGH, add ? NLM_F_CREATE | NLM_F_EXCL : 0, &ndm,
		      sizeof(ndm));
	if (!msg)
		return -ENOMEM;
	put_mac(msg, NDA_LLADDR, mac);
	return talk(rtnl, msg, NULL, NULL);
}

static int on_nsid(struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *id = nlmsg_find_attr(nlh, sizeof(struct rtgenmsg), NETNSA_NSID);

	if (!id)
		return -EPROTO;
	*(int32_t *)arg = nla_get_s32(id);
	return 0;
}

int mb_rtnl_nsid(struct mb_rtnl *rtnl, int netns_fd, int32_t *nsid)
{
	struct rtgenmsg gen = { .rtgen_family = AF_UNSPEC };
	struct nl_msg *msg = message(RTM_GETNSID, 0, &gen, sizeof(gen));
	int32_t id = NETNSA_NSID_NOT_ASSIGNED;
	int err;

	if (!msg)
		return -ENOMEM;
	nla_put_u32(msg, NETNSA_FD, (uint32_t)netns_fd);
	err = talk(rtnl, msg, on_nsid, &id);
	if (err)
		return err;
	if (id == NETNSA_NSID_NOT_ASSIGNED)
		return -ENOENT;
	*nsid = id;
	return 0;
}

/* ---------------------------------------------------------------- clsact */

#define CLSACT	 0xffff0000u /* the only handle that this qdisc can have */
#define INGRESS	 TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)
#define EGRESS	 TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)
#define PRIORITY 16 /* where it is in tcm_info, above the protocol */

static struct nl_msg *clsact_message(int type, int flags, uint32_t ifindex)
{
	struct tcmsg tcm = {
		.tcm_ifindex = (int)ifindex,
		.tcm_parent = TC_H_CLSACT,
		.tcm_handle = CLSACT,
	};

	return message(type, flags, &tcm, sizeof(tcm));
}

static struct nl_msg *filter_message(int type, int flags, uint32_t ifindex, uint32_t parent,
				     const struct mb_tc_filter *filter)
{
	struct tcmsg tcm = { .tcm_ifindex = (int)ifindex, .tcm_parent = parent };

	if (filter) {
		tcm.tcm_handle = filter->handle;
		tcm.tcm_info = filter->priority << PRIORITY | htons(ETH_P_ALL);
	}
	return message(type, flags, &tcm, sizeof(tcm));
}

static struct nl_msg *bpf_message(uint32_t ifindex, const struct mb_tc_filter *filter, int prog_fd)
{
	struct nl_msg *msg = filter_message(RTM_NEWTFILTER, NLM_F_CREATE, ifindex, INGRESS, filter);
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

/* Everything hangs below clsact, or an ingress qdisc, which serves as well. */
static int on_qdisc(struct nlmsghdr *nlh, void *arg)
{
	struct tcmsg *tcm = nlmsg_data(nlh);

	*(bool *)arg |= tcm->tcm_parent == TC_H_CLSACT;
	return 0;
}

bool mb_rtnl_has_clsact(struct mb_rtnl *rtnl, uint32_t ifindex)
{
	struct tcmsg tcm = { .tcm_ifindex = (int)ifindex };
	struct nl_msg *msg = message(RTM_GETQDISC, NLM_F_DUMP, &tcm, sizeof(tcm));
	bool found = false;

	return !msg || talk(rtnl, msg, on_qdisc, &found) || found;
}

int mb_rtnl_clsact_attach(struct mb_rtnl *rtnl, uint32_t ifindex, const char *kind, int prog_fd,
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
	err = talk_both(rtnl, qdisc, bpf, &qdisc_err);
	*made = !qdisc_err;
	return qdisc_err == -EEXIST ? err : qdisc_err ?: err;
}

int mb_rtnl_clsact_del(struct mb_rtnl *rtnl, uint32_t ifindex)
{
	struct nl_msg *msg = clsact_message(RTM_DELQDISC, 0, ifindex);

	return msg ? talk(rtnl, msg, NULL, NULL) : -ENOMEM;
}

struct filters {
	struct mb_tc_filter *filter;
	size_t count;
};

/* A priority is told once without a handle, and then each of its filters. */
static int on_filter(struct nlmsghdr *nlh, void *arg)
{
	struct tcmsg *tcm = nlmsg_data(nlh);
	struct nlattr *tb[TCA_MAX + 1], *options[TCA_BPF_MAX + 1];
	struct mb_tc_filter filter = { .handle = tcm->tcm_handle };
	struct filters *f = arg;

	filter.priority = tcm->tcm_info >> PRIORITY;
	if (nlmsg_parse(nlh, sizeof(*tcm), tb, TCA_MAX, NULL))
		return -EPROTO;
	if (tb[TCA_KIND] && !nla_strcmp(tb[TCA_KIND], "bpf") && tb[TCA_OPTIONS] &&
	    !nla_parse_nested(options, TCA_BPF_MAX, tb[TCA_OPTIONS], NULL))
		filter.prog_id = get_u32(options, TCA_BPF_ID);
	if (!mb_grow(&f->filter, f->count))
		return -ENOMEM;
	f->filter[f->count++] = filter;
	return 0;
}

static int dump_filters(struct mb_rtnl *rtnl, uint32_t ifindex, uint32_t parent, struct filters *f)
{
	struct nl_msg *msg = filter_message(RTM_GETTFILTER, NLM_F_DUMP, ifindex, parent, NULL);
	int err = msg ? talk(rtnl, msg, on_filter, f) : -ENOMEM;

	if (err)
		free(f->filter);
	return err;
}

int mb_rtnl_filters(struct mb_rtnl *rtnl, uint32_t ifindex, struct mb_tc_filter **filters,
		    size_t *count)
{
	struct filters f = { 0 };
	int err = dump_filters(rtnl, ifindex, INGRESS, &f);

	if (err)
		return err;
	*filters = f.filter;
	*count = f.count;
	return 0;
}

static bool is_other(const struct mb_tc_filter *a, const struct mb_tc_filter *ours)
{
	return a->priority != ours->priority || (a->handle && a->handle != ours->handle);
}

bool mb_rtnl_clsact_others(struct mb_rtnl *rtnl, uint32_t ifindex,
			   const struct mb_tc_filter *filter)
{
	struct filters in = { 0 }, out = { 0 };
	bool others = true;

	if (dump_filters(rtnl, ifindex, INGRESS, &in))
		return true;
	if (!dump_filters(rtnl, ifindex, EGRESS, &out)) {
		others = out.count;
		for (size_t i = 0; i < in.count; i++)
			others |= is_other(&in.filter[i], filter);
		free(out.filter);
	}
	free(in.filter);
	return others;
}

int mb_rtnl_bpf_put(struct mb_rtnl *rtnl, uint32_t ifindex, const struct mb_tc_filter *filter,
		    int prog_fd)
{
	struct nl_msg *msg = bpf_message(ifindex, filter, prog_fd);

	return msg ? talk(rtnl, msg, NULL, NULL) : -ENOMEM;
}

int mb_rtnl_bpf_del(struct mb_rtnl *rtnl, uint32_t ifindex, const struct mb_tc_filter *filter)
{
	struct nl_msg *msg = filter_message(RTM_DELTFILTER, 0, ifindex, INGRESS, filter);

	if (!msg)
		return -ENOMEM;
	nla_put_string(msg, TCA_KIND, "bpf");
	return talk(rtnl, msg, NULL, NULL);
}
