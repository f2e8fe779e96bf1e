// SPDX-License-Identifier: GPL-2.0-only
/* sandbox.c - the network namespace that CNI_NETNS names. */
#include "cni/sandbox.h"

#include <errno.h>
#include <string.h>

#include "cni/call.h"
#include "common/own.h"
#include "container/netns.h"

int sandbox_find(struct call *call)
{
	int fd = netns_open(call->env.netns);

	if (fd < 0 && fd != -ENOENT)
		return error_set(&call->error, ERROR_ENVIRONMENT, "can't open CNI_NETNS \"%s\": %s",
				 call->env.netns, strerror(-fd));
	call->at.netns_fd = fd < 0 ? -1 : fd;
	return 0;
}

int sandbox_open(struct call *call)
{
	int err = sandbox_find(call);

	if (err || call->at.netns_fd >= 0)
		return err;
	return error_set(&call->error, ERROR_CONTAINER,
			 "CNI_NETNS \"%s\" is not a network namespace, or not any more",
			 call->env.netns);
}

void sandbox_close(struct call *call)
{
	mb_close_fd(&call->at.netns_fd);
	call->at.netns_fd = -1;
}
