/* SPDX-License-Identifier: GPL-2.0-only */
/* request.h - which container gets which interface, with which addresses */
#ifndef NETAVARK_REQUEST_H
#define NETAVARK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "container/setup.h"
#include "json/json.h"
#include "netavark/network.h"

/* Texts lead into the JSON. */
struct request {
	const char *container; /* its id */
	const char *name;      /* its name; "" if it has none */
	const char *ifname;
	bool publishes; /* ports are to be forwarded */
	bool has_mac;
	uint8_t mac[6];
	struct setup_ip *ip;
	size_t ips;
};

/* What leads to an endpoint again: container and interface. */
int request_read_names(struct error *error, const json_t *root, struct request *request);

/* The rest, for a network that was read. To be freed in either case. */
int request_read(struct error *error, const json_t *root, const struct network *network,
		 struct request *request);
void request_free(struct request *request);

#endif
