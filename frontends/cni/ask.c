// SPDX-License-Identifier: GPL-2.0-only
/* ask.c - what a call asks for, as an attachment. */
#include "cni/ask.h"

#include "cni/call.h"

static const struct attachment_words words = {
	.lower = "master",
	.say_lower = "name one with key \"master\"",
	.drop_mtu = "remove key \"mtu\"",
};

static void fill_macvlan(const struct conf *conf, struct macbpf_macvlan_opts *opts)
{
	*opts = (struct macbpf_macvlan_opts){
		.sz = sizeof(*opts),
		.has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS | MACBPF_MACVLAN_MCAST_FLOOD |
		       MACBPF_MACVLAN_LEARNING,
		.mode = conf->mode,
		.flags = conf->flags,
		.mcast_flood = conf->mcast_flood,
		.learning = conf->learning,
		.bc_queue_len = (uint32_t)conf->bcqueuelen,
		.macaddr_limit = (uint32_t)conf->macaddr_limit,
	};
	if (conf->bcqueuelen >= 0)
		opts->has |= MACBPF_MACVLAN_BC_QUEUE_LEN;
	if (conf->macaddr_limit >= 0)
		opts->has |= MACBPF_MACVLAN_MACADDR_LIMIT;
}

static void fill_opts(const struct conf *conf, struct attachment *at)
{
	fill_macvlan(conf, &at->macvlan);
	at->source = (struct macbpf_source_opts){
		.sz = sizeof(at->source),
		.op = MACBPF_MACADDR_SET,
		.macaddr = (const uint8_t(*)[6])conf->macaddr,
		.count = conf->macaddr_count,
	};
	at->guard = (struct macbpf_guard_opts){
		.sz = sizeof(at->guard),
		.has = MACBPF_GUARD_FLAGS,
		.flags = MACBPF_GUARD_MAC,
	};
	at->rate = (struct macbpf_rate_opts){
		.sz = sizeof(at->rate),
		.has = MACBPF_RATE_IN | MACBPF_RATE_OUT,
		.in = (uint64_t)conf->bandwidth.in.rate,
		.in_burst = conf->bandwidth.in.burst,
		.out = (uint64_t)conf->bandwidth.out.rate,
		.out_burst = conf->bandwidth.out.burst,
	};
	at->opts = (struct macbpf_link_opts){
		.sz = sizeof(at->opts),
		.has = MACBPF_LINK_KIND | (conf->mtu ? MACBPF_LINK_MTU : 0),
		.kind = conf->kind,
		.mtu = (uint32_t)conf->mtu,
		.macvlan = &at->macvlan,
		.source = conf->macaddr ? &at->source : NULL,
		.guard = conf->guard ? &at->guard : NULL,
		.rate = conf->bandwidth.in.rate || conf->bandwidth.out.rate ? &at->rate : NULL,
	};
}

void ask_fill(struct call *call)
{
	call->at = (struct attachment){
		.front = "cni",
		.words = &words,
		.network = call->conf.name,
		.container = call->env.container,
		.ifname = call->env.ifname,
		.netns = call->env.netns,
		.netns_fd = -1,
		.lower = call->conf.master,
		.lower_inside = call->conf.link_in_container,
		.hook = call->conf.hook,
		.host_access = call->conf.host_access,
		.error = &call->error,
	};
	fill_opts(&call->conf, &call->at);
}

/* runtimeConfig goes before CNI_ARGS, and those before the configuration. */
int ask_choose_mac(struct call *call)
{
	const struct conf *conf = &call->conf;
	int err = args_parse(&call->error, call->env.args, &call->args);

	if (conf->has_runtime_mac)
		call->at.opts.address = conf->runtime_mac;
	else if (call->args.has_mac)
		call->at.opts.address = call->args.mac;
	else if (conf->has_mac)
		call->at.opts.address = conf->mac;
	return err;
}
