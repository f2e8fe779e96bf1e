// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* record.c - what an endpoint has on record: mode, flags, broadcast queue. */
#include "base/txn.h"
#include "endpoint/address.h"
#include "endpoint/check.h"
#include "endpoint/neigh.h"
#include "endpoint/steps.h"
#include "port/record.h"

int mb_record_check(struct mb_change *c)
{
	uint32_t mode = c->o.has & MACBPF_LINK_MODE ? c->o.mode : c->old.mode;

	return mb_check_mode_change(c->mb, c->name, c->old.mode, mode)
		       ?: mb_check_macaddr(c->mb, &c->o, mode);
}

static int write_record(struct mb_change *c)
{
	return mb_endpoint_save(c->mb, c->port, c->ep) ?: mb_port_save(c->mb, c->port) ?:
	       mb_fdb_publish(c->mb, c->port, c->ep);
}

void mb_record_restore(void *arg)
{
	struct mb_change *c = arg;

	c->ep->rec.mode = c->old.mode;
	c->ep->rec.flags = c->old.flags;
	c->ep->rec.bc_queue_len = c->old.bc_queue_len;
	c->port->rec.bc_cutoff = c->old_bc_cutoff;
	write_record(c);
}

int mb_record_change(void *arg)
{
	struct mb_change *c = arg;
	struct mb_endpoint_rec *rec = &c->ep->rec;
	int err;

	if (c->o.has & MACBPF_LINK_MODE)
		rec->mode = c->o.mode;
	if (c->o.has & MACBPF_LINK_FLAGS)
		rec->flags = c->o.flags;
	if (c->o.has & MACBPF_LINK_BC_QUEUE_LEN)
		rec->bc_queue_len = c->o.bc_queue_len;
	if (c->o.has & MACBPF_LINK_BC_CUTOFF)
		c->port->rec.bc_cutoff = c->o.bc_cutoff;
	err = write_record(c);
	if (!err && rec->mode != c->old.mode)
		err = mb_port_forget(c->mb, c->port, c->ep);
	if (err)
		mb_undo(c->mb, mb_record_restore, c);
	return err;
}
