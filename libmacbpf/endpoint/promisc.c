// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* promisc.c - the lower, promiscuous for a passthru endpoint. */
#include "endpoint/part.h"
#include "port/lower.h"
#include "port/record.h"

static int follow_record(struct mb_change *c, const struct mb_endpoint_rec *rec)
{
	bool on = rec->mode == MB_MODE_PASSTHRU && !(rec->flags & MB_FLAG_NOPROMISC);

	if (c->ep->rec.mode != MB_MODE_PASSTHRU)
		return 0;
	return mb_lower_set_promisc(c->mb, c->port, on);
}

static int apply(struct mb_change *c)
{
	return follow_record(c, &c->ep->rec);
}

static void undo(struct mb_change *c)
{
	follow_record(c, &c->old);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	(void)ep;
	if (!port->lower || mb_record_modes(port) & MB_MODE_PASSTHRU)
		return 0;
	return mb_lower_set_promisc(mb, port, false);
}

const struct mb_part mb_part_promisc = {
	.apply = apply,
	.undo = undo,
	.retire = retire,
};
