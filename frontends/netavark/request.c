// SPDX-License-Identifier: GPL-2.0-only
/* request.c - which container gets which interface, with which addresses. */
#include "netavark/request.h"

#include <net/if.h>
#include <stdlib.h>

#include "container/mac.h"
#include "container/name.h"

#define OPTIONS "network_options."

static json_t *options_of(const json_t *root)
{
	return json_object_get(root, "network_options");
}

int request_read_names(struct error *error, const json_t *root, struct request *request)
{
	json_t *options = NULL;
	int err;

	*request = (struct request){ .container = "", .name = "", .ifname = "" };
	err = json_get_text(error, root, "", "container_id", &request->container)
		      ?: json_get_text(error, root, "", "container_name", &request->name)
		      ?: json_get_object(error, root, "", "network_options", &options)
		      ?: json_get_text(error, options, OPTIONS, "interface_name", &request->ifname);
	if (err)
		return err;
	if (!name_is_identifier(request->container))
		return error_set(error, ERROR_CONFIG,
				 "container_id \"%.80s\" is not a letter or digit, then letters, "
				 "digits, '_', '.' and '-'",
				 request->container);
	if (!name_is_device(request->ifname))
		return error_set(error, ERROR_CONFIG,
				 OPTIONS "interface_name \"%.40s\" is not a device name: 1 to %d "
					 "characters, without '/', ':', '%%' and spaces",
				 request->ifname, IFNAMSIZ - 1);
	return 0;
}

static int read_mac(struct error *error, const json_t *root, struct request *request)
{
	const char *text = "";
	int err = json_get_text(error, options_of(root), OPTIONS, "static_mac", &text);

	request->has_mac = !err && *text;
	if (!request->has_mac || mac_parse(text, request->mac))
		return err;
	return error_set(error, ERROR_CONFIG,
			 "static_mac: \"%.40s\" is not a MAC address, e.g. 02:00:00:00:00:01",
			 text);
}

/* The driver has none for one container alone; better no network than one without a promise. */
static int refuse_options(struct error *error, const json_t *root)
{
	json_t *options = NULL;
	int err = json_get_object(error, options_of(root), OPTIONS, "options", &options);
	void *first = options ? json_object_iter(options) : NULL;

	if (err || !first)
		return err;
	return error_set(
		error, ERROR_CONFIG,
		"there is no option \"%.40s\" of a container's network with driver macbpf: "
		"give it to the network, with 'podman network create -o'",
		json_object_iter_key(first));
}

/* Its prefix is that of the subnet that it is in. */
static int place_ip(struct error *error, const struct network *network, const json_t *value,
		    struct setup_ip *out)
{
	const char *text = json_string_value(value);
	struct ip ip;

	if (!text || !ip_parse(text, &ip))
		return error_set(error, ERROR_CONFIG, "static_ips: \"%.60s\" is not an IP address",
				 text ?: "?");
	for (size_t i = 0; i < network->subnets; i++) {
		const struct network_subnet *subnet = &network->subnet[i];
		struct ip net, wanted = ip_network(&subnet->net);

		ip.prefix = subnet->net.prefix;
		net = ip_network(&ip);
		if (ip.family != subnet->net.family || !ip_equal(&net, &wanted))
			continue;
		*out = (struct setup_ip){ ip, subnet->gateway };
		return 0;
	}
	return error_set(error, ERROR_CONFIG,
			 "static_ips: %.60s is in none of the subnets of network %s", text,
			 network->name);
}

static int read_ips(struct error *error, const json_t *root, const struct network *network,
		    struct request *request)
{
	json_t *list = NULL, *entry;
	size_t i;
	int err = json_get_array(error, options_of(root), OPTIONS, "static_ips", &list);

	if (err)
		return err;
	request->ip = calloc(json_array_size(list) + 1, sizeof(*request->ip));
	if (!request->ip)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	json_array_foreach (list, i, entry)
		if ((err = place_ip(error, network, entry, &request->ip[request->ips++])))
			return err;
	if (request->ips || network->ipam > IPAM_HOST_LOCAL)
		return 0;
	return error_set(error, ERROR_CONFIG,
			 "no address was given for network %s: its IPAM driver is %s, and "
			 "static_ips is empty",
			 network->name, network_ipam_name(IPAM_HOST_LOCAL));
}

static int read_ports(struct error *error, const json_t *root, struct request *request)
{
	json_t *list = NULL;
	int err = json_get_array(error, root, "", "port_mappings", &list);

	request->publishes = json_array_size(list) > 0;
	return err;
}

int request_read(struct error *error, const json_t *root, const struct network *network,
		 struct request *request)
{
	return read_mac(error, root, request)
		       ?: refuse_options(error, root)
		       ?: read_ips(error, root, network, request)
		       ?: read_ports(error, root, request);
}

void request_free(struct request *request)
{
	free(request->ip);
}
