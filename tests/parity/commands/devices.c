// SPDX-License-Identifier: GPL-2.0-only
/* devices.c - the devices and addresses of one netns, as rtnetlink tells of them. */
#include "devices.h"

#include <err.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <string.h>
#include <sys/socket.h>

#include "netlink.h"

static void get_text(char *out, size_t size, const struct rtattr *attr)
{
	size_t len = attr ? RTA_PAYLOAD(attr) : 0;

	if (len >= size)
		len = size - 1;
	memset(out, 0, size);
	if (len)
		memcpy(out, RTA_DATA(attr), len);
}

static void get_mac(uint8_t mac[6], const struct rtattr *attr)
{
	if (attr && RTA_PAYLOAD(attr) == 6)
		memcpy(mac, RTA_DATA(attr), 6);
}

static void get_sources(struct settings *s, const struct rtattr *nest)
{
	size_t len = RTA_PAYLOAD(nest);

	for (const struct rtattr *a = RTA_DATA(nest); RTA_OK(a, len); a = RTA_NEXT(a, len)) {
		if (s->source_count == SOURCES_MAX)
			errx(1, "more than %d source MACs", SOURCES_MAX);
		get_mac(s->source[s->source_count++], a);
	}
}

static void get_settings(struct settings *s, const struct rtattr *data)
{
	const struct rtattr *tb[MACVLAN_BC_CUTOFF + 1];

	nl_parse_nested(data, tb, MACVLAN_BC_CUTOFF);
	s->mode = nl_u32(tb[IFLA_MACVLAN_MODE]);
	s->flags = nl_u32(tb[IFLA_MACVLAN_FLAGS]);
	s->bc_queue_len = nl_u32(tb[IFLA_MACVLAN_BC_QUEUE_LEN]);
	s->bc_queue_len_used = nl_u32(tb[IFLA_MACVLAN_BC_QUEUE_LEN_USED]);
	s->bc_cutoff = tb[MACVLAN_BC_CUTOFF] ? (int32_t)nl_u32(tb[MACVLAN_BC_CUTOFF]) : 1;
	if (tb[IFLA_MACVLAN_MACADDR_DATA])
		get_sources(s, tb[IFLA_MACVLAN_MACADDR_DATA]);
}

static void get_kind(struct device *d, const struct rtattr *info)
{
	const struct rtattr *tb[IFLA_INFO_DATA + 1];

	nl_parse_nested(info, tb, IFLA_INFO_DATA);
	get_text(d->kind, sizeof(d->kind), tb[IFLA_INFO_KIND]);
	if (tb[IFLA_INFO_DATA] && !strncmp(d->kind, "macv", 4))
		get_settings(&d->macvlan, tb[IFLA_INFO_DATA]);
}

static void get_device(struct device *d, const struct rtattr **tb)
{
	get_text(d->name, sizeof(d->name), tb[IFLA_IFNAME]);
	get_text(d->qdisc, sizeof(d->qdisc), tb[IFLA_QDISC]);
	get_text(d->alias, sizeof(d->alias), tb[IFLA_IFALIAS]);
	d->link = nl_u32(tb[IFLA_LINK]);
	d->operstate = nl_u32(tb[IFLA_OPERSTATE]);
	d->mtu = nl_u32(tb[IFLA_MTU]);
	d->min_mtu = nl_u32(tb[IFLA_MIN_MTU]);
	d->max_mtu = nl_u32(tb[IFLA_MAX_MTU]);
	d->qlen = nl_u32(tb[IFLA_TXQLEN]);
	d->group = nl_u32(tb[IFLA_GROUP]);
	d->txqueues = nl_u32(tb[IFLA_NUM_TX_QUEUES]);
	d->rxqueues = nl_u32(tb[IFLA_NUM_RX_QUEUES]);
	d->promiscuity = nl_u32(tb[IFLA_PROMISCUITY]);
	d->allmulti = nl_u32(tb[IFLA_ALLMULTI]);
	get_mac(d->address, tb[IFLA_ADDRESS]);
	get_mac(d->broadcast, tb[IFLA_BROADCAST]);
	if (tb[IFLA_LINKINFO])
		get_kind(d, tb[IFLA_LINKINFO]);
}

static void forget_devices(void *arg)
{
	memset(arg, 0, sizeof(struct devices));
}

static void add_device(void *arg, const struct nlmsghdr *h)
{
	const struct ifinfomsg *ifi = NLMSG_DATA(h);
	const struct rtattr *tb[IFLA_MAX + 1];
	struct devices *all = arg;
	struct device *d = &all->device[all->count];

	if (all->count++ == DEVICES_MAX)
		errx(1, "more than %d devices", DEVICES_MAX);
	nl_parse(IFLA_RTA(ifi), IFLA_PAYLOAD(h), tb, IFLA_MAX);
	d->ifindex = (uint32_t)ifi->ifi_index;
	d->flags = ifi->ifi_flags;
	get_device(d, tb);
}

void devices_read(struct devices *d, int fd)
{
	struct ifinfomsg ifi = { .ifi_family = AF_UNSPEC };
	struct nl_request r;

	nl_begin(&r, RTM_GETLINK, 0, &ifi, sizeof(ifi));
	nl_dump(fd, &r, add_device, forget_devices, d);
}

static void forget_entries(void *arg)
{
	memset(arg, 0, sizeof(struct entries));
}

static void add_entry(void *arg, const struct nlmsghdr *h)
{
	const struct ndmsg *ndm = NLMSG_DATA(h);
	const struct rtattr *tb[NDA_MAX + 1];
	struct entries *all = arg;
	struct entry *e = &all->entry[all->count];

	if (!(ndm->ndm_flags & NTF_SELF))
		return;
	if (all->count++ == ENTRIES_MAX)
		errx(1, "more than %d entries", ENTRIES_MAX);
	nl_parse((const struct rtattr *)(ndm + 1), NLMSG_PAYLOAD(h, sizeof(*ndm)), tb, NDA_MAX);
	e->ifindex = (uint32_t)ndm->ndm_ifindex;
	get_mac(e->address, tb[NDA_LLADDR]);
}

void entries_read(struct entries *e, int fd)
{
	struct ndmsg ndm = { .ndm_family = PF_BRIDGE };
	struct nl_request r;

	nl_begin(&r, RTM_GETNEIGH, 0, &ndm, sizeof(ndm));
	nl_dump(fd, &r, add_entry, forget_entries, e);
}

const struct device *devices_named(const struct devices *d, const char *name)
{
	for (int i = 0; i < d->count; i++)
		if (!strcmp(d->device[i].name, name))
			return &d->device[i];
	return NULL;
}

const struct device *devices_at(const struct devices *d, uint32_t ifindex)
{
	for (int i = 0; i < d->count; i++)
		if (d->device[i].ifindex == ifindex)
			return &d->device[i];
	return NULL;
}

/*
 * The carrier changes at once, the operational state a moment later. Of a hostdev that never had a
 * carrier nobody asks: in Linux 6.1 it takes a second.
 */
static bool is_settled(const struct device *d)
{
	bool carrier = d->flags & IFF_LOWER_UP;

	if (!(d->flags & IFF_UP) || d->flags & IFF_LOOPBACK || !strcmp(d->kind, "bridge"))
		return true;
	if (!strcmp(d->kind, "tun") && d->operstate == IF_OPER_UNKNOWN)
		return false;
	return carrier == (d->operstate == IF_OPER_UP);
}

bool devices_settled(const struct devices *d)
{
	for (int i = 0; i < d->count; i++)
		if (!is_settled(&d->device[i]))
			return false;
	return true;
}
