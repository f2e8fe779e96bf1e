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

struct subnet {
	struct ip pool, gateway; /* family 0: not given */
};

static const char *family_name(int family)
{
	return family == AF_INET ? "IPv4" : "IPv6";
}

static int read_prefix(struct error *error, const json_t *entry, const char *where, const char *key,
		       int family, struct ip *ip)
{
	const char *text = "";
	int err = json_get_text(error, entry, where, key, &text);

	if (err || !*text || (ip_parse_prefix(text, ip) && ip->family == family))
		return err;
	return error_set(error, ERROR_CONFIG, "%s%s: \"%.60s\" is not an %s address with a prefix",
			 where, key, text, family_name(family));
}

static int read_subnet(struct error *error, const json_t *entry, int family, struct subnet *subnet)
{
	const char *where = family == AF_INET ? "IPv4Data." : "IPv6Data.";

	*subnet = (struct subnet){ 0 };
	return read_prefix(error, entry, where, "Pool", family, &subnet->pool)
		       ?: read_prefix(error, entry, where, "Gateway", family, &subnet->gateway);
}

static int read_subnets(struct error *error, const json_t *object, const char *key, int family,
			json_t **list)
{
	struct subnet subnet;
	const json_t *entry;
	size_t i;
	int err = json_get_array(error, object, "", key, list);

	json_array_foreach (*list, i, entry)
		err = err ?: read_subnet(error, entry, family, &subnet);
	return err;
}

int network_read(struct error *error, const json_t *object, struct network *network)
{
	*network = (struct network){ 0 };
	return read_options(error, object, network)
		       ?: choose_parent(error, object, network)
		       ?: read_subnets(error, object, "IPv4Data", AF_INET, &network->subnets[0])
		       ?: read_subnets(error, object, "IPv6Data", AF_INET6, &network->subnets[1]);
}

bool network_leads_out(const struct network *network)
{
	return !network->internal && !network->options.no_default_route;
}

bool network_has_choice(const struct network *network)
{
	return json_array_size(network->subnets[0]) > 1 || json_array_size(network->subnets[1]) > 1;
}

static bool is_inside(const struct ip *address, const struct ip *pool)
{
	struct ip there = *address, network = ip_network(pool);

	there.prefix = pool->prefix;
	there = ip_network(&there);
	return ip_equal(&there, &network);
}

int network_gateway(struct error *error, const struct network *network, int family,
		    const struct ip *address, struct ip *gateway)
{
	const json_t *list = network->subnets[family == AF_INET6], *entry;
	bool choice = json_array_size(list) > 1;
	struct subnet subnet;
	char text[IP_TEXT];
	size_t i;

	*gateway = (struct ip){ 0 };
	json_array_foreach (list, i, entry) {
		int err = read_subnet(error, entry, family, &subnet);

		if (err || !choice || is_inside(address, &subnet.pool)) {
			*gateway = subnet.gateway;
			return err;
		}
	}
	if (!choice || !address->family)
		return 0;
	return error_set(error, ERROR_CONFIG, "%s is in none of the %zu %s subnets of the network",
			 ip_text(text, address), json_array_size(list), family_name(family));
}
