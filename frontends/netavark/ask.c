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

void ask_fill(struct call *call)
{
	options_fill(&call->network.options, call->request.has_mac ? call->request.mac : NULL,
		     &call->at);
}
