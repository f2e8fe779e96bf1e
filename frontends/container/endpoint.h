/* SPDX-License-Identifier: GPL-2.0-only */
/* endpoint.h - the macbpf endpoint of an attachment */
#ifndef CONTAINER_ENDPOINT_H
#define CONTAINER_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "cni/call.h"
#include "container/mac.h"
#include "container/owner.h"

struct macbpf;

struct endpoint {
	struct macbpf *mb; /* works where the master is; NULL: not opened */
	char master[16];   /* its name now */
	uint32_t master_mtu;
	bool master_up;
	char hostdev[16];
	char host_mac[MAC_TEXT];
	char mac[MAC_TEXT];
	char lower[16];
	char name[16];
	uint32_t ifindex, mtu, mode;
	bool owns_address, attached; /* known to endpoint_find() alone, as lower and mode */
};

/* The netns of the master: the container's with linkInContainer, else our own. */
int endpoint_open(struct call *call, struct endpoint *ep);
void endpoint_close(struct endpoint *ep);

/* Finds the master of the configuration, or that of the default route. */
int endpoint_find_master(struct call *call, int netns_fd, struct endpoint *ep);

/* Makes it, up, and says what its two devices are; after an error nothing is left. */
int endpoint_make(struct call *call, struct endpoint *ep);

/* Describes the one of this attachment; *found is false if there is none. */
int endpoint_find(struct call *call, struct endpoint *ep, bool *found);

/* Deletes it. None is no error. */
int endpoint_delete(struct call *call, struct endpoint *ep);

#endif
