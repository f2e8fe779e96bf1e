// SPDX-License-Identifier: GPL-2.0-only
/* cmd_teardown.c - teardown: whatever is left of an endpoint, without complaint of what isn't. */
#include <stdio.h>
#include <string.h>

#include "container/endpoint.h"
#include "netavark/call.h"
#include "netavark/dhcp.h"

/* Over the interface, while it is there. The proxy knows the lease by the MAC address. */
static int release_lease(struct call *call, struct endpoint *ep)
{
	bool found = false;
	int err;

	if (call->network.ipam != IPAM_DHCP)
		return 0;
	err = endpoint_find(&call->at, ep, &found);
	if (err || !found)
		return err;
	snprintf(ep->lower, sizeof(ep->lower), "%s", ep->port);
	dhcp_release(call, ep);
	return 0;
}

/* By its owner: the netns may be gone, the parent, and what the network was like. */
int cmd_teardown(struct call *call)
{
	struct endpoint ep = { 0 };

	if (!endpoint_open(&call->at, &ep)) {
		release_lease(call, &ep);
		endpoint_delete(&call->at, &ep);
	}
	endpoint_close(&ep);
	return call->error.kind;
}
