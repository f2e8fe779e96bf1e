// SPDX-License-Identifier: GPL-2.0-only
/* state_devices.c - the devices of all places as lines of a state, with filters and qdiscs. */
#include <err.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "common/netlink_msg.h"
#include "place.h"
#include "state.h"

#define DEVICES_MAX 64
#define FLAGS	    (IFF_UP | IFF_NOARP | IFF_PROMISC | IFF_ALLMULTI | IFF_MULTICAST)
#define PREFIX	    "macbpf:"

/* Of the host. */
static struct label {
	uint32_t ifindex;
	char name[32];
} labels[DEVICES_MAX];
static size_t label_count;

static struct mb_netlink *netlink[PLACES];

struct dump {
	struct state *s;
	int at;
};

void state_open(void)
{
	for (int i = 0; i < PLACES; i++)
		if (mb_netlink_open(&netlink[i], place[i].fd))
			errx(1, "netlink in %s", place[i].name);
}

void state_close(void)
{
	for (int i = 0; i < PLACES; i++)
		mb_netlink_close(netlink[i]);
}

const char *state_label(uint32_t ifindex)
{
	for (size_t i = 0; i < label_count; i++)
		if (labels[i].ifindex == ifindex)
			return labels[i].name;
	return "";
}

void state_each_device(void (*fn)(struct state *s, uint32_t ifindex, void *arg), struct state *s,
		       void *arg)
{
	for (size_t i = 0; i < label_count; i++)
		fn(s, labels[i].ifindex, arg);
}

/* macbpf:LOWER:NAME; nobody chooses the number of mb<N>. */
static void make_label(char text[32], const char *name, const char *alias)
{
	const char *of =
		strncmp(alias, PREFIX, strlen(PREFIX)) ? NULL : strchr(alias + strlen(PREFIX), ':');

	if (of)
		snprintf(text, 32, "mb(%.15s)", of + 1);
	else if (!strncmp(name, "mb", 2) && strspn(name + 2, "0123456789") == strlen(name + 2))
		snprintf(text, 32, "mbN");
	else
		snprintf(text, 32, "%.15s", name);
}

static uint32_t hash_of(struct nlattr *attr)
{
	const uint8_t *bytes = attr ? nla_data(attr) : NULL;
	uint32_t hash = 2166136261u;

	for (int i = 0; attr && i < nla_len(attr); i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return hash;
}

/* A hash of how IPv4 is set there; rtnetlink.h counts the families. */
static uint32_t hash_of_ipv4(struct nlattr *spec)
{
	struct nlattr *family =
		spec ? nla_find(nla_data(spec), nla_len(spec), 2 /* AF_INET */) : NULL;

	return hash_of(family ? nla_find(nla_data(family), nla_len(family), IFLA_INET_CONF) : NULL);
}

static const char *text_of(struct nlattr *attr)
{
	return attr ? nla_get_string(attr) : "";
}

static const char *mac_text(struct nlattr *attr)
{
	static char text[18];
	const uint8_t *mac = attr && nla_len(attr) == 6 ? nla_data(attr) : (const uint8_t[6]){ 0 };

	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
	return text;
}

static void remember_label(const struct ifinfomsg *info, const char *label)
{
	if (label_count == DEVICES_MAX)
		errx(1, "too many devices");
	labels[label_count].ifindex = (uint32_t)info->ifi_index;
	snprintf(labels[label_count++].name, sizeof(labels->name), "%s", label);
}

static int on_link(struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *info = nlmsg_data(nlh);
	struct nlattr *tb[IFLA_MAX + 1];
	const struct dump *d = arg;
	char label[32];

	if (nlmsg_parse(nlh, sizeof(*info), tb, IFLA_MAX, NULL) < 0)
		return -1;
	make_label(label, text_of(tb[IFLA_IFNAME]), text_of(tb[IFLA_IFALIAS]));
	if (d->at == HOST)
		remember_label(info, label);
	state_add(d->s,
		  "device %s %s flags %x mtu %u txqueuelen %u group %u promiscuity %u qdisc %s "
		  "ipv4 %08x address %s alias %s",
		  place[d->at].name, label, info->ifi_flags & FLAGS,
		  mb_netlink_get_u32(tb, IFLA_MTU), mb_netlink_get_u32(tb, IFLA_TXQLEN),
		  mb_netlink_get_u32(tb, IFLA_GROUP), mb_netlink_get_u32(tb, IFLA_PROMISCUITY),
		  text_of(tb[IFLA_QDISC]), hash_of_ipv4(tb[IFLA_AF_SPEC]),
		  *label == 'm' && label[1] == 'b' ? "any" : mac_text(tb[IFLA_ADDRESS]),
		  text_of(tb[IFLA_IFALIAS]));
	return 0;
}

static int on_filter(struct nlmsghdr *nlh, void *arg)
{
	const struct ndmsg *nd = nlmsg_data(nlh);
	struct nlattr *tb[NDA_MAX + 1];
	const struct dump *d = arg;

	if (nlmsg_parse(nlh, sizeof(*nd), tb, NDA_MAX, NULL) < 0)
		return -1;
	if (nd->ndm_flags & NTF_SELF && !strcmp(state_label((uint32_t)nd->ndm_ifindex), LOWER))
		state_add(d->s, "filter %s", mac_text(tb[NDA_LLADDR]));
	return 0;
}

static int on_qdisc(struct nlmsghdr *nlh, void *arg)
{
	const struct tcmsg *tc = nlmsg_data(nlh);
	struct nlattr *tb[TCA_MAX + 1];
	const struct dump *d = arg;

	if (nlmsg_parse(nlh, sizeof(*tc), tb, TCA_MAX, NULL) < 0)
		return -1;
	if (tc->tcm_parent == TC_H_CLSACT)
		state_add(d->s, "qdisc %s on %s", text_of(tb[TCA_KIND]),
			  state_label((uint32_t)tc->tcm_ifindex));
	return 0;
}

static void dump(struct dump *d, int type, const void *header, size_t len,
		 int (*on_message)(struct nlmsghdr *nlh, void *arg))
{
	struct nl_msg *msg = mb_netlink_request(type, NLM_F_DUMP, header, len);

	if (mb_netlink_list(netlink[d->at], msg, on_message, NULL, d))
		errx(1, "dump %d in %s", type, place[d->at].name);
}

void state_add_devices(struct state *s)
{
	const struct ifinfomsg link = { 0 };
	const struct ndmsg neigh = { .ndm_family = PF_BRIDGE };
	const struct tcmsg tc = { 0 };

	label_count = 0;
	for (int i = 0; i < PLACES; i++)
		dump(&(struct dump){ s, i }, RTM_GETLINK, &link, sizeof(link), on_link);
	dump(&(struct dump){ s, HOST }, RTM_GETNEIGH, &neigh, sizeof(neigh), on_filter);
	dump(&(struct dump){ s, HOST }, RTM_GETQDISC, &tc, sizeof(tc), on_qdisc);
}
