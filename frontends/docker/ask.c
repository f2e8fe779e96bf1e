// SPDX-License-Identifier: GPL-2.0-only
/* ask.c - what a call is about, as an attachment. */
#include "docker/ask.h"

#include <sys/socket.h>

#include "common/own.h"
#include "docker/call.h"
#include "docker/store.h"

static const struct attachment_words words = {
	.lower = "parent",
	.say_lower = "name one with -o parent=DEVICE",
	.drop_mtu = "leave out option mtu",
};

/* It stays beside the parent until docker takes it, and docker sets it up. */
void ask_names(struct call *call)
{
	call->at = (struct attachment){
		.front = ASK_FRONT,
		.words = &words,
		.network = call->request.network,
		.container = call->request.endpoint,
		.ifname = call->request.device,
		.netns_fd = -1,
		.lower = call->network.parent,
		.late_up = true,
		.error = &call->error,
	};
}

int ask_network(struct call *call)
{
	return store_load(&call->error, call->state, call->request.network, &call->record)
		       ?: network_read(&call->error, call->record, &call->network);
}

static struct ip address(const struct request *request, int family)
{
	for (size_t i = 0; i < request->ips; i++)
		if (request->ip[i].family == family)
			return request->ip[i];
	return (struct ip){ 0 };
}

int ask_gateways(struct call *call)
{
	static const int families[] = { AF_INET, AF_INET6 };
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(families) && !err; i++) {
		struct ip ip = address(&call->request, families[i]);

		err = network_gateway(&call->error, &call->network, families[i], &ip,
				      &call->gateway[i]);
	}
	return err;
}
