// SPDX-License-Identifier: GPL-2.0-only
/* cmd_network.c - CreateNetwork and DeleteNetwork: what docker tells of a network is kept. */
#include <errno.h>

#include "container/endpoint.h"
#include "container/owner.h"
#include "docker/ask.h"
#include "docker/call.h"
#include "docker/parent.h"
#include "docker/store.h"

/* Where no gateway leads out docker since 28 has no address for one, if it is told. */
int cmd_check_gateway(struct call *call)
{
	int err = network_read(&call->error, call->root, &call->network);
	bool skip = !network_leads_out(&call->network);

	if (err)
		return err;
	call->answer = json_pack("{s:b, s:b}", "SkipIPv4", skip, "SkipIPv6", skip);
	return call->answer ? 0 : error_set(&call->error, ERROR_INTERNAL, "out of memory");
}

/* That there is such a lower is known now, and not with the first container. */
static int check_lower(struct call *call)
{
	struct endpoint ep = { 0 };

	ask_names(call);
	return endpoint_find_lower(&call->at, &ep);
}

static int keep(struct call *call)
{
	return store_save(&call->error, call->state, call->request.network, call->root);
}

int cmd_create_network(struct call *call)
{
	int err = request_read_network(&call->error, call->root, &call->request)
			  ?: network_read(&call->error, call->root, &call->network)
			  ?: parent_prepare(&call->error, &call->network);

	if (err)
		return err;
	err = check_lower(call) ?: keep(call);
	if (err)
		parent_release(&call->error, call->state, &call->network);
	return err;
}

/* Docker has deleted those that it knows of. */
static int delete_endpoints(struct call *call, struct macbpf *mb, const struct macbpf_links *links)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;
	int err;

	while ((link = macbpf_links__next(links, link))) {
		macbpf_link__info(link, &info);
		err = owner_is_of(info.owner, &call->at) ? macbpf_owner__del(mb, info.owner) : 0;
		if (err && err != -ENODEV)
			return error_set_macbpf(&call->error, mb, err);
	}
	return 0;
}

static int clean(struct call *call)
{
	struct macbpf_links *links = NULL;
	struct endpoint ep = { 0 };
	int err;

	ask_names(call);
	err = endpoint_open(&call->at, &ep);
	if (err)
		return err;
	err = macbpf_links__get(ep.mb, NULL, &links);
	err = err ? error_set_macbpf(&call->error, ep.mb, err)
		  : delete_endpoints(call, ep.mb, links);
	macbpf_links__free(links);
	endpoint_close(&ep);
	return err;
}

/* A network whose record is gone, or can't be read, is no reason to keep it in docker. */
int cmd_delete_network(struct call *call)
{
	struct error unread = { 0 };
	int err = request_read_network(&call->error, call->root, &call->request) ?: clean(call);
	bool known;

	if (err)
		return err;
	known = !store_load(&unread, call->state, call->request.network, &call->record) &&
		!network_read(&unread, call->record, &call->network);
	err = store_delete(&call->error, call->state, call->request.network);
	if (err || !known)
		return err;
	return parent_release(&call->error, call->state, &call->network);
}
