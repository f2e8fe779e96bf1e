// SPDX-License-Identifier: GPL-2.0-only
/* cmd_create.c - create: a network that podman is about to keep, checked and completed. */
#include "netavark/answer.h"
#include "netavark/ask.h"
#include "netavark/call.h"

#include <string.h>

/* Without one the device of the default route is meant, whichever that is when a container starts.
 */
static int check_parent(struct call *call)
{
	struct endpoint ep = { 0 };

	return call->network.parent ? endpoint_find_lower(&call->at, &ep) : 0;
}

static int no_memory(struct call *call)
{
	return error_set(&call->error, ERROR_INTERNAL, "out of memory");
}

/* As podman does it for macvlan. */
static int choose_ipam(struct call *call)
{
	struct network *network = &call->network;
	json_t *ipam = json_object_get(network->object, "ipam_options");
	int err = 0;

	if (network->ipam == IPAM_UNSAID)
		network->ipam = network->subnets ? IPAM_HOST_LOCAL : IPAM_DHCP;
	if (!json_is_object(ipam)) {
		ipam = json_object();
		err = json_object_set_new(network->object, "ipam_options", ipam);
	}
	if (err ||
	    json_object_set_new(ipam, "driver", json_string(network_ipam_name(network->ipam))))
		return no_memory(call);
	return network->ipam == IPAM_DHCP ? dhcp_check(call) : 0;
}

/* Names are not answered here: podman keeps aardvark-dns for bridges. */
static int complete(struct call *call)
{
	const struct network *network = &call->network;
	int err = 0;

	if (network->parent)
		err = json_object_set_new(network->object, "network_interface",
					  json_string(network->parent));
	json_object_del(json_object_get(network->object, "options"), "parent");
	if (err || json_object_set_new(network->object, "dns_enabled", json_false()))
		return no_memory(call);
	return 0;
}

static int print(struct call *call)
{
	int err = answer_print(json_incref(call->network.object));

	if (!err)
		return 0;
	return error_set(&call->error, ERROR_INTERNAL, "can't print the network: %s",
			 strerror(-err));
}

int cmd_create(struct call *call)
{
	int err = network_read_names(&call->error, call->root, &call->network)
			  ?: network_read(&call->error, &call->network);

	if (err)
		return err;
	ask_names(call);
	return check_parent(call) ?: choose_ipam(call) ?: complete(call) ?: print(call);
}
