/* SPDX-License-Identifier: GPL-2.0-only */
/* dhcp.h - netavark's DHCP proxy, by its client */
#ifndef NETAVARK_DHCP_H
#define NETAVARK_DHCP_H

#include "container/endpoint.h"
#include "container/setup.h"
#include "json/json.h"

struct call;

struct dhcp_lease {
	struct setup_ip ip; /* family 0: there is no lease */
	json_t *servers;    /* of DNS: never NULL */
	json_t *domains;    /* likewise */
};

void dhcp_init(struct dhcp_lease *lease);
void dhcp_free(struct dhcp_lease *lease);

/* Whether there is a client to be asked. */
int dhcp_check(struct call *call);

/* The proxy gets a lease for the endpoint, which is up, and sets its address and its routes. */
int dhcp_take(struct call *call, const struct endpoint *ep, struct dhcp_lease *lease);

/* Gives it back. That it can't is only told. */
void dhcp_release(struct call *call, const struct endpoint *ep);

#endif
