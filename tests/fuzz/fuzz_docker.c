// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_docker.c - any bytes as the body of what docker calls, and as the record of a network.
 *
 * guards: frontends/docker/ frontends/options/ frontends/json/
 */
#include <stdlib.h>
#include <string.h>

#include "frontends/container/name.h"
#include "frontends/docker/network.h"
#include "frontends/docker/request.h"
#include "frontends/json/json.h"
#include "front.h"

/* It is a part of an owner, and the name of a file. */
static void check_id(const char *id)
{
	expect(name_is_identifier(id) && strlen(id) <= 64 && !strchr(id, '/'));
}

/* What Join reads is what CreateEndpoint was told. */
static void check_note(const struct request *request)
{
	struct request again = { .ips = 2, .ifname = "eth9" };
	char note[REQUEST_NOTE];

	request_write_note(request, true, note);
	request_parse_note(&again, note);
	expect(again.ips == request->ips && !strcmp(again.ifname, request->ifname));
	expect(!memcmp(again.ip, request->ip, request->ips * sizeof(*request->ip)));
}

static void try_endpoint(const json_t *root)
{
	struct error error = { 0 };
	struct request request;
	int err = request_read_endpoint(&error, root, &request);

	if (!err) {
		check_id(request.network);
		check_id(request.endpoint);
		expect(name_is_device(request.device));
		err = request_read_interface(&error, root, &request)
			      ?: request_read_options(&error, root, &request)
			      ?: request_read_ports(&error, root, &request);
	}
	if (!err)
		check_note(&request);
	expect(err == error.kind && !err == !*error.msg);
	for (size_t i = 0; !err && i < request.ips; i++)
		expect(request.ip[i].family != 0);
}

static void try_network(const json_t *root)
{
	struct error error = { 0 };
	struct network network;
	struct request request;
	int err = request_read_network(&error, root, &request)
			  ?: network_read(&error, root, &network);

	expect(err == error.kind && !err == !*error.msg);
	if (err)
		return;
	check_id(request.network);
	expect(name_is_device(network.parent));
	expect(network.options.mtu >= 0 && network.options.mtu <= 65535);
	expect(network.options.macaddr_count <= OPTIONS_MACADDR_MAX);
	expect(macbpf_mode__name(network.options.mode) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char why[64];
	json_t *root = json_read((const char *)data, size, why, sizeof(why));

	if (root) {
		try_network(root);
		try_endpoint(root);
	}
	json_decref(root);
	return 0;
}
