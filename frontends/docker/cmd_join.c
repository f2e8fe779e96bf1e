// SPDX-License-Identifier: GPL-2.0-only
/* cmd_join.c - Join: which device docker is to take, and the container's way out. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>

#include "container/endpoint.h"
#include "docker/ask.h"
#include "docker/call.h"

static int no_memory(struct call *call)
{
	return error_set(&call->error, ERROR_INTERNAL, "out of memory");
}

static int put_gateway(json_t *answer, const char *key, const struct ip *gateway)
{
	char text[INET6_ADDRSTRLEN];

	if (!gateway->family)
		return 0;
	inet_ntop(gateway->family, gateway->byte, text, sizeof(text));
	return json_object_set_new(answer, key, json_string(text));
}

/* Docker that knows no DstName takes the prefix, and puts a number behind it. */
static json_t *names(const struct request *request)
{
	if (!*request->ifname)
		return json_pack("{s:s, s:s}", "SrcName", request->device, "DstPrefix", "eth");
	return json_pack("{s:s, s:s, s:s}", "SrcName", request->device, "DstPrefix", "eth",
			 "DstName", request->ifname);
}

/* Where no gateway is answered docker would give the container a second interface, to its bridge.
 */
static int answer(struct call *call)
{
	const struct network *network = &call->network;
	bool has_way =
		network_leads_out(network) && (call->gateway[0].family || call->gateway[1].family);

	call->answer = json_pack("{s:o, s:b}", "InterfaceName", names(&call->request),
				 "DisableGatewayService", !has_way);
	if (!call->answer)
		return no_memory(call);
	if (has_way && (put_gateway(call->answer, "Gateway", &call->gateway[0]) ||
			put_gateway(call->answer, "GatewayIPv6", &call->gateway[1])))
		return no_memory(call);
	return 0;
}

static int find(struct call *call)
{
	struct endpoint ep = { 0 };
	bool found = false;
	int err = endpoint_open(&call->at, &ep) ?: endpoint_find(&call->at, &ep, &found);

	endpoint_close(&ep);
	if (found)
		request_parse_note(&call->request, ep.alias);
	if (err || found)
		return err;
	return error_set(&call->error, ERROR_AGAIN,
			 "endpoint %.12s is gone: start the container again",
			 call->request.endpoint);
}

int cmd_join(struct call *call)
{
	int err = request_read_endpoint(&call->error, call->root, &call->request)
			  ?: ask_network(call);

	if (err)
		return err;
	ask_names(call);
	return find(call) ?: ask_gateways(call) ?: answer(call);
}

/* The container has addresses of its own. */
int cmd_publish(struct call *call)
{
	int err = request_read_endpoint(&call->error, call->root, &call->request)
			  ?: request_read_ports(&call->error, call->root, &call->request);

	if (!err && call->request.ports)
		fprintf(stderr,
			"%s: ports are not published: endpoint %.12s of network %.12s is reached "
			"at addresses of its own\n",
			program_invocation_short_name, call->request.endpoint,
			call->request.network);
	return err;
}
