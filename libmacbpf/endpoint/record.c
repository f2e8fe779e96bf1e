// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* record.c - an endpoint's record: its slot and name, mode and flags. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "base/txn.h"
#include "endpoint/address.h"
#include "endpoint/check.h"
#include "endpoint/neigh.h"
#include "endpoint/steps.h"
#include "kinds/kind.h"
#include "port/record.h"
#include "world/hostdev.h"

static uint32_t free_slot(const struct mb_port *port)
{
	uint32_t slot = 0;

	while (slot < port->count && port->ep[slot].slot == slot)
		slot++;
	return slot;
}

/* A user may want one of our names for the device; beside the lower it would meet its hostdev. */
static uint32_t free_id(const struct mb_change *c)
{
	uint32_t id = c->port->rec.next_id;
	char name[MB_IFNAME_LEN];

	while (mb_world_dev_named(c->w, mb_hostdev_name(name, id)) || !strcmp(name, c->name))
		id++;
	return id;
}

void mb_record_release(void *arg)
{
	struct mb_change *c = arg;

	c->ep->rec = (struct mb_endpoint_rec){ 0 };
	mb_endpoint_save(c->mb, c->port, c->ep);
	c->port->count--;
}

static void fill_record(struct mb_change *c, struct mb_endpoint_rec *rec)
{
	rec->state = MB_EP_BUILDING;
	rec->id = free_id(c);
	rec->kind = c->kind->id;
	rec->queues = c->o.type == MACBPF_TYPE_MACVTAP ? (uint16_t)c->o.queues : 0;
	rec->mode = c->o.mode;
	rec->flags = c->o.flags;
	rec->bc_queue_len = c->o.bc_queue_len;
	memcpy(rec->name, c->name, strlen(c->name));
}

/* The record comes first: whoever finds it still building knows what to remove. */
int mb_record_reserve(void *arg)
{
	struct mb_change *c = arg;
	struct mb_port *port = c->port;
	int err;

	c->ep = &port->ep[port->count];
	*c->ep = (struct mb_endpoint){
		.slot = free_slot(port),
		.unfinished = true,
		.looked_at = true,
	};
	fill_record(c, &c->ep->rec);
	port->rec.next_id = c->ep->rec.id + 1;
	if (port->rec.slots <= c->ep->slot)
		port->rec.slots = c->ep->slot + 1;
	err = mb_port_save(c->mb, port) ?: mb_endpoint_save(c->mb, port, c->ep);
	if (!err)
		port->count++;
	return err;
}

/* A command that was killed before leaves an endpoint half made, which the next one removes. */
int mb_record_finish(void *arg)
{
	struct mb_change *c = arg;

	c->ep->unfinished = false;
	return mb_endpoint_save(c->mb, c->port, c->ep);
}

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
