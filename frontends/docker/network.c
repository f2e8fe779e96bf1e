// SPDX-License-Identifier: GPL-2.0-only
/* network.c - a network as docker tells it: reading and checking it. */
#include "docker/network.h"

#include <stdio.h>
#include <sys/socket.h>

#include "container/name.h"

#define GENERIC "com.docker.network.generic" /* what is given with -o */

static int read_options(struct error *error, const json_t *object, struct network *network)
{
	json_t *options = NULL, *generic = NULL;
	int err = json_get_object(error, object, "", "Options", &options)
			  ?: json_get_object(error, options, "Options.", GENERIC, &generic)
			  ?: json_get_bool(error, options, "Options.",
					   "com.docker.network.internal", &network->internal);

	return err ?: options_read(error, OPTIONS_DOCKER, generic, &network->options);
}

/* As docker's macvlan driver has it: without a parent containers are among themselves. */
static int choose_parent(struct error *error, const json_t *object, struct network *network)
{
	const char *parent = network->options.parent, *id = "";
	int err = json_get_text(error, object, "", "NetworkID", &id);

	network->dummy = !parent;
	network->internal |= network->dummy;
	if (network->dummy)
		snprintf(network->parent, sizeof(network->parent), "dm-%.12s", id);
	else
		snprintf(network->parent, sizeof(network->parent), "%s", parent);
	if (err || network->dummy || name_is_device(parent))
		return err;
	return error_set(error, ERROR_CONFIG,
			 "network option \"parent\": \"%.40s\" is not a device name: 1 to %d "
			 "characters, without '/', ':', '%%' and spaces",
			 parent, IFNAMSIZ - 1);
}

static int read_gateway(struct error *error, const json_t *entry, const char *where, int family,
			struct ip *gateway)
{
	const char *text = "";
	int err = json_get_text(error, entry, where, "Gateway", &text);

	if (err || !*text || (ip_parse_prefix(text, gateway) && gateway->family == family))
		return err;
	return error_set(error, ERROR_CONFIG,
			 "%sGateway: \"%.60s\" is not an %s address with a prefix", where, text,
			 family == AF_INET ? "IPv4" : "IPv6");
}

/* Joining an endpoint docker doesn't say which of its addresses it is about. */
static int read_subnets(struct error *error, const json_t *object, const char *key, int family,
			struct ip *gateway)
{
	json_t *list = NULL;
	char where[16];
	int err = json_get_array(error, object, "", key, &list);

	if (err || !json_array_size(list))
		return err;
	if (json_array_size(list) > 1)
		return error_set(error, ERROR_CONFIG,
				 "a network has one subnet of %s at most, and not %zu: make a "
				 "network for each, on the same parent",
				 family == AF_INET ? "IPv4" : "IPv6", json_array_size(list));
	snprintf(where, sizeof(where), "%s.", key);
	return read_gateway(error, json_array_get(list, 0), where, family, gateway);
}

int network_read(struct error *error, const json_t *object, struct network *network)
{
	*network = (struct network){ 0 };
	return read_options(error, object, network)
		       ?: choose_parent(error, object, network)
		       ?: read_subnets(error, object, "IPv4Data", AF_INET, &network->gateway[0])
		       ?: read_subnets(error, object, "IPv6Data", AF_INET6, &network->gateway[1]);
}

bool network_leads_out(const struct network *network)
{
	return !network->internal && !network->options.no_default_route;
}
