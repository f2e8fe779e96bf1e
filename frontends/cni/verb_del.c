// SPDX-License-Identifier: GPL-2.0-only
/* verb_del.c - DEL: whatever is left of an attachment, without complaint of what isn't. */
#include <unistd.h>

#include "cni/call.h"
#include "container/endpoint.h"
#include "cni/ipam.h"
#include "container/netns.h"

/* With its container an endpoint inside of it is gone as well. */
static int delete (struct call *call)
{
	struct endpoint ep = { 0 };
	int fd = -1, err = 0;

	if (call->conf.link_in_container) {
		if (!call->env.netns)
			return 0;
		err = netns_open(&call->error, call->env.netns, &fd);
		if (err || fd < 0)
			return err;
		close(fd);
	}
	err = endpoint_open(call, &ep) ?: endpoint_delete(call, &ep);
	endpoint_close(&ep);
	return err;
}

/* Addresses first: DHCP releases its lease over the interface. Neither waits for the other's luck.
 */
int verb_del(struct call *call)
{
	ipam_call(call, "DEL");
	delete (call);
	return call->error.code;
}
