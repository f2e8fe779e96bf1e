/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* queue.h - the pair of devices whose queue holds what an endpoint sends to a rate. */
#ifndef MB_ENDPOINT_QUEUE_H
#define MB_ENDPOINT_QUEUE_H

#include "endpoint/change.h"

#define MB_QUEUE_ALIAS "macbpf-rate"

/* The end of it that what it sends goes into. -ENODEV: there is none. */
int mb_queue_find(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		  struct mb_dev *in);
/* The other. It may have been moved to another netns, and its number here be anybody's: -ENODEV. */
int mb_queue_find_out(struct macbpf *mb, const struct mb_dev *in, struct mb_dev *out);

/* Makes it, or what is missing of it, and gives it this rate. */
int mb_queue_ensure(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		    const struct mb_rate *rate);

/* Removes it if the endpoint is to have none: when no program leads there any more. */
int mb_queue_trim(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/* Removes those whose endpoint is gone, and their port with it; true if there were any. */
bool mb_queue_sweep(struct macbpf *mb, const struct mb_world *w);

#endif /* MB_ENDPOINT_QUEUE_H */
