// SPDX-License-Identifier: GPL-2.0-only
/* verb_del.c - DEL: whatever is left of an attachment, without complaint of what isn't. */
#include "cni/call.h"
#include "cni/ipam.h"
#include "cni/sandbox.h"
#include "container/endpoint.h"

/* With its container an endpoint inside of it is gone as well. */
static int del(struct call *call)
{
	struct endpoint ep = { 0 };
	int err = 0;

	if (call->at.lower_inside) {
		if (!call->env.netns)
			return 0;
		err = sandbox_find(call);
		if (err || call->at.netns_fd < 0)
			return err;
	}
	err = endpoint_open(&call->at, &ep) ?: endpoint_delete(&call->at, &ep);
	endpoint_close(&ep);
	return err;
}

/* Addresses first: DHCP releases its lease over the interface. Neither waits for the other's luck.
 */
int verb_del(struct call *call)
{
	ipam_call(call, "DEL");
	del(call);
	return call->error.kind;
}
