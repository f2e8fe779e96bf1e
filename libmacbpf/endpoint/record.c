// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* record.c - what an endpoint has on record: mode, flags, broadcast queue. */
#include "endpoint/address.h"
#include "endpoint/check.h"
#include "endpoint/part.h"
#include "endpoint/record.h"
#include "port/record.h"

int mb_record_check(struct mb_change *c)
{
	uint32_t mode = c->o.has & MACBPF_LINK_MODE ? c->o.mode : c->old.mode;

	return mb_check_mode_change(c->mb, c->name, c->old.mode, mode)
		       ?: mb_check_macaddr(c->mb, &c->o, mode);
}

void mb_record_take(struct mb_change *c)
{
	struct mb_endpoint_rec *rec = &c->ep->rec;

	if (mb_change_has(c, MACBPF_LINK_MODE))
		rec->mode = c->o.mode;
	if (mb_change_has(c, MACBPF_LINK_FLAGS))
		rec->flags = c->o.flags;
	if (mb_change_has(c, MACBPF_LINK_BC_QUEUE_LEN))
		rec->bc_queue_len = c->o.bc_queue_len;
}

/* The tables get the mode; those of a new endpoint later, with its address. */
static int write_record(struct mb_change *c)
{
	int err = mb_endpoint_save(c->mb, c->port, c->ep) ?: mb_port_save(c->mb, c->port);

	if (err || c->ep->rec.state != MB_EP_LIVE)
		return err;
	return mb_fdb_publish(c->mb, c->port, c->ep);
}

static int apply(struct mb_change *c)
{
	mb_record_take(c);
	c->old_bc_cutoff = c->port->rec.bc_cutoff;
	if (c->o.has & MACBPF_LINK_BC_CUTOFF)
		c->port->rec.bc_cutoff = c->o.bc_cutoff;
	return write_record(c);
}

static void undo(struct mb_change *c)
{
	c->ep->rec.mode = c->old.mode;
	c->ep->rec.flags = c->old.flags;
	c->ep->rec.bc_queue_len = c->old.bc_queue_len;
	c->port->rec.bc_cutoff = c->old_bc_cutoff;
	write_record(c);
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	(void)mb;
	view->info.mode = view->ep->rec.mode;
	view->info.flags = view->ep->rec.flags;
	view->info.bc_queue_len = view->ep->rec.bc_queue_len;
	view->info.bc_queue_len_used = mb_port_bc_queue_len(view->port);
	view->info.bc_cutoff = view->port->rec.bc_cutoff;
	return 0;
}

const struct mb_part mb_part_record = {
	.apply = apply,
	.undo = undo,
	.describe = describe,
};
