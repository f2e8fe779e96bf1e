// SPDX-License-Identifier: GPL-2.0-only
/* verb_add.c - ADD: an endpoint in the container, with addresses; or nothing at all. */
#include <string.h>

#include "cni/ask.h"
#include "cni/call.h"
#include "cni/ipam.h"
#include "cni/result.h"
#include "cni/sandbox.h"
#include "common/own.h"
#include "container/endpoint.h"
#include "container/netns.h"
#include "container/setup.h"

struct add {
	struct call *call;
	struct endpoint ep;
	struct result result;
};

/* ---------------------------------------------------------------- steps */

static int open_container(void *arg)
{
	struct add *a = arg;
	struct call *call = a->call;
	int err = sandbox_open(call);

	if (err || !netns_is_own(call->at.netns_fd) || call->env.netns_override)
		return err;
	return error_set(&call->error, ERROR_NETNS,
			 "CNI_NETNS \"%s\" is the plugin's own network namespace: "
			 "CNI_NETNS_OVERRIDE=1 permits it",
			 call->env.netns);
}

/*
 * What advertises itself as a router would be believed while an IPAM plugin takes its time, before
 * a plugin behind us (tuning) can forbid that. Only DHCP needs frames before it has an address.
 */
static bool waits_for_ipam(const struct conf *conf)
{
	return conf->ipam && strcmp(conf->ipam, "dhcp") != 0;
}

static int make_endpoint(void *arg)
{
	struct add *a = arg;
	struct attachment *at = &a->call->at;

	at->late_up = waits_for_ipam(&a->call->conf);
	return endpoint_find_lower(at, &a->ep)
		       ?: endpoint_open(at, &a->ep)
		       ?: ask_choose_mac(a->call)
		       ?: endpoint_make(at, &a->ep);
}

static void delete_endpoint(void *arg)
{
	struct add *a = arg;

	endpoint_delete(&a->call->at, &a->ep);
}

static void release_addresses(void *arg)
{
	struct add *a = arg;

	ipam_call(a->call, "DEL");
}

/* What has failed may have taken an address before. */
static int take_addresses(void *arg)
{
	struct add *a = arg;
	int err = ipam_add(a->call, &a->result);

	if (err)
		release_addresses(a);
	return err;
}

/* Before the interface is up; for DHCP it is, guarded by its MAC, and had none before. */
static int guard_addresses(void *arg)
{
	struct add *a = arg;
	mb_auto_free uint8_t(*addr)[16] = calloc(json_array_size(a->result.ips) + 1, sizeof(*addr));
	const json_t *entry;
	size_t i;

	if (!addr)
		return error_set(&a->call->error, ERROR_INTERNAL, "out of memory");
	json_array_foreach (a->result.ips, i, entry) {
		struct result_ip ip = result_ip(entry);

		ip_mapped(addr[i], &ip.address);
	}
	return endpoint_guard(&a->call->at, &a->ep, (const uint8_t(*)[16])addr,
			      (uint32_t)json_array_size(a->result.ips));
}

static void read_setup(const struct result *result, struct setup *setup)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (result->ips, i, entry) {
		struct result_ip ip = result_ip(entry);

		setup->ip[setup->ips++] = (struct setup_ip){ ip.address, ip.gateway };
	}
	json_array_foreach (result->routes, i, entry)
		setup->route[setup->routes++] = result_route(entry);
}

static int give_addresses(void *arg)
{
	struct add *a = arg;
	mb_auto_free struct setup_ip *ip = calloc(json_array_size(a->result.ips) + 1, sizeof(*ip));
	mb_auto_free struct route *route =
		calloc(json_array_size(a->result.routes) + 1, sizeof(*route));
	struct setup setup = { .ip = ip, .route = route };

	if (!ip || !route)
		return error_set(&a->call->error, ERROR_INTERNAL, "out of memory");
	read_setup(&a->result, &setup);
	if (!setup.ips && !a->call->at.late_up)
		return 0;
	return setup_interface(&a->call->at, (int)a->ep.ifindex, &setup);
}

/* What has addresses has announced them. */
static int announce(void *arg)
{
	struct add *a = arg;

	if (!json_array_size(a->result.ips))
		endpoint_announce(&a->ep);
	return 0;
}

/* The container's interface is the first, as with the reference plugin; its host side is second. */
static int describe_interfaces(void *arg)
{
	struct add *a = arg;
	json_t *list = a->result.interfaces, *container, *host;

	container = json_pack("{s:s, s:s, s:I, s:s}", "name", a->ep.name, "mac", a->ep.mac, "mtu",
			      (json_int_t)a->ep.mtu, "sandbox", a->call->env.netns);
	host = json_pack("{s:s, s:s}", "name", a->ep.hostdev, "mac", a->ep.host_mac);
	json_array_clear(list);
	json_array_append_new(list, container);
	json_array_append_new(list, host);
	return 0;
}

/* A dns of the configuration that says something replaces that of the IPAM plugin. */
static int choose_dns(void *arg)
{
	struct add *a = arg;
	json_t *dns = a->call->conf.dns;

	if (!json_object_size(dns))
		return 0;
	json_decref(a->result.dns);
	a->result.dns = json_incref(dns);
	return 0;
}

/* Behind another plugin in a list: what that had answered comes first. */
static int join_previous(void *arg)
{
	struct add *a = arg;
	struct conf *conf = &a->call->conf;
	struct result all;
	int err;

	if (!conf->prev)
		return 0;
	result_init(&all);
	err = result_parse(&a->call->error, ERROR_CONFIG, "prevResult", conf->prev, conf->version,
			   &all);
	if (!err)
		result_append(&all, &a->result);
	result_free(err ? &all : &a->result);
	if (!err)
		a->result = all;
	return err;
}

static int answer(void *arg)
{
	struct add *a = arg;

	return result_print(&a->call->error, &a->result, a->call->conf.version);
}

static const struct step {
	int (*run)(void *arg);
	void (*undo)(void *arg);
} steps[] = {
	{ open_container, NULL },
	{ make_endpoint, delete_endpoint },    /* for DHCP up, frames flow */
	{ take_addresses, release_addresses }, /* from the IPAM plugin */
	{ guard_addresses, NULL },	       /* if it is to be guarded */
	{ give_addresses, NULL },	       /* they go with the endpoint */
	{ announce, NULL },		       /* where it is, if its addresses don't say it */
	{ describe_interfaces, NULL },
	{ choose_dns, NULL },
	{ join_previous, NULL },
	{ answer, NULL },
};

int verb_add(struct call *call)
{
	struct add a = { .call = call };
	size_t done = 0;
	int err = 0;

	result_init(&a.result);
	while (done < ARRAY_SIZE(steps) && !(err = steps[done].run(&a)))
		done++;
	while (err && done--)
		if (steps[done].undo)
			steps[done].undo(&a);
	result_free(&a.result);
	endpoint_close(&a.ep);
	return err;
}
