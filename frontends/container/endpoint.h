/* SPDX-License-Identifier: GPL-2.0-only */
/* endpoint.h - the macbpf endpoint of an attachment */
#ifndef CONTAINER_ENDPOINT_H
#define CONTAINER_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "container/attachment.h"
#include "container/mac.h"

struct endpoint {
	struct macbpf *mb; /* works where the lower is; NULL: not opened */
	char lower[16];	   /* its name now */
	uint32_t lower_mtu;
	bool lower_up;
	char hostdev[16];
	char host_mac[MAC_TEXT];
	char mac[MAC_TEXT];
	char port[16]; /* the lower that it is on */
	char name[16];
	char alias[128];
	uint32_t ifindex, mtu, mode;
	uint32_t guard;		     /* enum macbpf_guard_flag */
	uint64_t rate_in, rate_out;  /* bits per second; 0: no limit */
	bool owns_address, attached; /* of endpoint_find() alone, as port, alias, mode, guard */
};

/* The netns of the lower: the container's, if it is inside, else our own. */
int endpoint_open(const struct attachment *at, struct endpoint *ep);
void endpoint_close(struct endpoint *ep);

/* Finds the lower that is asked for, or that of the default route. */
int endpoint_find_lower(const struct attachment *at, struct endpoint *ep);

/* Makes it, up, and describes its two devices; after an error nothing is left. */
int endpoint_make(const struct attachment *at, struct endpoint *ep);

/* If it is guarded: it may send from these alone, IPv4 as ::ffff:a.b.c.d. None: from any. */
int endpoint_guard(const struct attachment *at, const struct endpoint *ep,
		   const uint8_t (*addr)[16], uint32_t count);

/* Tells the switches behind the lower where it is. What can't be told is no error. */
void endpoint_announce(const struct endpoint *ep);

/* Describes the one of this attachment; *found is false if there is none. */
int endpoint_find(const struct attachment *at, struct endpoint *ep, bool *found);

/* Deletes it. None is no error. */
int endpoint_delete(const struct attachment *at, struct endpoint *ep);

#endif
