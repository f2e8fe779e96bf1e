/* SPDX-License-Identifier: GPL-2.0-only */
/* setup.h - giving the container's interface its addresses and routes */
#ifndef CONTAINER_SETUP_H
#define CONTAINER_SETUP_H

#include "container/attachment.h"
#include "container/ip.h"
#include "container/route.h"

struct setup_ip {
	struct ip address; /* with the prefix of its network */
	struct ip gateway; /* family 0: none */
};

struct setup {
	struct setup_ip *ip;
	struct route
		*route; /* one that leads beyond the link takes the first gateway if it has none */
	size_t ips, routes;
	bool no_autoconf; /* routers give it no IPv6 address */
	bool await_dad;	  /* also where no IPv6 gateway needs it */
};

/* In the container's netns: `ifindex` is up, and has the addresses and routes, afterwards. */
int setup_interface(const struct attachment *at, int ifindex, const struct setup *setup);

#endif
