// SPDX-License-Identifier: GPL-2.0-only
/* cmd_endpoint.c - CreateEndpoint and DeleteEndpoint: a device beside the parent, for docker to
 * take. */
#include "container/endpoint.h"
#include "docker/ask.h"
#include "docker/call.h"
#include "docker/parent.h"

static int read_all(struct call *call)
{
	return request_read_endpoint(&call->error, call->root, &call->request)
		       ?: request_read_interface(&call->error, call->root, &call->request)
		       ?: request_read_options(&call->error, call->root, &call->request)
		       ?: ask_network(call);
}

/*
 * When it joins docker says neither its addresses, by which its gateway is asked again, nor what it
 * is to be called.
 */
static void keep_note(struct call *call)
{
	request_write_note(&call->request, network_has_choice(&call->network), call->note);
	if (*call->note)
		call->at.opts.alias = call->note;
}

static int fill(struct call *call)
{
	ask_names(call);
	options_fill(&call->network.options, call->request.has_mac ? call->request.mac : NULL,
		     &call->at);
	keep_note(call);
	return ask_gateways(call);
}

/* Docker has chosen the addresses already, and gives them when the device is in the container. */
static int guard_addresses(struct call *call, struct endpoint *ep)
{
	uint8_t addr[2][16];

	for (size_t i = 0; i < call->request.ips; i++)
		ip_mapped(addr[i], &call->request.ip[i]);
	return endpoint_guard(&call->at, ep, (const uint8_t(*)[16])addr,
			      (uint32_t)call->request.ips);
}

/* What was given must not come back. */
static int answer(struct call *call, const struct endpoint *ep)
{
	call->answer = call->request.has_mac
			       ? json_pack("{s:{}}", "Interface")
			       : json_pack("{s:{s:s}}", "Interface", "MacAddress", ep->mac);
	return call->answer ? 0 : error_set(&call->error, ERROR_INTERNAL, "out of memory");
}

/* Docker asks again if it had no answer: an endpoint that is there is of a call that was cut off.
 */
static int make(struct call *call, struct endpoint *ep)
{
	const struct attachment *at = &call->at;
	int err = endpoint_find_lower(at, ep)
			  ?: endpoint_open(at, ep) ?: endpoint_delete(at, ep) ?: endpoint_make(at, ep);

	if (err)
		return err;
	call->made = true;
	err = guard_addresses(call, ep) ?: answer(call, ep);
	if (err)
		endpoint_delete(at, ep);
	return err;
}

int cmd_create_endpoint(struct call *call)
{
	struct endpoint ep = { 0 };
	int err = read_all(call) ?: fill(call) ?: parent_prepare(&call->error, &call->network);

	if (err)
		return err;
	err = make(call, &ep);
	endpoint_close(&ep);
	return err;
}

/* By its owner: the network's record may be gone, and the parent. */
int cmd_delete_endpoint(struct call *call)
{
	struct endpoint ep = { 0 };
	int err = request_read_endpoint(&call->error, call->root, &call->request);

	if (err)
		return err;
	ask_names(call);
	err = endpoint_open(&call->at, &ep) ?: endpoint_delete(&call->at, &ep);
	endpoint_close(&ep);
	return err;
}
