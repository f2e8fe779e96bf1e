// SPDX-License-Identifier: GPL-2.0-only
/* network.c - a network as podman keeps it: reading and checking it. */
#include "netavark/network.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "container/name.h"

#define METRIC 100 /* of a static route that says none, as netavark's drivers have it */

static const char *const ipam_names[] = {
	[IPAM_UNSAID] = "",
	[IPAM_HOST_LOCAL] = "host-local",
	[IPAM_DHCP] = "dhcp",
	[IPAM_NONE] = "none",
};

const char *network_ipam_name(enum network_ipam ipam)
{
	return ipam_names[ipam];
}

/* ---------------------------------------------------------------- names */

static int read_name(struct error *error, struct network *network)
{
	int err = json_get_text(error, network->object, "", "name", &network->name);

	if (err)
		return err;
	if (network->name && name_is_identifier(network->name))
		return 0;
	return error_set(error, ERROR_CONFIG,
			 "network name \"%.60s\" is not a letter or digit, then letters, digits, "
			 "'_', '.' and '-'",
			 network->name ?: "");
}

static int read_ipam(struct error *error, struct network *network)
{
	const char *driver = "";
	json_t *ipam = NULL;
	int err = json_get_object(error, network->object, "", "ipam_options", &ipam)
			  ?: json_get_text(error, ipam, "ipam_options.", "driver", &driver);

	if (err)
		return err;
	for (size_t i = 0; i < ARRAY_SIZE(ipam_names); i++) {
		network->ipam = (enum network_ipam)i;
		if (!strcmp(ipam_names[i], driver))
			return 0;
	}
	return error_set(error, ERROR_CONFIG,
			 "there is no IPAM driver \"%.40s\": host-local, dhcp and none are known",
			 driver);
}

/* For macvlan podman makes network_interface of option parent; for plugins it doesn't. */
static int read_parent(struct error *error, struct network *network)
{
	const char *option = NULL;
	json_t *options = NULL;
	int err = json_get_text(error, network->object, "", "network_interface", &network->parent)
			  ?: json_get_object(error, network->object, "", "options", &options)
			  ?: json_get_text(error, options, "options.", "parent", &option);

	if (err)
		return err;
	if (network->parent && !*network->parent)
		network->parent = NULL;
	if (network->parent && option && strcmp(network->parent, option) != 0)
		return error_set(error, ERROR_CONFIG,
				 "two parents are named, \"%.40s\" and \"%.40s\": leave out "
				 "--interface-name, or option parent",
				 network->parent, option);
	network->parent = network->parent ?: option;
	return 0;
}

int network_read_names(struct error *error, json_t *object, struct network *network)
{
	*network = (struct network){ .object = object };
	return read_name(error, network) ?: read_ipam(error, network) ?: read_parent(error, network);
}

/* ---------------------------------------------------------------- the rest */

static int no_memory(struct error *error)
{
	return error_set(error, ERROR_INTERNAL, "out of memory");
}

/* `key` of an entry of a list, read by `parse`. */
static int read_ip(struct error *error, const json_t *entry, const char *where, const char *key,
		   bool (*parse)(const char *text, struct ip *ip), struct ip *ip)
{
	const char *text = NULL;
	int err = json_get_text(error, entry, where, key, &text);

	if (err || !text || parse(text, ip))
		return err;
	return error_set(error, ERROR_CONFIG, "%s%s: \"%.60s\" is not %s", where, key, text,
			 parse == ip_parse ? "an IP address" : "a network, e.g. 192.0.2.0/24");
}

static int lacks(struct error *error, const char *what)
{
	return error_set(error, ERROR_CONFIG, "%s is missing", what);
}

static int read_subnet(struct error *error, const json_t *entry, struct network_subnet *subnet)
{
	int err =
		read_ip(error, entry, "subnets.", "subnet", ip_parse_prefix, &subnet->net)
			?: read_ip(error, entry, "subnets.", "gateway", ip_parse, &subnet->gateway);

	if (err)
		return err;
	if (!subnet->net.family)
		return lacks(error, "subnets.subnet");
	if (subnet->gateway.family && subnet->gateway.family != subnet->net.family)
		return error_set(error, ERROR_CONFIG,
				 "subnets.gateway: it and its subnet are IPv4 and IPv6");
	return 0;
}

static int read_subnets(struct error *error, struct network *network)
{
	json_t *list = NULL, *entry;
	size_t i;
	int err = json_get_array(error, network->object, "", "subnets", &list);

	if (err || !list)
		return err;
	network->subnet = calloc(json_array_size(list) + 1, sizeof(*network->subnet));
	if (!network->subnet)
		return no_memory(error);
	json_array_foreach (list, i, entry)
		if ((err = read_subnet(error, entry, &network->subnet[network->subnets++])))
			return err;
	return 0;
}

/* Since netavark 1.17 there are routes that lead nowhere. */
static int check_route(struct error *error, const json_t *entry, const struct route *route)
{
	const char *type = "unicast";
	int err = json_get_text(error, entry, "routes.", "route_type", &type);

	if (err)
		return err;
	if (*type && strcmp(type, "unicast") != 0)
		return error_set(error, ERROR_CONFIG,
				 "routes.route_type: \"%.40s\" is not unicast, the only one that "
				 "driver macbpf has",
				 type);
	if (!route->dst.family)
		return lacks(error, "routes.destination");
	if (!route->gateway.family)
		return lacks(error, "routes.gateway");
	if (route->gateway.family != route->dst.family)
		return error_set(error, ERROR_CONFIG,
				 "routes.gateway: it and its destination are IPv4 and IPv6");
	return 0;
}

static int read_route(struct error *error, const json_t *entry, struct route *route)
{
	*route = (struct route){
		.mtu = -1, .advmss = -1, .priority = METRIC, .table = -1, .scope = -1
	};
	return read_ip(error, entry, "routes.", "destination", ip_parse_prefix, &route->dst)
		       ?: read_ip(error, entry, "routes.", "gateway", ip_parse, &route->gateway)
		       ?: json_get_number(error, entry, "routes.", "metric", 0, UINT32_MAX,
					  &route->priority)
		       ?: check_route(error, entry, route);
}

static int read_routes(struct error *error, struct network *network)
{
	json_t *list = NULL, *entry;
	size_t i;
	int err = json_get_array(error, network->object, "", "routes", &list);

	if (err || !list)
		return err;
	network->route = calloc(json_array_size(list) + 1, sizeof(*network->route));
	if (!network->route)
		return no_memory(error);
	json_array_foreach (list, i, entry)
		if ((err = read_route(error, entry, &network->route[network->routes++])))
			return err;
	return 0;
}

static int read_options(struct error *error, struct network *network)
{
	json_t *options = NULL;
	int err = json_get_object(error, network->object, "", "options", &options);

	return err ?: options_read(error, OPTIONS_PODMAN, options, &network->options);
}

/* What can't be had together. */
static int check(struct error *error, const struct network *network)
{
	const struct options *options = &network->options;

	if (network->ipam == IPAM_HOST_LOCAL && !network->subnets)
		return error_set(error, ERROR_CONFIG,
				 "IPAM driver host-local needs a subnet: give one with --subnet");
	if (network->ipam > IPAM_HOST_LOCAL && network->subnets)
		return error_set(error, ERROR_CONFIG,
				 "IPAM driver %s takes no subnet: leave out --subnet, or "
				 "--ipam-driver",
				 network_ipam_name(network->ipam));
	if (network->ipam == IPAM_DHCP && (options->no_default_route || options->metric >= 0))
		return error_set(
			error, ERROR_CONFIG,
			"network option \"%s\" can't be had with DHCP: netavark's proxy sets "
			"the default route itself",
			options->no_default_route ? "no_default_route" : "metric");
	return 0;
}

int network_read(struct error *error, struct network *network)
{
	return json_get_bool(error, network->object, "", "internal", &network->internal)
		       ?: read_options(error, network)
		       ?: read_subnets(error, network)
		       ?: read_routes(error, network)
		       ?: check(error, network);
}

void network_free(struct network *network)
{
	free(network->subnet);
	free(network->route);
}
