// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* promisc.c - the lower, promiscuous for a passthru endpoint, or for one that learns. */
#include "endpoint/part.h"
#include "port/lower.h"
#include "port/record.h"

static int follow(struct mb_change *c, const struct mb_endpoint_rec *rec)
{
	struct mb_endpoint_rec now = c->ep->rec;
	bool on;

	c->ep->rec.mode = rec->mode;
	c->ep->rec.flags = rec->flags;
	c->ep->rec.learning = rec->learning;
	on = mb_record_any_promisc(c->port);
	c->ep->rec = now;
	return mb_lower_set_promisc(c->mb, c->port, on);
}

static int apply(struct mb_change *c)
{
	return follow(c, &c->ep->rec);
}

static void undo(struct mb_change *c)
{
	follow(c, &c->old);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	(void)ep;
	return port->lower ? mb_lower_set_promisc(mb, port, mb_record_any_promisc(port)) : 0;
}

const struct mb_part mb_part_promisc = {
	.apply = apply,
	.undo = undo,
	.retire = retire,
};
