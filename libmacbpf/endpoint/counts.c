// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* counts.c - what is counted of an endpoint by reason, as long as it lives. */
#include <errno.h>
#include <string.h>

#include "endpoint/part.h"

static int counts_failed(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't keep count of %s: %s", ep->rec.name, strerror(-err));
}

static int apply(struct mb_change *c)
{
	if (!mb_change_is_new(c))
		return 0;
	return counts_failed(c->mb, c->ep, mb_counts_begin(&c->port->maps, c->ep->rec.hostdev));
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	return counts_failed(mb, ep, mb_counts_end(&port->maps, ep->rec.hostdev));
}

static void undo(struct mb_change *c)
{
	if (mb_change_is_new(c))
		retire(c->mb, c->port, c->ep);
}

/* Of whom nothing is counted, as an older library made the port, nothing is told. */
static int describe(struct macbpf *mb, struct mb_view *view)
{
	uint64_t frames[MB_R_COUNT];
	int err = mb_counts_get(&view->port->maps, view->ep->rec.hostdev, frames);

	if (err == -ENOENT)
		return 0;
	if (err)
		return mb_fail(mb, err, "can't read the counts of %s: %s", view->ep->rec.name,
			       strerror(-err));
	mb_reasons_fill(view->reason, frames);
	view->counted = true;
	return 0;
}

const struct mb_part mb_part_counts = {
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.describe = describe,
};
