/* SPDX-License-Identifier: GPL-2.0-only */
/* call.h - one call of the plugin: what netavark or podman said, and what went wrong */
#ifndef NETAVARK_CALL_H
#define NETAVARK_CALL_H

#include "container/attachment.h"
#include "netavark/network.h"
#include "netavark/request.h"

struct call {
	const char *netns; /* the container's, a path; NULL: the command takes none */
	json_t *root;	   /* stdin; what follows leads into it */
	struct network network;
	struct request request; /* of setup and teardown */
	struct attachment at;
	struct error error;
};

/* The commands, a file each. 0, or the kind that is in call->error. */
int cmd_create(struct call *call);
int cmd_setup(struct call *call);
int cmd_teardown(struct call *call);

#endif
