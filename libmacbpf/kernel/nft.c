// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * nft.c - chains of nftables that are bound to devices, as the kernel lists them.
 *
 * They are in tables of the families netdev and inet. A kernel that has no nftables in it, and
 * didn't load them, is not asked: it would load them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "kernel/nft.h"

#define MODULES	 "/sys/module/"
#define GETCHAIN (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETCHAIN)
#define PREFIX	 2 /* NFTA_DEVICE_PREFIX, of Linux 6.17 */

/* Of one family, whose chains come in messages. */
struct listing {
	struct mb_nft *nft;
	size_t before; /* of other families */
};

/* ---------------------------------------------------------------- one chain */

static void copy_text(char to[MB_NFT_NAME_LEN], const struct nlattr *attr)
{
	*to = '\0';
	if (attr)
		nla_strlcpy(to, attr, MB_NFT_NAME_LEN);
}

static int add(struct mb_nft *nft, const struct mb_nft_chain *chain, const struct nlattr *dev)
{
	struct mb_nft_chain *row =
		mb_grow(&nft->chain, nft->count) ? &nft->chain[nft->count] : NULL;

	if (!row)
		return -ENOMEM;
	*row = *chain;
	copy_text(row->dev, dev);
	row->prefix = nla_type(dev) == PREFIX;
	nft->count++;
	return 0;
}

/* Each kernel has the one or the other, the first of a list in both. */
static int add_devices(struct mb_nft *nft, const struct mb_nft_chain *chain, struct nlattr **hook)
{
	struct nlattr *dev;
	int left, err = 0;

	if (hook[NFTA_HOOK_DEVS]) {
		nla_for_each_nested (dev, hook[NFTA_HOOK_DEVS], left)
			err = err ?: add(nft, chain, dev);
		return err;
	}
	return hook[NFTA_HOOK_DEV] ? add(nft, chain, hook[NFTA_HOOK_DEV]) : 0;
}

/* A number in the order of bytes of the network. */
static uint32_t number_of(const struct nlattr *attr)
{
	uint32_t raw = 0;

	if (attr && nla_len(attr) >= (int)sizeof(raw))
		memcpy(&raw, nla_data(attr), sizeof(raw));
	return ntohl(raw);
}

static int on_chain(struct nlmsghdr *nlh, void *arg)
{
	const struct nfgenmsg *head = nlmsg_data(nlh);
	struct nlattr *tb[NFTA_CHAIN_MAX + 1], *hook[NFTA_HOOK_MAX + 1];
	const struct listing *l = arg;
	struct mb_nft_chain chain = { .family = "netdev" };
	uint32_t where;

	if (nlmsg_parse(nlh, sizeof(*head), tb, NFTA_CHAIN_MAX, NULL))
		return -EPROTO;
	if (!tb[NFTA_CHAIN_HOOK] ||
	    nla_parse_nested(hook, NFTA_HOOK_MAX, tb[NFTA_CHAIN_HOOK], NULL))
		return 0;
	where = number_of(hook[NFTA_HOOK_HOOKNUM]);
	if (head->nfgen_family == NFPROTO_INET && where != NF_INET_INGRESS)
		return 0;
	if (head->nfgen_family == NFPROTO_INET)
		chain.family = "inet";
	else
		chain.egress = where == NF_NETDEV_EGRESS;
	copy_text(chain.table, tb[NFTA_CHAIN_TABLE]);
	copy_text(chain.name, tb[NFTA_CHAIN_NAME]);
	return add_devices(l->nft, &chain, hook);
}

/* ---------------------------------------------------------------- all of them */

static void forget(void *arg)
{
	const struct listing *l = arg;

	l->nft->count = l->before;
}

static void ask_family(struct mb_nft *nft, struct mb_netlink *nl, uint8_t family)
{
	const struct nfgenmsg head = { .nfgen_family = family, .version = NFNETLINK_V0 };
	struct listing l = { nft, nft->count };

	if (mb_netlink_list(nl, mb_netlink_request(GETCHAIN, NLM_F_DUMP, &head, sizeof(head)),
			    on_chain, forget, &l))
		forget(&l);
}

/* Whether somebody answers to NETLINK_NETFILTER, in each netns then. */
static bool has_nfnetlink(void)
{
	FILE *sockets = fopen("/proc/net/netlink", "re");
	char line[256];
	bool found = false;
	int family;

	while (sockets && !found && fgets(line, sizeof(line), sockets))
		found = sscanf(line, "%*s %d", &family) == 1 && family == NETLINK_NETFILTER;
	if (sockets)
		fclose(sockets);
	return found;
}

/* One that is built in tells nothing of itself; where nfnetlink is a module, nf_tables is one. */
static bool may_have_chains(void)
{
	if (!access(MODULES "nf_tables", F_OK))
		return true;
	return access(MODULES "nfnetlink/initstate", F_OK) && has_nfnetlink();
}

static void ask(struct mb_nft *nft)
{
	struct mb_netlink *nl;

	nft->asked = true;
	if (!may_have_chains() || mb_netlink_open_family(&nl, -1, NETLINK_NETFILTER))
		return;
	ask_family(nft, nl, NFPROTO_NETDEV);
	ask_family(nft, nl, NFPROTO_INET);
	mb_netlink_close(nl);
}

static bool is_on(const struct mb_nft_chain *chain, const char *dev)
{
	return chain->prefix ? !strncmp(dev, chain->dev, strlen(chain->dev))
			     : !strcmp(dev, chain->dev);
}

const struct mb_nft_chain *mb_nft_next(struct mb_nft *nft, const char *dev, bool egress,
				       const struct mb_nft_chain *prev)
{
	size_t i = prev ? (size_t)(prev - nft->chain) + 1 : 0;

	if (!nft->asked)
		ask(nft);
	for (; i < nft->count; i++)
		if (nft->chain[i].egress == egress && is_on(&nft->chain[i], dev))
			return &nft->chain[i];
	return NULL;
}

void mb_nft_free(struct mb_nft *nft)
{
	free(nft->chain);
	*nft = (struct mb_nft){ .asked = false };
}
