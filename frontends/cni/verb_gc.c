// SPDX-License-Identifier: GPL-2.0-only
/* verb_gc.c - GC: attachments to this network that the runtime doesn't know any more. */
#include <errno.h>
#include <string.h>

#include "cni/call.h"
#include "cni/ipam.h"
#include "container/endpoint.h"
#include "container/owner.h"

static const char *member(const json_t *entry, const char *key)
{
	return json_string_value(json_object_get(entry, key));
}

static int check_valid(struct call *call)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (call->conf.valid, i, entry)
		if (!member(entry, "containerID") || !member(entry, "ifname"))
			return error_set(&call->error, ERROR_CONFIG,
					 "invalid value for key \"cni.dev/valid-attachments\": an "
					 "entry lacks containerID or ifname");
	return 0;
}

static bool is_valid(const struct call *call, const char *owner)
{
	struct attachment known = call->at;
	char mark[OWNER_SIZE];
	const json_t *entry;
	size_t i;

	json_array_foreach (call->conf.valid, i, entry) {
		known.container = member(entry, "containerID");
		known.ifname = member(entry, "ifname");
		if (!strcmp(owner, owner_make(mark, &known)))
			return true;
	}
	return false;
}

/* Not every IPAM plugin collects garbage; every one knows DEL. */
static void collect(struct call *call, struct macbpf *mb, const char *owner)
{
	char container[OWNER_SIZE], ifname[OWNER_SIZE];
	int err;

	if (owner_split(owner, container, ifname))
		ipam_release(call, container, ifname);
	err = macbpf_owner__del(mb, owner);
	if (err && err != -ENODEV)
		error_set_macbpf(&call->error, mb, err);
}

/* What one can't be rid of is no reason to keep the others. */
static void collect_all(struct call *call, struct macbpf *mb, const struct macbpf_links *links)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;

	while ((link = macbpf_links__next(links, link))) {
		macbpf_link__info(link, &info);
		if (owner_is_of(info.owner, &call->at) && !is_valid(call, info.owner))
			collect(call, mb, info.owner);
	}
}

static int collect_endpoints(struct call *call)
{
	struct macbpf_links *links = NULL;
	struct endpoint ep = { 0 };
	int err;

	/* Inside of containers, endpoints go with them. */
	if (call->at.lower_inside)
		return 0;
	err = endpoint_open(&call->at, &ep);
	if (!err) {
		err = macbpf_links__get(ep.mb, NULL, &links);
		if (err)
			error_set_macbpf(&call->error, ep.mb, err);
		else
			collect_all(call, ep.mb, links);
		macbpf_links__free(links);
	}
	endpoint_close(&ep);
	return call->error.kind;
}

int verb_gc(struct call *call)
{
	if (!call->conf.valid)
		return 0;
	if (check_valid(call))
		return call->error.kind;
	collect_endpoints(call);
	ipam_call(call, "GC");
	return call->error.kind;
}
