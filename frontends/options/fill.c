// SPDX-License-Identifier: GPL-2.0-only
/* fill.c - the endpoint that options of a network ask for. */
#include "options/options.h"

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

void options_fill(const struct options *options, const uint8_t *mac, struct attachment *at)
{
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
		.address = mac,
		.kind = options->kind,
		.mtu = (uint32_t)options->mtu,
		.macvlan = &at->macvlan,
		.source = options->macaddr_count ? &at->source : NULL,
		.guard = at->guard.has ? &at->guard : NULL,
	};
}
