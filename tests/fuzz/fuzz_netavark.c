// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_netavark.c - any bytes as what netavark and podman write to the plugin.
 *
 * guards: frontends/netavark/ frontends/json/
 */
#include <stdlib.h>

#include "frontends/container/name.h"
#include "frontends/json/json.h"
#include "frontends/netavark/network.h"
#include "frontends/netavark/request.h"
#include "front.h"

/* Each address and route of what passes can be given to the kernel. */
static void check_network(const struct network *network)
{
	const struct options *options = &network->options;

	for (size_t i = 0; i < network->subnets; i++)
		expect(network->subnet[i].net.family != 0);
	for (size_t i = 0; i < network->routes; i++)
		expect(network->route[i].dst.family == network->route[i].gateway.family);
	expect(options->mtu >= 0 && options->mtu <= 65535);
	expect(options->macaddr_count <= OPTIONS_MACADDR_MAX);
	expect(macbpf_mode__name(options->mode) != NULL);
}

static void try_request(const json_t *root, const struct network *network)
{
	struct error error = { 0 };
	struct request request;
	int err = request_read_names(&error, root, &request);

	if (!err) {
		expect(name_is_identifier(request.container) && name_is_device(request.ifname));
		err = request_read(&error, root, network, &request);
	}
	expect(err == error.kind && !err == !*error.msg);
	for (size_t i = 0; !err && i < request.ips; i++)
		expect(request.ip[i].address.family != 0);
	request_free(&request);
}

/* What passes is safe to use: as a part of an owner, in its range. */
static void try_network(const json_t *root, json_t *object)
{
	struct error error = { 0 };
	struct network network;
	int err = network_read_names(&error, object, &network);

	if (!err) {
		expect(name_is_identifier(network.name));
		err = network_read(&error, &network);
	}
	expect(err == error.kind && !err == !*error.msg);
	if (!err) {
		check_network(&network);
		try_request(root, &network);
	}
	network_free(&network);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char why[64];
	json_t *root = json_read((const char *)data, size, why, sizeof(why));
	json_t *network = json_object_get(root, "network");

	if (root)
		try_network(root, root);
	if (json_is_object(network))
		try_network(root, network);
	json_decref(root);
	return 0;
}
