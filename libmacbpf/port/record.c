// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* record.c - what ports and endpoints have on record, and the sums of it. */
#include <errno.h>
#include <string.h>

#include "datapath/named.h"
#include "port/record.h"

uint32_t mb_record_modes(const struct mb_port *port)
{
	uint32_t modes = 0;

	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE)
			modes |= port->ep[i].rec.mode;
	return modes;
}

bool mb_record_learns(const struct mb_endpoint_rec *rec)
{
	return rec->learning && rec->mode != MB_MODE_PASSTHRU;
}

bool mb_record_any_learns(const struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && mb_record_learns(&port->ep[i].rec))
			return true;
	return false;
}

bool mb_record_any_promisc(const struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		const struct mb_endpoint_rec *rec = &port->ep[i].rec;

		if (rec->state == MB_EP_LIVE &&
		    (mb_record_learns(rec) ||
		     (rec->mode == MB_MODE_PASSTHRU && !(rec->flags & MB_FLAG_NOPROMISC))))
			return true;
	}
	return false;
}

uint32_t mb_record_bc_queue_len(const struct mb_port *port)
{
	uint32_t len = 0;

	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].rec.bc_queue_len > len)
			len = port->ep[i].rec.bc_queue_len;
	return len;
}

static int saved(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't write the port of %s: %s", mb_world_port_name(port),
		       strerror(-err));
}

/* What other versions must not change, because they don't know of it. */
static uint32_t needs(const struct mb_port *port)
{
	uint32_t guards = 0, status = 0;

	for (size_t i = 0; i < port->count; i++) {
		if (port->ep[i].rec.state == MB_EP_FREE)
			continue;
		guards |= port->ep[i].rec.guard;
		status |= port->ep[i].rec.status;
	}
	return (port->rec.needs & ~(uint32_t)(MB_NEEDS_GUARD | MB_NEEDS_RATE | MB_NEEDS_SENDS)) |
	       (guards ? MB_NEEDS_GUARD : 0) | (status & MB_EP_RATED ? MB_NEEDS_RATE : 0) |
	       (status & (MB_EP_GROUP_RATE | MB_EP_RATE_OUT) ? MB_NEEDS_SENDS : 0);
}

/* That of another version goes with its port. */
int mb_record_save_port(struct macbpf *mb, const struct mb_port *port)
{
	struct mb_port_rec rec = port->rec;

	if (port->incompatible)
		return 0;
	rec.needs = needs(port);
	return saved(mb, port, mb_abi_write_port(&port->maps, &rec));
}

int mb_record_save_vlans(struct macbpf *mb, const struct mb_port *port)
{
	return saved(mb, port, mb_abi_write_vlans(&port->maps, &port->rec));
}

int mb_record_save_slots(struct macbpf *mb, const struct mb_port *port)
{
	return saved(mb, port, mb_abi_write_slots(&port->maps, &port->rec));
}

int mb_record_save_lower(struct macbpf *mb, const struct mb_port *port)
{
	return saved(mb, port, mb_maps_set_alive(&port->maps, port->lower_ifindex));
}

int mb_record_grow(struct macbpf *mb, struct mb_port *port, uint32_t slots)
{
	if (port->rec.slots >= slots)
		return 0;
	port->rec.slots = slots;
	return mb_record_save_slots(mb, port);
}

bool mb_record_has_mac(const struct mb_port *port, const uint8_t mac[6])
{
	for (size_t i = 0; i < port->count; i++)
		if (!memcmp(port->ep[i].rec.mac, mac, 6))
			return true;
	return false;
}

bool mb_record_has_vlans(const struct mb_port *port)
{
	static const struct mb_vlans none;

	return memcmp(&port->rec.vlans, &none, sizeof(none)) != 0;
}

/*
 * The kernel walks through the whole table, if that is empty. If it can't tell: to ask an empty
 * table is slower, not to ask is wrong; and the next command lets programs follow again.
 */
bool mb_record_has_sources(struct mb_port *port)
{
	int any;

	if (port->sources != MB_SOURCES_UNKNOWN)
		return port->sources != MB_SOURCES_NONE;
	any = mb_sources_any(&port->maps);
	port->sources = any ? MB_SOURCES_SOME : MB_SOURCES_NONE;
	if (any < 0) {
		port->sources = MB_SOURCES_UNTOLD;
		port->rec.flags |= MB_PORT_CHANGING;
	}
	return any;
}

static int endpoint_saved(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't write the record of %s: %s", ep->rec.name, strerror(-err));
}

/*
 * Of another version's port the endpoints are deleted, and nothing else is. What a foreign one has
 * of it besides is that version's to delete.
 */
static int forget(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	int err = 0;

	if (mb_world_port_is_foreign(port) && ep->rec.state != MB_EP_LIVE)
		err = mb_named_disown(&port->maps, ep->slot);
	else if (ep->rec.state == MB_EP_FREE)
		err = mb_abi_forget_endpoint(&port->maps, ep->slot);
	return endpoint_saved(mb, ep, err);
}

int mb_record_save_endpoint(struct macbpf *mb, const struct mb_port *port,
			    const struct mb_endpoint *ep)
{
	struct mb_endpoint_rec rec = ep->rec;

	if (port->incompatible)
		return forget(mb, port, ep);
	if (ep->unfinished && rec.state == MB_EP_LIVE)
		rec.state = MB_EP_BUILDING;
	return endpoint_saved(mb, ep, mb_abi_write_endpoint(&port->maps, ep->slot, &rec));
}
