// SPDX-License-Identifier: GPL-2.0-only
/* cmd_setup.c - setup: an endpoint in the container, with addresses; or nothing at all. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "container/netns.h"
#include "netavark/answer.h"
#include "netavark/ask.h"
#include "netavark/call.h"

/* Below the 100 of bridges: a container that is in both uses this one, as with netavark's macvlan.
 */
#define METRIC 99

struct setup_work {
	struct call *call;
	struct endpoint ep;
	struct dhcp_lease lease;
};

/* ---------------------------------------------------------------- steps */

static int read_rest(struct setup_work *w)
{
	struct call *call = w->call;
	int err = network_read(&call->error, &call->network)
			  ?: request_read(&call->error, call->root, &call->network, &call->request);

	if (err)
		return err;
	ask_fill(call);
	if (call->request.publishes)
		fprintf(stderr,
			"%s: ports are not published: container %s is on the network with "
			"addresses "
			"of its own\n",
			program_invocation_short_name, call->request.name);
	return 0;
}

static int open_container(struct setup_work *w)
{
	struct call *call = w->call;
	int fd = netns_open(call->netns);

	if (fd < 0)
		return error_set(&call->error, ERROR_CONTAINER,
				 "%s is not a network namespace that can be opened: %s",
				 call->netns,
				 fd == -ENOENT ? "there is none, or not any more" : strerror(-fd));
	call->at.netns_fd = fd;
	return 0;
}

static int make_endpoint(struct setup_work *w)
{
	struct attachment *at = &w->call->at;

	return endpoint_find_lower(at, &w->ep) ?: endpoint_open(at, &w->ep) ?: endpoint_make(at, &w->ep);
}

static void delete_endpoint(struct setup_work *w)
{
	endpoint_delete(&w->call->at, &w->ep);
}

/* Before the interface is up; with DHCP for the second time, when there is an address. */
static int guard_addresses(struct setup_work *w)
{
	const struct request *request = &w->call->request;
	mb_auto_free uint8_t(*addr)[16] = calloc(request->ips + 1, sizeof(*addr));

	if (!addr)
		return error_set(&w->call->error, ERROR_INTERNAL, "out of memory");
	for (size_t i = 0; i < request->ips; i++)
		ip_mapped(addr[i], &request->ip[i].address);
	return endpoint_guard(&w->call->at, &w->ep, (const uint8_t(*)[16])addr,
			      (uint32_t)request->ips);
}

/* The first gateway of each family, as netavark's drivers have it. */
static void add_default_routes(const struct network *network, struct setup *setup)
{
	bool done[2] = { false };

	if (network->internal || network->options.no_default_route)
		return;
	for (size_t i = 0; i < network->subnets; i++) {
		const struct ip *gateway = &network->subnet[i].gateway;
		bool v6 = gateway->family == AF_INET6;

		if (!gateway->family || done[v6])
			continue;
		done[v6] = true;
		setup->route[setup->routes++] = (struct route){
			.dst = { .family = gateway->family },
			.gateway = *gateway,
			.mtu = -1,
			.advmss = -1,
			.priority = network->options.metric < 0 ? METRIC : network->options.metric,
			.table = -1,
			.scope = -1,
		};
	}
}

/* What DHCP is to give comes later; then static routes can't be had before. */
static int give_addresses(struct setup_work *w)
{
	const struct network *network = &w->call->network;
	const struct request *request = &w->call->request;
	mb_auto_free struct route *route = calloc(network->routes + 2, sizeof(*route));
	struct setup setup = {
		.ip = request->ip,
		.route = route,
		.ips = request->ips,
		.no_autoconf = true,
		.await_dad = true,
	};

	if (!route)
		return error_set(&w->call->error, ERROR_INTERNAL, "out of memory");
	add_default_routes(network, &setup);
	for (size_t i = 0; network->ipam != IPAM_DHCP && i < network->routes; i++)
		setup.route[setup.routes++] = network->route[i];
	return setup_interface(&w->call->at, (int)w->ep.ifindex, &setup);
}

static void release_lease(struct setup_work *w)
{
	if (w->lease.ip.address.family)
		dhcp_release(w->call, &w->ep);
}

static int take_lease(struct setup_work *w)
{
	struct call *call = w->call;
	struct setup setup = {
		.route = call->network.route,
		.routes = call->network.routes,
		.no_autoconf = true,
	};
	int err;

	if (call->network.ipam != IPAM_DHCP)
		return 0;
	err = dhcp_take(call, &w->ep, &w->lease);
	if (err)
		return err;
	call->request.ip[call->request.ips++] = w->lease.ip;
	err = guard_addresses(w);
	if (!err && setup.routes)
		err = setup_interface(&call->at, (int)w->ep.ifindex, &setup);
	if (err)
		release_lease(w);
	return err;
}

/* What has addresses has announced them. */
static int announce(struct setup_work *w)
{
	if (!w->call->request.ips)
		endpoint_announce(&w->ep);
	return 0;
}

static int answer(struct setup_work *w)
{
	int err = answer_print(answer_status(&w->call->request, &w->ep, &w->lease));

	if (!err)
		return 0;
	return error_set(&w->call->error, ERROR_INTERNAL, "can't print what was set up: %s",
			 strerror(-err));
}

static const struct step {
	int (*run)(struct setup_work *w);
	void (*undo)(struct setup_work *w);
} steps[] = {
	{ read_rest, NULL },
	{ open_container, NULL },
	{ make_endpoint, delete_endpoint },
	{ guard_addresses, NULL }, /* if it is to be guarded */
	{ give_addresses, NULL },  /* it is up then; they go with the endpoint */
	{ take_lease, release_lease },
	{ announce, NULL }, /* where it is, if its addresses don't say it */
	{ answer, NULL },
};

int cmd_setup(struct call *call)
{
	struct setup_work w = { .call = call };
	size_t done = 0;
	int err = 0;

	dhcp_init(&w.lease);
	while (done < ARRAY_SIZE(steps) && !(err = steps[done].run(&w)))
		done++;
	while (err && done--)
		if (steps[done].undo)
			steps[done].undo(&w);
	endpoint_close(&w.ep);
	mb_close_fd(&call->at.netns_fd);
	dhcp_free(&w.lease);
	return err;
}
