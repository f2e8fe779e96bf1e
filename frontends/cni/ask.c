// SPDX-License-Identifier: GPL-2.0-only
/* ask.c - what a call asks for, as an attachment. */
#include "cni/ask.h"

#include "cni/call.h"

static const struct attachment_words words = {
	.lower = "master",
	.say_lower = "name one with key \"master\"",
	.drop_mtu = "remove key \"mtu\"",
};

static void fill_opts(const struct conf *conf, struct macbpf_link_opts *opts)
{
	opts->sz = sizeof(*opts);
	opts->has = MACBPF_LINK_MODE | MACBPF_LINK_FLAGS | MACBPF_LINK_KIND;
	opts->kind = conf->kind;
	opts->mode = conf->mode;
	opts->flags = conf->flags;
	if (conf->mtu) {
		opts->has |= MACBPF_LINK_MTU;
		opts->mtu = (uint32_t)conf->mtu;
	}
	if (conf->bcqueuelen >= 0) {
		opts->has |= MACBPF_LINK_BC_QUEUE_LEN;
		opts->bc_queue_len = (uint32_t)conf->bcqueuelen;
	}
	if (conf->macaddr) {
		opts->has |= MACBPF_LINK_MACADDR;
		opts->macaddr_op = MACBPF_MACADDR_SET;
		opts->macaddr = (const uint8_t(*)[6])conf->macaddr;
		opts->macaddr_count = conf->macaddr_count;
	}
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
		.error = &call->error,
	};
	fill_opts(&call->conf, &call->at.opts);
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
