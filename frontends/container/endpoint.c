// SPDX-License-Identifier: GPL-2.0-only
/* endpoint.c - the macbpf endpoint of an attachment. */
#include "container/endpoint.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "container/link.h"
#include "container/netns.h"
#include "container/owner.h"
#include "container/route.h"

/*
 * A node that boots starts all its containers at once, and only one is served at a time. Kubernetes
 * waits two minutes by default.
 */
#define LOCK_TIMEOUT_MS 110000

/*
 * A node adds many, one program for each: in haste, so that the kernel doesn't stop all other
 * network configuration for a grace period each time. Who names a hook, or a kind, asks for else.
 */
int endpoint_open(const struct attachment *at, struct endpoint *ep)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .hook = at->hook, .lock_timeout_ms = LOCK_TIMEOUT_MS,
		    .haste = 1);
	int err;

	if (at->lower_inside)
		opts.netns = at->netns;
	err = macbpf__open(&ep->mb, &opts);
	if (!err)
		return 0;
	ep->mb = NULL;
	return error_set(at->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
			 "can't work in the network namespace of the %s: %s%s", at->words->lower,
			 strerror(-err),
			 err == -EPERM ? "; CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN are needed "
					 "(be root)"
				       : "");
}

void endpoint_close(struct endpoint *ep)
{
	macbpf__close(ep->mb);
	ep->mb = NULL;
}

/* ---------------------------------------------------------------- the lower */

static int no_lower(const struct attachment *at, struct mb_netlink *nl, int err)
{
	if (err != -ENODEV)
		return error_set(at->error, ERROR_INTERNAL, "can't look for the %s: %s %s",
				 at->words->lower, strerror(-err), mb_netlink_hint(nl));
	if (!at->lower)
		return error_set(at->error, ERROR_AGAIN, "no default route interface found: %s",
				 at->words->say_lower);
	return error_set(at->error, ERROR_AGAIN, "there is no %s \"%s\"%s", at->words->lower,
			 at->lower, at->lower_inside ? " in the container" : "");
}

static int lookup_lower(const struct attachment *at, struct mb_netlink *nl, struct link *link)
{
	int index, err;

	if (at->lower)
		return link_get(nl, at->lower, link);
	err = route_default_device(nl, &index);
	if (!err && !index)
		err = -ENODEV;
	return err ?: link_get_by_index(nl, index, link);
}

/* The library says it as well, but of the first container: a network may be long made by then. */
static int check_type(const struct attachment *at, const struct link *link)
{
	if (link->type == ARPHRD_ETHER)
		return 0;
	return error_set(at->error, ERROR_CONFIG, "%s \"%s\" is %snot an Ethernet device: %s",
			 at->words->lower, link->name,
			 link->type == ARPHRD_LOOPBACK ? "the loopback, " : "",
			 at->words->say_lower);
}

int endpoint_find_lower(const struct attachment *at, struct endpoint *ep)
{
	struct link link = { 0 };
	struct mb_netlink *nl;
	int err = netns_socket(at, at->lower_inside, &nl);

	if (err)
		return err;
	err = lookup_lower(at, nl, &link);
	err = err ? no_lower(at, nl, err) : check_type(at, &link);
	mb_netlink_close(nl);
	memcpy(ep->lower, link.name, sizeof(ep->lower));
	ep->lower_mtu = link.mtu;
	ep->lower_up = link.flags & IFF_UP;
	return err;
}

/* ---------------------------------------------------------------- making and finding */

/* As the reference plugin says it, whose users search for these words. */
static int check_mtu(const struct attachment *at, const struct endpoint *ep)
{
	if (!(at->opts.has & MACBPF_LINK_MTU) || at->opts.mtu <= ep->lower_mtu)
		return 0;
	return error_set(at->error, ERROR_CONFIG,
			 "invalid MTU %u, must be [0, %s MTU(%u)]: raise that of %s first, or %s",
			 at->opts.mtu, at->words->lower, ep->lower_mtu, ep->lower,
			 at->words->drop_mtu);
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

/* It goes with the port, and holds for all that are on it. */
static int open_host(const struct attachment *at, struct endpoint *ep)
{
	MACBPF_OPTS(macbpf_port_opts, opts, .has = MACBPF_PORT_HOST_ACCESS, .host_access = 1);
	int err = at->host_access ? macbpf_port__set(ep->mb, ep->lower, &opts) : 0;

	if (!err)
		return 0;
	err = error_set_macbpf(at->error, ep->mb, err);
	macbpf_link__del(ep->mb, NULL, ep->hostdev);
	return err;
}

int endpoint_make(const struct attachment *at, struct endpoint *ep)
{
	struct macbpf_link_made made = { .sz = sizeof(made) };
	struct macbpf_link_opts opts = at->opts;
	char owner[OWNER_SIZE];
	int err = check_mtu(at, ep);

	if (err)
		return err;
	opts.netns = at->lower_inside ? NULL : at->netns;
	opts.owner = owner_make(owner, at);
	opts.dev_flags_mask = IFF_UP;
	opts.dev_flags = at->late_up ? 0 : IFF_UP;
	err = macbpf_link__add(ep->mb, ep->lower, at->ifname, &opts, &made);
	if (err)
		return error_set_macbpf(at->error, ep->mb, err);
	describe_made(&made, at->ifname, ep);
	return open_host(at, ep);
}

int endpoint_guard(const struct attachment *at, const struct endpoint *ep,
		   const uint8_t (*addr)[16], uint32_t count)
{
	struct macbpf_guard_opts guard = at->guard;
	MACBPF_OPTS(macbpf_link_opts, opts, .guard = &guard);
	int err;

	if (!at->opts.guard || !(guard.flags & MACBPF_GUARD_MAC) || !count)
		return 0;
	guard.flags |= MACBPF_GUARD_IP;
	guard.addr = addr;
	guard.addr_count = count;
	err = macbpf_link__set(ep->mb, ep->lower, ep->hostdev, &opts);
	return err ? error_set_macbpf(at->error, ep->mb, err) : 0;
}

void endpoint_announce(const struct endpoint *ep)
{
	macbpf_link__announce(ep->mb, ep->lower, ep->hostdev);
}

static void describe(const struct macbpf_link_info *info, struct endpoint *ep)
{
	snprintf(ep->hostdev, sizeof(ep->hostdev), "%s", info->hostdev);
	snprintf(ep->port, sizeof(ep->port), "%s", info->lower);
	snprintf(ep->name, sizeof(ep->name), "%s", info->name);
	snprintf(ep->alias, sizeof(ep->alias), "%s", info->alias);
	mac_text(ep->mac, info->address);
	mac_text(ep->host_mac, info->hostdev_address);
	ep->ifindex = info->ifindex;
	ep->mtu = info->mtu;
	ep->mode = info->mode;
	ep->guard = info->guard;
	ep->rate_in = info->rate_in;
	ep->rate_out = info->rate_out;
	ep->owns_address = info->owns_address;
	ep->attached = info->hook != MACBPF_HOOK_AUTO;
}

int endpoint_find(const struct attachment *at, struct endpoint *ep, bool *found)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link;
	struct macbpf_links *links;
	char owner[OWNER_SIZE];
	MACBPF_OPTS(macbpf_links_opts, which, .owner = owner_make(owner, at));
	int err = macbpf_links__get(ep->mb, &which, &links);

	*found = false;
	if (err)
		return error_set_macbpf(at->error, ep->mb, err);
	link = macbpf_links__next(links, NULL);
	*found = link && !macbpf_link__info(link, &info);
	if (*found)
		describe(&info, ep);
	macbpf_links__free(links);
	return 0;
}

/* A kernel without BPF has no endpoints to delete. */
int endpoint_delete(const struct attachment *at, struct endpoint *ep)
{
	char owner[OWNER_SIZE];
	int err = macbpf_owner__del(ep->mb, owner_make(owner, at));

	if (!err || err == -ENODEV || err == -EOPNOTSUPP)
		return 0;
	return error_set_macbpf(at->error, ep->mb, err);
}
