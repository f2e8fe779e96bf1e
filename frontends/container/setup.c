// SPDX-License-Identifier: GPL-2.0-only
/* setup.c - giving the container's interface its addresses and routes. */
#include "container/setup.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "container/addr.h"
#include "container/link.h"
#include "container/netns.h"
#include "container/route.h"
#include "container/sysctl.h"

#define DAD_WAIT_MS 5000
#define DAD_TICK_MS 10

struct work {
	const struct attachment *at;
	const struct setup *setup;
	struct mb_netlink *nl;
	struct link link;
	struct ip gateway4, gateway6; /* the first of each family; family 0: none */
};

static int refused(struct work *w, const char *what, const struct ip *ip, int err)
{
	char text[IP_TEXT];
	const char *hint = mb_netlink_hint(w->nl);

	return error_set(w->at->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_ADDRESS,
			 "%s %s can't be had on %s: %s%s%s%s", what, ip_text(text, ip),
			 w->link.name, strerror(-err), *hint ? " (" : "", hint, *hint ? ")" : "");
}

static bool has_v6(const struct setup *setup)
{
	for (size_t i = 0; i < setup->ips; i++)
		if (setup->ip[i].address.family == AF_INET6)
			return true;
	return false;
}

static int enable_v6(struct work *w, const char *device)
{
	int err = sysctl_set("ipv6", device, "disable_ipv6", "0");

	if (!err)
		return 0;
	return error_set(w->at->error, ERROR_KERNEL, "can't enable IPv6 on %s: %s", device,
			 err == -ENOENT ? "this kernel has no IPv6" : strerror(-err));
}

/* A kernel without IPv6 lacks some, and where /proc can't be written nobody misses them. */
static int wish(struct work *w, const char *family, const char *key, const char *value)
{
	int err = sysctl_set(family, w->link.name, key, value);

	if (!err || err == -ENOENT || err == -EROFS || err == -EACCES)
		return 0;
	return error_set(w->at->error, ERROR_INTERNAL, "can't set %s of %s: %s", key, w->link.name,
			 strerror(-err));
}

/* Addresses shall survive `ip link set down`. */
static int set_v6_sysctls(struct work *w)
{
	return enable_v6(w, "lo")
		       ?: enable_v6(w, w->link.name)
		       ?: wish(w, "ipv6", "keep_addr_on_down", "1");
}

static int set_sysctls(void *arg)
{
	struct work *w = arg;
	int err = wish(w, "ipv4", "arp_notify", "1") ?: wish(w, "ipv6", "ndisc_notify", "1");

	if (!err && w->setup->no_autoconf)
		err = wish(w, "ipv6", "autoconf", "0");
	if (!err && has_v6(w->setup))
		err = set_v6_sysctls(w);
	return err;
}

/* When IPv6 has been told what is wanted, and never before. */
static int set_up(struct work *w)
{
	int err = w->at->late_up ? link_up(w->nl, &w->link) : 0;

	if (!err)
		return 0;
	return error_set(w->at->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
			 "can't set %s up: %s", w->link.name, strerror(-err));
}

static void note_gateway(struct work *w, const struct ip *gateway)
{
	struct ip *first = gateway->family == AF_INET6 ? &w->gateway6 : &w->gateway4;

	if (gateway->family && !first->family)
		*first = *gateway;
}

static int add_addresses(struct work *w)
{
	for (size_t i = 0; i < w->setup->ips; i++) {
		const struct setup_ip *ip = &w->setup->ip[i];
		int err = addr_add(w->nl, w->link.index, &ip->address);

		if (err)
			return refused(w, "address", &ip->address, err);
		note_gateway(w, &ip->gateway);
	}
	return 0;
}

/* A route whose gateway is an IPv6 address is refused while the own address may be a duplicate. */
static int wait_dad(struct work *w)
{
	struct timespec tick = { .tv_nsec = DAD_TICK_MS * 1000 * 1000 };
	struct addr_dad dad = { .tentative = true };

	if (!w->gateway6.family && !(w->setup->await_dad && has_v6(w->setup)))
		return 0;
	for (int i = 0; dad.tentative && i < DAD_WAIT_MS / DAD_TICK_MS; i++) {
		int err = addr_dad(w->nl, w->link.index, &dad);

		if (err)
			return error_set(w->at->error, ERROR_INTERNAL,
					 "can't look at the addresses of %s: %s", w->link.name,
					 strerror(-err));
		if (dad.duplicate)
			return error_set(w->at->error, ERROR_ADDRESS,
					 "an IPv6 address of %s is somebody else's (duplicate "
					 "address detection)",
					 w->link.name);
		if (dad.tentative)
			nanosleep(&tick, NULL);
	}
	return 0;
}

/* What has its destination on the link itself needs none. */
static void choose_gateway(const struct work *w, struct route *route)
{
	if (!route->gateway.family && route->scope < RT_SCOPE_LINK)
		route->gateway = route->dst.family == AF_INET6 ? w->gateway6 : w->gateway4;
}

static int add_routes(struct work *w)
{
	for (size_t i = 0; i < w->setup->routes; i++) {
		struct route route = w->setup->route[i];
		int err;

		choose_gateway(w, &route);
		err = route_add(w->nl, w->link.index, &route);
		if (err)
			return refused(w, "route", &route.dst, err);
	}
	return 0;
}

/* The interface was up before it had addresses, so the kernel's own notice came too early. */
static int announce(struct work *w)
{
	link_announce(w->nl, &w->link);
	return 0;
}

static int find_interface(struct work *w, int ifindex)
{
	int err = link_get_by_index(w->nl, ifindex, &w->link);

	if (!err)
		return 0;
	return error_set(w->at->error, ERROR_INTERNAL,
			 "can't find the interface in the container: %s", strerror(-err));
}

int setup_interface(const struct attachment *at, int ifindex, const struct setup *setup)
{
	struct work w = { .at = at, .setup = setup };
	int err = netns_socket(at, true, &w.nl);

	if (err)
		return err;
	err = find_interface(&w, ifindex)
		      ?: netns_call(at, set_sysctls, &w)
		      ?: set_up(&w)
		      ?: add_addresses(&w)
		      ?: wait_dad(&w)
		      ?: add_routes(&w)
		      ?: announce(&w);
	mb_netlink_close(w.nl);
	return err;
}
