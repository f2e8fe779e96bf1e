// SPDX-License-Identifier: GPL-2.0-only
/* request.c - a command line as numbers: for the kernel, and for the library. */
#include "request.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netlink.h"

/* ---------------------------------------------------------------- words */

static char *next_word(char **rest)
{
	char *word = strtok_r(NULL, " ", rest);

	if (!word)
		errx(1, "a line of the table ends too early");
	return word;
}

static void take_mac(uint8_t mac[6], char **rest)
{
	const char *word = next_word(rest);

	if (!ether_aton_r(word, (struct ether_addr *)mac))
		errx(1, "\"%s\" in the table is no address", word);
}

static bool take_flag(struct request *q, const char *word, char **rest)
{
	static const struct {
		const char *word;
		uint32_t flag;
		bool inverted;
	} flags[] = {
		{ "arp", IFF_NOARP, true },
		{ "multicast", IFF_MULTICAST },
		{ "allmulticast", IFF_ALLMULTI },
		{ "promisc", IFF_PROMISC },
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(word, flags[i].word) != 0)
			continue;
		q->o.dev_flags_mask |= flags[i].flag;
		if (!strcmp(next_word(rest), "on") != flags[i].inverted)
			q->o.dev_flags |= flags[i].flag;
		return true;
	}
	return false;
}

#define NUMBER(bit, member)                                                                        \
	MACBPF_LINK_##bit, offsetof(struct request, o.has), offsetof(struct request, o.member)
#define MACVLAN(bit, member)                                                                       \
	MACBPF_MACVLAN_##bit, offsetof(struct request, macvlan.has),                               \
		offsetof(struct request, macvlan.member)

static const struct number {
	const char *word;
	uint64_t bit;
	size_t has, offset;
} numbers[] = {
	{ "mtu", NUMBER(MTU, mtu) },
	{ "txqueuelen", NUMBER(TXQUEUELEN, txqueuelen) },
	{ "numtxqueues", NUMBER(NUMTXQUEUES, numtxqueues) },
	{ "numrxqueues", NUMBER(NUMRXQUEUES, numrxqueues) },
	{ "index", NUMBER(INDEX, index) },
	{ "group", NUMBER(GROUP, group) },
	{ "bcqueuelen", MACVLAN(BC_QUEUE_LEN, bc_queue_len) },
	{ "mode=", MACVLAN(MODE, mode) },
	{ "flags=", MACVLAN(FLAGS, flags) },
	{ "bclim=", MACVLAN(BC_CUTOFF, bc_cutoff) },
};

/* "word N", or "word=N". */
static bool take_number(struct request *q, const char *word, char **rest)
{
	size_t len = strcspn(word, "=") + (strchr(word, '=') ? 1 : 0);

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const struct number *n = &numbers[i];
		uint32_t value;

		if (strlen(n->word) != len || strncmp(word, n->word, len) != 0)
			continue;
		value = (uint32_t)strtoll(word[len] ? word + len : next_word(rest), NULL, 0);
		memcpy((char *)q + n->offset, &value, sizeof(value));
		*(uint64_t *)((char *)q + n->has) |= n->bit;
		return true;
	}
	return false;
}

static void append_macs(struct request *q, char **rest)
{
	const char *word;

	while ((word = strtok_r(NULL, " ", rest))) {
		if (q->source.count == REQUEST_MACS ||
		    !ether_aton_r(word, (struct ether_addr *)q->macs[q->source.count++]))
			errx(1, "\"%s\" in the table is no address, or one too many", word);
	}
}

/* The list is last on its line. */
static void take_macaddr(struct request *q, char **rest)
{
	static const char *const ops[] = { "add", "del", "flush", "set" };
	const char *word = next_word(rest);

	for (uint32_t op = 0; op < 4; op++)
		if (!strcmp(word, ops[op]))
			q->source.op = op;
	q->o.source = &q->source;
	append_macs(q, rest);
}

static bool take_macvlan(struct request *q, const char *word, char **rest)
{
	uint32_t flag = 0;

	if (!strcmp(word, "flag"))
		word = next_word(rest);
	if (!strcmp(word, "null") || !macbpf_flag__parse(word, &flag)) {
		q->macvlan.has |= MACBPF_MACVLAN_FLAGS;
		q->macvlan.flags |= flag;
	} else if (!strcmp(word, "mode")) {
		q->macvlan.has |= MACBPF_MACVLAN_MODE;
		if (macbpf_mode__parse(next_word(rest), &q->macvlan.mode))
			errx(1, "an unknown mode is for words only");
	} else if (!strcmp(word, "macaddr")) {
		take_macaddr(q, rest);
	} else if (!strncmp(word, "op=", 3)) {
		q->o.source = &q->source;
		q->source.op = (uint32_t)strtoul(word + 3, NULL, 0);
	} else if (!strcmp(word, "macs")) {
		append_macs(q, rest);
	} else {
		return false;
	}
	return true;
}

static bool take_text(struct request *q, const char *word, char **rest)
{
	bool set = !strcmp(q->verb, "set");
	const char **text = !strcmp(word, "link")	   ? &q->lower
			    : !strcmp(word, "netns")	   ? &q->o.netns
			    : !strcmp(word, "alias")	   ? &q->o.alias
			    : !strcmp(word, "dev")	   ? &q->name
			    : !strcmp(word, "name") && set ? &q->o.name
			    : !strcmp(word, "name")	   ? &q->name
							   : NULL;

	if (!text)
		return false;
	*text = next_word(rest);
	return true;
}

static void take(struct request *q, const char *word, char **rest)
{
	if (!strcmp(word, "up") || !strcmp(word, "down")) {
		q->o.dev_flags_mask |= IFF_UP;
		q->o.dev_flags |= *word == 'u' ? IFF_UP : 0;
	} else if (!strcmp(word, "address")) {
		take_mac(q->address, rest);
		q->o.address = q->address;
	} else if (!strcmp(word, "broadcast")) {
		take_mac(q->broadcast, rest);
		q->o.broadcast = q->broadcast;
	} else if (!strcmp(word, "type")) {
		q->kind = next_word(rest);
		q->o.has |= MACBPF_LINK_TYPE;
		q->o.type = strcmp(q->kind, "macvtap") ? MACBPF_TYPE_MACVLAN : MACBPF_TYPE_MACVTAP;
	} else if (!take_text(q, word, rest) && !take_number(q, word, rest) &&
		   !take_flag(q, word, rest) && !take_macvlan(q, word, rest)) {
		if (q->name)
			errx(1, "\"%s\" in the table is unknown", word);
		q->name = word;
	}
}

void request_parse(struct request *q, const char *line)
{
	char *rest;

	memset(q, 0, sizeof(*q));
	q->o.sz = sizeof(q->o);
	q->macvlan.sz = sizeof(q->macvlan);
	q->source.sz = sizeof(q->source);
	q->o.macvlan = &q->macvlan;
	snprintf(q->line, sizeof(q->line), "%s", line);
	strtok_r(q->line, " ", &rest);
	q->verb = next_word(&rest);
	for (char *word; (word = strtok_r(NULL, " ", &rest));)
		take(q, word, &rest);
	if (q->source.count)
		q->source.macaddr = (const uint8_t(*)[MACBPF_MAC_LEN])q->macs;
}

/* ---------------------------------------------------------------- the kernel */

static void put_macs(struct nl_request *r, const struct request *q)
{
	struct rtattr *nest;

	nl_put_u32(r, IFLA_MACVLAN_MACADDR_MODE, q->source.op);
	if (q->source.count == 1 && q->source.op != MACBPF_MACADDR_SET)
		nl_put(r, IFLA_MACVLAN_MACADDR, q->macs[0], 6);
	if (q->source.op != MACBPF_MACADDR_SET || !q->source.count)
		return;
	nest = nl_nest(r, IFLA_MACVLAN_MACADDR_DATA);
	for (uint32_t i = 0; i < q->source.count; i++)
		nl_put(r, IFLA_MACVLAN_MACADDR, q->macs[i], 6);
	nl_nest_end(r, nest);
}

static void put_macvlan(struct nl_request *r, const struct request *q)
{
	struct rtattr *info, *data;
	uint16_t flags = (uint16_t)q->macvlan.flags;

	if (strcmp(q->verb, "add") != 0 && !q->macvlan.has && !q->o.source)
		return;
	info = nl_nest(r, IFLA_LINKINFO);
	nl_put(r, IFLA_INFO_KIND, q->kind, strlen(q->kind));
	data = nl_nest(r, IFLA_INFO_DATA);
	if (q->macvlan.has & MACBPF_MACVLAN_MODE)
		nl_put_u32(r, IFLA_MACVLAN_MODE, q->macvlan.mode);
	if (q->macvlan.has & MACBPF_MACVLAN_FLAGS)
		nl_put(r, IFLA_MACVLAN_FLAGS, &flags, sizeof(flags));
	if (q->macvlan.has & MACBPF_MACVLAN_BC_QUEUE_LEN)
		nl_put_u32(r, IFLA_MACVLAN_BC_QUEUE_LEN, q->macvlan.bc_queue_len);
	if (q->macvlan.has & MACBPF_MACVLAN_BC_CUTOFF)
		nl_put_u32(r, MACVLAN_BC_CUTOFF, (uint32_t)q->macvlan.bc_cutoff);
	if (q->o.source)
		put_macs(r, q);
	nl_nest_end(r, data);
	nl_nest_end(r, info);
}

static void put_text(struct nl_request *r, uint16_t type, const char *text)
{
	if (text)
		nl_put(r, type, text, strlen(text) + 1);
}

static void put_numbers(struct nl_request *r, const struct macbpf_link_opts *o)
{
	if (o->has & MACBPF_LINK_MTU)
		nl_put_u32(r, IFLA_MTU, o->mtu);
	if (o->has & MACBPF_LINK_TXQUEUELEN)
		nl_put_u32(r, IFLA_TXQLEN, o->txqueuelen);
	if (o->has & MACBPF_LINK_NUMTXQUEUES)
		nl_put_u32(r, IFLA_NUM_TX_QUEUES, o->numtxqueues);
	if (o->has & MACBPF_LINK_NUMRXQUEUES)
		nl_put_u32(r, IFLA_NUM_RX_QUEUES, o->numrxqueues);
	if (o->has & MACBPF_LINK_GROUP)
		nl_put_u32(r, IFLA_GROUP, o->group);
}

static void put_device(struct nl_request *r, const struct request *q, uint32_t lower, int netns_fd)
{
	put_text(r, IFLA_IFNAME, !strcmp(q->verb, "set") ? q->o.name : q->name);
	put_text(r, IFLA_IFALIAS, q->o.alias);
	if (q->o.address)
		nl_put(r, IFLA_ADDRESS, q->o.address, 6);
	if (q->o.broadcast)
		nl_put(r, IFLA_BROADCAST, q->o.broadcast, 6);
	if (lower)
		nl_put_u32(r, IFLA_LINK, lower);
	if (netns_fd >= 0)
		nl_put_u32(r, IFLA_NET_NS_FD, (uint32_t)netns_fd);
	put_numbers(r, &q->o);
}

static uint32_t index_of(const struct netns *ns, const char *name)
{
	uint32_t index;

	netns_enter(ns);
	index = if_nametoindex(name);
	netns_leave();
	return index;
}

/* An index that no device has, for a name that none has. */
static uint32_t lower_of(const struct request *q, const struct netns *ns)
{
	uint32_t index = q->lower ? index_of(ns, q->lower) : 0;

	return q->lower && !index ? 99999 : index;
}

static int open_target(const struct request *q)
{
	char path[64];

	if (!q->o.netns)
		return -1;
	snprintf(path, sizeof(path), "/run/netns/%.32s", q->o.netns);
	return open(path, O_RDONLY | O_CLOEXEC);
}

int request_kernel(const struct request *q, const struct netns *ns, int fd)
{
	bool add = !strcmp(q->verb, "add"), del = !strcmp(q->verb, "del");
	struct ifinfomsg ifi = {
		.ifi_index = (int)(add ? q->o.index : index_of(ns, q->name)),
		.ifi_flags = q->o.dev_flags,
		.ifi_change = q->o.dev_flags_mask,
	};
	struct nl_request r;
	int netns_fd = open_target(q), error;

	if (q->o.netns && netns_fd < 0)
		return -errno;
	if (!add && !ifi.ifi_index)
		return -ENODEV;
	nl_begin(&r, del ? RTM_DELLINK : RTM_NEWLINK, add ? NLM_F_CREATE | NLM_F_EXCL : 0, &ifi,
		 sizeof(ifi));
	if (!del) {
		put_device(&r, q, add ? lower_of(q, ns) : 0, netns_fd);
		put_macvlan(&r, q);
	}
	error = nl_talk(fd, &r);
	if (netns_fd >= 0)
		close(netns_fd);
	return error;
}

/* ---------------------------------------------------------------- the library */

int request_library(const struct request *q, struct macbpf *mb)
{
	if (!strcmp(q->verb, "add"))
		return macbpf_link__add(mb, q->lower, q->name, &q->o, NULL);
	if (!strcmp(q->verb, "del"))
		return macbpf_link__del(mb, q->lower, q->name);
	return macbpf_link__set(mb, q->lower, q->name, &q->o);
}
