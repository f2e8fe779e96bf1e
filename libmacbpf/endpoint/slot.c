// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* slot.c - an endpoint's slot in its port: taken before all else, and its record with it. */
#include <string.h>

#include "endpoint/record.h"
#include "endpoint/slot.h"
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

void mb_slot_release(void *arg)
{
	struct mb_change *c = arg;
	bool needed = c->ep->rec.guard || c->ep->rec.status & MB_EP_RATED;

	c->ep->rec = (struct mb_endpoint_rec){ 0 };
	mb_record_save_endpoint(c->mb, c->port, c->ep);
	c->port->count--;
	if (needed) /* others need not know of it any more */
		mb_record_save_port(c->mb, c->port);
}

static void fill_record(struct mb_change *c, struct mb_endpoint_rec *rec)
{
	rec->state = MB_EP_BUILDING;
	rec->id = free_id(c);
	rec->kind = c->kind->id;
	rec->queues = c->o.type == MACBPF_TYPE_MACVTAP ? (uint16_t)c->macvtap.queues : 0;
	rec->status = c->hushes ? MB_EP_HUSHED : 0;
	memcpy(rec->name, c->name, strlen(c->name));
	mb_record_take(c);
}

int mb_slot_reserve(void *arg)
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
	err = mb_record_save_port(c->mb, port) ?: mb_record_grow(c->mb, port, c->ep->slot + 1) ?:
	      mb_record_save_endpoint(c->mb, port, c->ep);
	if (!err)
		port->count++;
	return err;
}

int mb_slot_finish(void *arg)
{
	struct mb_change *c = arg;

	c->ep->unfinished = false;
	return mb_record_save_endpoint(c->mb, c->port, c->ep);
}
