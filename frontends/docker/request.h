/* SPDX-License-Identifier: GPL-2.0-only */
/* request.h - which network and endpoint docker means, and what it wants the endpoint to have */
#ifndef DOCKER_REQUEST_H
#define DOCKER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "container/ip.h"
#include "json/json.h"

/* Texts lead into the JSON. */
struct request {
	const char *network, *endpoint; /* ids; the endpoint's is "" if a network alone is meant */
	char device[16]; /* what the endpoint's device is called until docker takes it */
	char ifname[16]; /* what the container is to call it; "": docker decides */
	bool has_mac;
	uint8_t mac[6];
	struct ip ip[2]; /* with the prefixes of their networks */
	size_t ips;
	size_t ports; /* that are to be published */
};

int request_read_network(struct error *error, const json_t *root, struct request *request);
int request_read_endpoint(struct error *error, const json_t *root, struct request *request);

/* Of an endpoint that is to be made: its addresses. */
int request_read_interface(struct error *error, const json_t *root, struct request *request);

/* The driver has no others for one container alone; better no endpoint than one without a promise.
 */
int request_read_options(struct error *error, const json_t *root, struct request *request);

#define REQUEST_NOTE (2 * IP_TEXT + 16)

/*
 * What Join needs of what CreateEndpoint was told, as a line of text: the addresses if they are
 * asked for, and the name. And from it; what is neither is nothing there.
 */
void request_write_note(const struct request *request, bool addresses, char out[REQUEST_NOTE]);
void request_parse_note(struct request *request, const char *line);

int request_read_ports(struct error *error, const json_t *root, struct request *request);

#endif
