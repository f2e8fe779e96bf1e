// SPDX-License-Identifier: GPL-2.0-only
/* verb_check.c - CHECK: whether an attachment is still what ADD made. */
#include <stdio.h>
#include <string.h>

#include "cni/call.h"
#include "cni/ipam.h"
#include "cni/result.h"
#include "cni/sandbox.h"
#include "common/own.h"
#include "container/addr.h"
#include "container/endpoint.h"
#include "container/link.h"
#include "container/netns.h"
#include "container/route.h"

struct check {
	struct call *call;
	struct endpoint ep;
	struct result prev;
	const json_t *own;     /* our interface in prev */
	int64_t index;	       /* of it */
	struct mb_netlink *nl; /* in the container */
	struct link link;      /* the interface there */
};

#define drift(c, ...) error_set(&(c)->call->error, ERROR_DRIFT, __VA_ARGS__)

static const char *text_of(const json_t *entry, const char *key)
{
	return json_string_value(json_object_get(entry, key)) ?: "";
}

/* ---------------------------------------------------------------- what ADD had answered */

static int read_prev(struct check *c)
{
	struct conf *conf = &c->call->conf;

	if (!conf->prev)
		return error_set(&c->call->error, ERROR_CONFIG, "Required prevResult missing");
	return result_parse(&c->call->error, ERROR_CONFIG, "prevResult", conf->prev, conf->version,
			    &c->prev);
}

static int find_own(struct check *c)
{
	const struct env *env = &c->call->env;
	const json_t *entry;
	size_t i;

	json_array_foreach (c->prev.interfaces, i, entry) {
		if (strcmp(text_of(entry, "name"), env->ifname) != 0 ||
		    strcmp(text_of(entry, "sandbox"), env->netns) != 0)
			continue;
		c->own = entry;
		c->index = (int64_t)i;
		return 0;
	}
	return error_set(&c->call->error, ERROR_CONFIG,
			 "prevResult has no interface %s in sandbox %s", env->ifname, env->netns);
}

static int ask_ipam(struct check *c)
{
	return ipam_call(c->call, "CHECK");
}

/* ---------------------------------------------------------------- on the host */

static int open_container(struct check *c)
{
	return sandbox_open(c->call);
}

static int check_master(struct check *c)
{
	if (endpoint_find_lower(&c->call->at, &c->ep))
		return c->call->error.kind = ERROR_DRIFT;
	if (!c->ep.lower_up)
		return drift(c, "master %s is down", c->ep.lower);
	return 0;
}

static int check_endpoint(struct check *c)
{
	const char *ifname = c->call->env.ifname;
	bool found;
	int err;

	err = endpoint_open(&c->call->at, &c->ep) ?: endpoint_find(&c->call->at, &c->ep, &found);
	if (err)
		return err;
	if (!found)
		return drift(c, "%s has no endpoint any more on %s", ifname, c->ep.lower);
	if (c->ep.mode != c->call->conf.mode)
		return drift(c, "the mode of %s is %s, not %s", ifname,
			     macbpf_mode__name(c->ep.mode), macbpf_mode__name(c->call->conf.mode));
	if (!c->ep.attached)
		return drift(c, "no program runs on %s, the host side of %s", c->ep.hostdev,
			     ifname);
	return 0;
}

/* Its list may be another: more addresses are allowed. */
static int check_guard(struct check *c)
{
	const struct conf *conf = &c->call->conf;
	uint32_t wanted = MACBPF_GUARD_MAC | (conf->ipam ? MACBPF_GUARD_IP : 0);

	if (!conf->guard || (c->ep.guard & wanted) == wanted)
		return 0;
	return drift(c, "%s is not held to its %s any more, as key \"guard\" has it",
		     c->call->env.ifname,
		     c->ep.guard & MACBPF_GUARD_MAC ? "IP addresses" : "addresses");
}

/* What the bandwidth plugin puts on the host side holds nothing: frames go past it. */
static int check_plugin(struct check *c)
{
	struct link host = { 0 };
	struct mb_netlink *nl;
	int err;

	if (c->call->conf.bandwidth.in.rate)
		return 0;
	err = netns_socket(&c->call->at, c->call->at.lower_inside, &nl);
	if (err)
		return err;
	if (!link_get(nl, c->ep.hostdev, &host) && !strcmp(host.qdisc, "tbf"))
		err = drift(c,
			    "%s has a tbf that somebody else put there, as the bandwidth plugin "
			    "does, and frames for %s go past it: give this plugin the capability "
			    "bandwidth instead",
			    c->ep.hostdev, c->call->env.ifname);
	mb_netlink_close(nl);
	return err;
}

static int check_way(struct check *c, const char *what, uint64_t now, int64_t rate)
{
	if (now == (uint64_t)rate)
		return 0;
	return drift(c, "the rate %s %s is %llu bits per second, not %lld", what,
		     c->call->env.ifname, (unsigned long long)now, (long long)rate);
}

static int check_rates(struct check *c)
{
	const struct bandwidth *wanted = &c->call->conf.bandwidth;

	return check_way(c, "of", c->ep.rate_in, wanted->in.rate)
		       ?: check_way(c, "of what is sent by", c->ep.rate_out, wanted->out.rate)
		       ?: check_plugin(c);
}

/* The next ADD or DEL on this master puts ours first again, if it can. */
static int check_company(struct check *c)
{
	struct macbpf_ahead_info who = { .sz = sizeof(who) };
	const struct macbpf_ahead *ahead;
	struct macbpf_ports *ports;
	int err = macbpf_ports__get(c->ep.mb, c->ep.port, &ports);

	if (err)
		return error_set_macbpf(&c->call->error, c->ep.mb, err);
	ahead = macbpf_ahead__next(macbpf_ports__next(ports, NULL), NULL);
	if (ahead) {
		macbpf_ahead__info(ahead, &who);
		err = drift(c,
			    "%s %u (%s) stands before macbpf's on %s, and what it keeps %s does "
			    "not get",
			    who.prog_id ? "program" : "filter", who.prog_id, who.name, c->ep.port,
			    c->call->env.ifname);
	}
	macbpf_ports__free(ports);
	return err;
}

/* What the listing remembers of an address, and where frames for it really go. */
static int check_fdb(struct check *c)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	const struct macbpf_fdb_entry *entry = NULL;
	struct macbpf_fdb *fdb;
	char mac[MAC_TEXT];
	bool found = false;
	int err = macbpf_fdb__get(c->ep.mb, c->ep.port, &fdb);

	if (err)
		return error_set_macbpf(&c->call->error, c->ep.mb, err);
	while (!found && (entry = macbpf_fdb__next(fdb, entry))) {
		macbpf_fdb_entry__info(entry, &info);
		found = info.type == MACBPF_FDB_UNICAST && !strcmp(info.hostdev, c->ep.hostdev) &&
			!strcasecmp(mac_text(mac, info.address), c->ep.mac);
	}
	macbpf_fdb__free(fdb);
	if (found || c->ep.mode == MACBPF_MODE_PASSTHRU)
		return 0;
	return drift(c, "the FDB of %s has no entry for %s of %s", c->ep.port, c->ep.mac,
		     c->call->env.ifname);
}

/* ---------------------------------------------------------------- in the container */

static int check_device(struct check *c)
{
	const char *ifname = c->call->env.ifname;
	char mac[MAC_TEXT];

	if (link_get(c->nl, ifname, &c->link) || c->link.index != (int)c->ep.ifindex)
		return drift(c, "%s is not in the container", ifname);
	if (!(c->link.flags & IFF_UP))
		return drift(c, "%s is down", ifname);
	mac_text(mac, c->link.mac);
	if (*text_of(c->own, "mac") && strcasecmp(mac, text_of(c->own, "mac")) != 0)
		return drift(c, "the MAC address of %s is %s, not %s", ifname, mac,
			     text_of(c->own, "mac"));
	if (!c->ep.owns_address)
		return drift(c, "frames for the MAC address of %s don't go to it", ifname);
	return 0;
}

/* Before 1.1.0 a result had no MTU; then the configuration may say one. */
static int check_mtu(struct check *c)
{
	const json_t *said = json_object_get(c->own, "mtu");
	int64_t mtu = json_is_integer(said) ? json_integer_value(said) : c->call->conf.mtu;

	if (mtu && mtu != c->link.mtu)
		return drift(c, "the MTU of %s is %u, not %lld", c->link.name, c->link.mtu,
			     (long long)mtu);
	if (c->link.mtu > c->ep.lower_mtu)
		return drift(c, "the MTU of %s is %u, more than the %u of master %s", c->link.name,
			     c->link.mtu, c->ep.lower_mtu, c->ep.lower);
	return 0;
}

static int cant_look(struct check *c, const char *what, int err)
{
	return error_set(&c->call->error, ERROR_INTERNAL, "can't look at the %s of %s: %s", what,
			 c->link.name, strerror(-err));
}

static int check_route(struct check *c, const struct route *route, const char *text)
{
	bool has;
	int err = route_has(c->nl, c->link.index, route, &has);

	if (err)
		return cant_look(c, "routes", err);
	return has ? 0 : drift(c, "%s has no route to %s any more", c->link.name, text);
}

/* With an address comes a route to its network, unless it is alone in that. */
static int check_address(struct check *c, const struct result_ip *ip, const char *text)
{
	struct route connected = {
		.dst = ip_network(&ip->address),
		.mtu = -1,
		.advmss = -1,
		.priority = -1,
		.table = -1,
		.scope = -1,
	};
	bool has;
	int err = addr_has(c->nl, c->link.index, &ip->address, &has);

	if (err)
		return cant_look(c, "addresses", err);
	if (!has)
		return drift(c, "%s has not got address %s any more", c->link.name, text);
	if (ip->address.prefix == ip_size(&ip->address) * 8)
		return 0;
	return check_route(c, &connected, text);
}

static int check_addresses(struct check *c)
{
	const json_t *entry;
	int err = 0;
	size_t i;

	json_array_foreach (c->prev.ips, i, entry) {
		struct result_ip ip = result_ip(entry);

		if (!err && (ip.interface == c->index || ip.interface < 0))
			err = check_address(c, &ip, text_of(entry, "address"));
	}
	return err;
}

static int check_routes(struct check *c)
{
	const json_t *entry;
	int err = 0;
	size_t i;

	json_array_foreach (c->prev.routes, i, entry) {
		struct route route = result_route(entry);

		if (!err)
			err = check_route(c, &route, text_of(entry, "dst"));
	}
	return err;
}

static int check_container(struct check *c)
{
	int err = netns_socket(&c->call->at, true, &c->nl);

	if (err)
		return err;
	err = check_device(c) ?: check_mtu(c) ?: check_addresses(c) ?: check_routes(c);
	mb_netlink_close(c->nl);
	return err;
}

static int (*const parts[])(struct check *c) = {
	read_prev,   find_own,	  ask_ipam,	 open_container,  check_master, check_endpoint,
	check_guard, check_rates, check_company, check_container, check_fdb,
};

int verb_check(struct call *call)
{
	struct check c = { .call = call };
	int err = 0;

	result_init(&c.prev);
	for (size_t i = 0; !err && i < ARRAY_SIZE(parts); i++)
		err = parts[i](&c);
	result_free(&c.prev);
	endpoint_close(&c.ep);
	return err;
}
