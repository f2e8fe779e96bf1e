/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* reason.h - for what frames were dropped or took a slow path, counted by port and by endpoint */
#ifndef MACBPF_REASON_H
#define MACBPF_REASON_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_link;
struct macbpf_port;
struct macbpf_reason; /* a cause for which frames were dropped, or go a slow path */

struct macbpf_reason_info {
	size_t sz;	   /* in: sizeof the caller's struct */
	const char *name;  /* a word, e.g. "copy-refused" */
	const char *text;  /* a sentence */
	uint64_t frames;   /* how many were */
	uint32_t lost;	   /* 1: nobody has got them; 0: they went a slow path */
	uint32_t reserved; /* 0 */
};

/* Of a port: all reasons that there are, also those for which no frame was. Since 0.2. */
MACBPF_API const struct macbpf_reason *macbpf_reason__next(const struct macbpf_port *port,
							   const struct macbpf_reason *prev);

/*
 * The same of one endpoint, since it was made. A frame is counted of the endpoint that sent it; a
 * copy that the kernel refused, one for a source-mode endpoint, and what a switch sent back, of the
 * endpoint that it is for. None are listed of an endpoint that another version made which didn't
 * count. Since 0.2.
 */
MACBPF_API const struct macbpf_reason *macbpf_link_reason__next(const struct macbpf_link *link,
								const struct macbpf_reason *prev);

/* Since 0.2. */
MACBPF_API int macbpf_reason__info(const struct macbpf_reason *reason,
				   struct macbpf_reason_info *info);

MACBPF_END_DECLS

#endif /* MACBPF_REASON_H */
