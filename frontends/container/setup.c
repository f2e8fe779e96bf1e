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

struct setup {
	struct call *call;
	const struct result *result;
	struct mb_netlink *nl;
	struct link link;
	struct ip gateway4, gateway6; /* the first of each family; family 0: none */
};

static int refused(struct setup *s, const char *what, const json_t *entry, const char *key, int err)
{
	const char *hint = mb_netlink_hint(s->nl);

	return error_set(&s->call->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_ADDRESS,
			 "%s %s can't be had on %s: %s%s%s%s", what,
			 json_string_value(json_object_get(entry, key)) ?: "?", s->link.name,
			 strerror(-err), *hint ? " (" : "", hint, *hint ? ")" : "");
}

static bool has_v6(const struct result *result)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (result->ips, i, entry)
		if (result_ip(entry).address.family == AF_INET6)
			return true;
	return false;
}

static int enable_v6(struct setup *s, const char *device)
{
	int err = sysctl_set("ipv6", device, "disable_ipv6", "0");

	if (!err)
		return 0;
	return error_set(&s->call->error, ERROR_KERNEL, "can't enable IPv6 on %s: %s", device,
			 err == -ENOENT ? "this kernel has no IPv6" : strerror(-err));
}

/* The notifies are wishes; a kernel without IPv6 lacks the second. */
static int set_sysctls(void *arg)
{
	struct setup *s = arg;
	const char *device = s->link.name;
	int err = 0;

	sysctl_set("ipv4", device, "arp_notify", "1");
	sysctl_set("ipv6", device, "ndisc_notify", "1");
	if (has_v6(s->result))
		err = enable_v6(s, "lo") ?: enable_v6(s, device);
	/* Addresses shall survive `ip link set down`. */
	if (!err && has_v6(s->result))
		sysctl_set("ipv6", device, "keep_addr_on_down", "1");
	return err;
}

static void note_gateway(struct setup *s, const struct ip *gateway)
{
	struct ip *first = gateway->family == AF_INET6 ? &s->gateway6 : &s->gateway4;

	if (gateway->family && !first->family)
		*first = *gateway;
}

static int add_addresses(struct setup *s)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (s->result->ips, i, entry) {
		struct result_ip ip = result_ip(entry);
		int err = addr_add(s->nl, s->link.index, &ip.address);

		if (err)
			return refused(s, "address", entry, "address", err);
		note_gateway(s, &ip.gateway);
	}
	return 0;
}

/* A route whose gateway is an IPv6 address is refused while the own address may be a duplicate. */
static int wait_dad(struct setup *s)
{
	struct timespec tick = { .tv_nsec = DAD_TICK_MS * 1000 * 1000 };
	struct addr_dad dad = { .tentative = true };

	if (!s->gateway6.family)
		return 0;
	for (int i = 0; dad.tentative && i < DAD_WAIT_MS / DAD_TICK_MS; i++) {
		int err = addr_dad(s->nl, s->link.index, &dad);

		if (err)
			return error_set(&s->call->error, ERROR_INTERNAL,
					 "can't look at the addresses of %s: %s", s->link.name,
					 strerror(-err));
		if (dad.duplicate)
			return error_set(&s->call->error, ERROR_ADDRESS,
					 "an IPv6 address of %s is somebody else's (duplicate "
					 "address detection)",
					 s->link.name);
		if (dad.tentative)
			nanosleep(&tick, NULL);
	}
	return 0;
}

/* What has its destination on the link itself needs none. */
static void choose_gateway(const struct setup *s, struct result_route *route)
{
	if (!route->gateway.family && route->scope < RT_SCOPE_LINK)
		route->gateway = route->dst.family == AF_INET6 ? s->gateway6 : s->gateway4;
}

static int add_routes(struct setup *s)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (s->result->routes, i, entry) {
		struct result_route route = result_route(entry);
		int err;

		choose_gateway(s, &route);
		err = route_add(s->nl, s->link.index, &route);
		if (err)
			return refused(s, "route", entry, "dst", err);
	}
	return 0;
}

/* The interface was up before it had addresses, so the kernel's own notice came too early. */
static int announce(struct setup *s)
{
	link_announce(s->nl, &s->link);
	return 0;
}

static int find_interface(struct setup *s, int ifindex)
{
	int err = link_get_by_index(s->nl, ifindex, &s->link);

	if (!err)
		return 0;
	return error_set(&s->call->error, ERROR_INTERNAL,
			 "can't find the interface in the container: %s", strerror(-err));
}

int setup_interface(struct call *call, int netns_fd, int ifindex, const struct result *result)
{
	struct setup s = { .call = call, .result = result };
	int err = netns_socket(&call->error, netns_fd, &s.nl);

	if (err)
		return err;
	err = find_interface(&s, ifindex)
		      ?: netns_call(&call->error, netns_fd, set_sysctls, &s)
		      ?: add_addresses(&s)
		      ?: wait_dad(&s)
		      ?: add_routes(&s)
		      ?: announce(&s);
	mb_netlink_close(s.nl);
	return err;
}
