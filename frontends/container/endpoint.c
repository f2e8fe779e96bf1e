// SPDX-License-Identifier: GPL-2.0-only
/* endpoint.c - the macbpf endpoint of an attachment. */
#include "container/endpoint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cni/args.h"
#include "container/link.h"
#include "container/netns.h"
#include "container/route.h"

/*
 * A node that boots starts all its containers at once, and only one ADD works at a time. Kubernetes
 * waits two minutes by default.
 */
#define LOCK_TIMEOUT_MS 110000

/*
 * A node adds many, one plugin for each: in haste, so that the kernel doesn't stop all other
 * network configuration for a grace period each time. Keys "hook" and "endpoint" ask for else.
 */
int endpoint_open(struct call *call, struct endpoint *ep)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .hook = call->conf.hook,
		    .lock_timeout_ms = LOCK_TIMEOUT_MS, .haste = 1);
	int err;

	if (call->conf.link_in_container)
		opts.netns = call->env.netns;
	err = macbpf__open(&ep->mb, &opts);
	if (!err)
		return 0;
	ep->mb = NULL;
	return error_set(&call->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
			 "can't work in the network namespace of the master: %s%s", strerror(-err),
			 err == -EPERM ? "; CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN are needed "
					 "(be root)"
				       : "");
}

void endpoint_close(struct endpoint *ep)
{
	macbpf__close(ep->mb);
	ep->mb = NULL;
}

/* ---------------------------------------------------------------- the master */

static int no_master(struct call *call, struct mb_netlink *nl, int err)
{
	if (err != -ENODEV)
		return error_set(&call->error, ERROR_INTERNAL, "can't look for the master: %s %s",
				 strerror(-err), mb_netlink_hint(nl));
	if (!call->conf.master)
		return error_set(&call->error, ERROR_AGAIN,
				 "no default route interface found: name one with key \"master\"");
	return error_set(&call->error, ERROR_AGAIN, "there is no master \"%s\"%s",
			 call->conf.master,
			 call->conf.link_in_container ? " in the container" : "");
}

static int lookup_master(struct call *call, struct mb_netlink *nl, struct link *link)
{
	int index, err;

	if (call->conf.master)
		return link_get(nl, call->conf.master, link);
	err = route_default_device(nl, &index);
	if (!err && !index)
		err = -ENODEV;
	return err ?: link_get_by_index(nl, index, link);
}

int endpoint_find_master(struct call *call, int netns_fd, struct endpoint *ep)
{
	struct link link = { 0 };
	struct mb_netlink *nl;
	int err = netns_socket(&call->error, call->conf.link_in_container ? netns_fd : -1, &nl);

	if (err)
		return err;
	err = lookup_master(call, nl, &link);
	if (err)
		err = no_master(call, nl, err);
	mb_netlink_close(nl);
	memcpy(ep->master, link.name, sizeof(ep->master));
	ep->master_mtu = link.mtu;
	ep->master_up = link.flags & IFF_UP;
	return err;
}

/* ---------------------------------------------------------------- making and finding */

static const char *owner_of(const struct call *call, char owner[OWNER_SIZE])
{
	return owner_make(owner, call->conf.name, call->env.container, call->env.ifname);
}

/* runtimeConfig goes before CNI_ARGS, and those before the configuration. */
static int choose_mac(struct call *call, uint8_t mac[6], const uint8_t **chosen)
{
	struct args args;
	int err = args_parse(&call->error, call->env.args, &args);

	*chosen = mac;
	if (call->conf.has_runtime_mac)
		memcpy(mac, call->conf.runtime_mac, 6);
	else if (args.has_mac)
		memcpy(mac, args.mac, 6);
	else if (call->conf.has_mac)
		memcpy(mac, call->conf.mac, 6);
	else
		*chosen = NULL;
	return err;
}

static void fill_opts(const struct call *call, struct macbpf_link_opts *opts)
{
	const struct conf *conf = &call->conf;

	opts->has = MACBPF_LINK_MODE | MACBPF_LINK_FLAGS | MACBPF_LINK_KIND;
	opts->kind = conf->kind;
	opts->mode = conf->mode;
	opts->flags = conf->flags;
	opts->netns = conf->link_in_container ? NULL : call->env.netns;
	opts->dev_flags = opts->dev_flags_mask = IFF_UP;
	if (conf->mtu) {
		opts->has |= MACBPF_LINK_MTU;
		opts->mtu = (uint32_t)conf->mtu;
	}
	if (conf->bcqueuelen >= 0) {
		opts->has |= MACBPF_LINK_BC_QUEUE_LEN;
		opts->bc_queue_len = (uint32_t)conf->bcqueuelen;
	}
	if (conf->macaddr) {
		opts->has |= MACBPF_LINK_MACADDR;
		opts->macaddr_op = MACBPF_MACADDR_SET;
		opts->macaddr = (const uint8_t(*)[6])conf->macaddr;
		opts->macaddr_count = conf->macaddr_count;
	}
}

/* As the reference plugin says it, whose users search for these words. */
static int check_mtu(struct call *call, const struct endpoint *ep)
{
	if (call->conf.mtu <= ep->master_mtu)
		return 0;
	return error_set(
		&call->error, ERROR_CONFIG,
		"invalid MTU %lld, must be [0, master MTU(%u)]: raise that of %s first, or "
		"remove key \"mtu\"",
		(long long)call->conf.mtu, ep->master_mtu, ep->master);
}

static void describe_made(const struct macbpf_link_made *made, const char *name,
			  struct endpoint *ep)
{
	snprintf(ep->name, sizeof(ep->name), "%s", name);
	memcpy(ep->hostdev, made->hostdev, sizeof(ep->hostdev));
	mac_text(ep->mac, made->address);
	mac_text(ep->host_mac, made->hostdev_address);
	ep->ifindex = made->ifindex;
	ep->mtu = made->mtu;
}

int endpoint_make(struct call *call, struct endpoint *ep)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts) };
	struct macbpf_link_made made = { .sz = sizeof(made) };
	char owner[OWNER_SIZE];
	uint8_t mac[6];
	int err;

	err = check_mtu(call, ep) ?: choose_mac(call, mac, &opts.address);
	if (err)
		return err;
	fill_opts(call, &opts);
	opts.owner = owner_of(call, owner);
	err = macbpf_link__add(ep->mb, ep->master, call->env.ifname, &opts, &made);
	if (err)
		return error_set_macbpf(&call->error, ep->mb, err);
	describe_made(&made, call->env.ifname, ep);
	return 0;
}

static void describe(const struct macbpf_link_info *info, struct endpoint *ep)
{
	snprintf(ep->hostdev, sizeof(ep->hostdev), "%s", info->hostdev);
	snprintf(ep->lower, sizeof(ep->lower), "%s", info->lower);
	snprintf(ep->name, sizeof(ep->name), "%s", info->name);
	mac_text(ep->mac, info->address);
	mac_text(ep->host_mac, info->hostdev_address);
	ep->ifindex = info->ifindex;
	ep->mtu = info->mtu;
	ep->mode = info->mode;
	ep->owns_address = info->owns_address;
	ep->attached = info->hook != MACBPF_HOOK_AUTO;
}

int endpoint_find(struct call *call, struct endpoint *ep, bool *found)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link;
	struct macbpf_links *links;
	char owner[OWNER_SIZE];
	MACBPF_OPTS(macbpf_links_opts, which, .owner = owner_of(call, owner));
	int err = macbpf_links__get(ep->mb, &which, &links);

	*found = false;
	if (err)
		return error_set_macbpf(&call->error, ep->mb, err);
	link = macbpf_links__next(links, NULL);
	*found = link && !macbpf_link__info(link, &info);
	if (*found)
		describe(&info, ep);
	macbpf_links__free(links);
	return 0;
}

/* A kernel without BPF has no endpoints to delete. */
int endpoint_delete(struct call *call, struct endpoint *ep)
{
	char owner[OWNER_SIZE];
	int err = macbpf_owner__del(ep->mb, owner_of(call, owner));

	if (!err || err == -ENODEV || err == -EOPNOTSUPP)
		return 0;
	return error_set_macbpf(&call->error, ep->mb, err);
}
