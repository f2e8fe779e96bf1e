// SPDX-License-Identifier: GPL-2.0-only
/* ask.c - what a call asks for, as an attachment. */
#include "netavark/ask.h"

#include "netavark/call.h"

static const struct attachment_words words = {
	.lower = "parent",
	.say_lower = "name one with -o parent=DEVICE",
	.drop_mtu = "leave out option mtu",
};

void ask_names(struct call *call)
{
	call->at = (struct attachment){
		.front = "nv",
		.words = &words,
		.network = call->network.name,
		.container = call->request.container,
		.ifname = call->request.ifname,
		.netns = call->netns,
		.netns_fd = -1,
		.lower = call->network.parent,
		.late_up = true, /* it has its addresses before it hears of any */
		.error = &call->error,
	};
}

static void fill_macvlan(const struct options *options, struct macbpf_macvlan_opts *opts)
{
	*opts = (struct macbpf_macvlan_opts){
		.sz = sizeof(*opts),
		.has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS | MACBPF_MACVLAN_MCAST_FLOOD |
		       MACBPF_MACVLAN_LEARNING,
		.mode = options->mode,
		.flags = (options->nopromisc ? MACBPF_FLAG_NOPROMISC : 0) |
			 (options->nodst ? MACBPF_FLAG_NODST : 0),
		.bc_cutoff = (int32_t)options->bclim,
		.mcast_flood = options->mcast_flood,
		.macaddr_limit = (uint32_t)options->macaddr_limit,
		.learning = options->learning,
	};
	if (options->bclim != OPTIONS_NONE)
		opts->has |= MACBPF_MACVLAN_BC_CUTOFF;
	if (options->macaddr_limit != OPTIONS_NONE)
		opts->has |= MACBPF_MACVLAN_MACADDR_LIMIT;
}

static void fill_guard(const struct options *options, struct macbpf_guard_opts *opts)
{
	*opts = (struct macbpf_guard_opts){
		.sz = sizeof(*opts),
		.has = (options->guard ? MACBPF_GUARD_FLAGS : 0) |
		       (options->isolated ? MACBPF_GUARD_ISOLATED : 0),
		.flags = options->guard ? MACBPF_GUARD_MAC : 0,
		.isolated = options->isolated,
	};
}

void ask_fill(struct call *call)
{
	const struct options *options = &call->network.options;
	struct attachment *at = &call->at;

	at->hook = options->hook;
	at->host_access = options->host_access;
	fill_macvlan(options, &at->macvlan);
	fill_guard(options, &at->guard);
	at->source = (struct macbpf_source_opts){
		.sz = sizeof(at->source),
		.op = MACBPF_MACADDR_SET,
		.macaddr = options->macaddr,
		.count = options->macaddr_count,
	};
	at->opts = (struct macbpf_link_opts){
		.sz = sizeof(at->opts),
		.has = MACBPF_LINK_KIND | (options->mtu ? MACBPF_LINK_MTU : 0),
		.address = call->request.has_mac ? call->request.mac : NULL,
		.kind = options->kind,
		.mtu = (uint32_t)options->mtu,
		.macvlan = &at->macvlan,
		.source = options->macaddr_count ? &at->source : NULL,
		.guard = at->guard.has ? &at->guard : NULL,
	};
}
