// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* secondary.c - the addresses that an endpoint has besides its own: what tables and NIC have. */
#include <errno.h>
#include <string.h>

#include "base/mac.h"
#include "common/own.h"
#include "endpoint/dest.h"
#include "endpoint/secondary.h"
#include "port/lower.h"
#include "port/record.h"

static int tables_failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't work on the addresses of %s: %s", mb_world_port_name(port),
		       strerror(-err));
}

/* Most have none, and nobody looks. */
int mb_secondary_read(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		      struct mb_fdb_row **rows, size_t *count, size_t *total)
{
	size_t all = 0, own = 0;
	int err = 0;

	*rows = NULL;
	*count = 0;
	if (total || ep->rec.status & MB_EP_SECONDARY)
		err = mb_fdb_read(&port->maps, MB_DEST_SECONDARY, rows, &all);
	if (err)
		return tables_failed(mb, port, err);
	for (size_t i = 0; i < all; i++)
		if ((*rows)[i].dest.hostdev == ep->rec.hostdev)
			(*rows)[own++] = (*rows)[i];
	*count = own;
	if (total)
		*total = all;
	return 0;
}

/* -ENOENT: nobody has it besides its own. */
static int get(const struct mb_port *port, const uint8_t mac[6], struct mb_dest *dest)
{
	int err = mb_fdb_get(&port->maps, mac, dest);

	return err || dest->flags & MB_DEST_SECONDARY ? err : -ENOENT;
}

struct mb_endpoint *mb_secondary_owner(const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dest dest;

	if (get(port, mac, &dest))
		return NULL;
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].rec.hostdev == dest.hostdev)
			return &port->ep[i];
	return NULL;
}

bool mb_secondary_is_filtered(const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dest dest;

	return !get(port, mac, &dest) && dest.flags & MB_DEST_FILTER;
}

int mb_secondary_publish(struct macbpf *mb, const struct mb_port *port,
			 const struct mb_endpoint *ep)
{
	mb_auto_free struct mb_fdb_row *rows = NULL;
	struct mb_dest dest = mb_dest_of(ep);
	size_t count;
	int err = mb_secondary_read(mb, port, ep, &rows, &count, NULL);

	for (size_t i = 0; !err && i < count; i++) {
		uint16_t kept = rows[i].dest.flags & (MB_DEST_SECONDARY | MB_DEST_FILTER);
		struct mb_dest now = dest;

		now.flags |= kept;
		if (memcmp(&now, &rows[i].dest, sizeof(now)))
			err = tables_failed(mb, port, mb_fdb_set(&port->maps, rows[i].mac, &now));
	}
	return err;
}

/* The endpoint that has it as its own has put it there, too. */
static bool is_filtered_for_another(const struct mb_port *port, const uint8_t mac[6])
{
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].rec.status & MB_EP_FILTER &&
		    !memcmp(port->ep[i].rec.mac, mac, 6))
			return true;
	return false;
}

static int stop_receiving(struct macbpf *mb, const struct mb_port *port, const uint8_t mac[6])
{
	char text[MB_MAC_TEXT];
	int err = 0;

	if (port->lower && !is_filtered_for_another(port, mac))
		err = mb_rtnl_filter(mb->rtnl, port->lower_ifindex, mac, false);
	if (!err || err == -ENOENT || err == -ENODEV)
		return 0;
	/* It may be done, though the kernel couldn't say so. */
	if (err == MB_NETLINK_UNHEARD)
		mb_rtnl_filter(mb->rtnl, port->lower_ifindex, mac, true);
	return mb_fail(mb, err, "can't stop %s receiving for address %s: %s",
		       mb_world_port_name(port), mb_mac_text(text, mac), strerror(-err));
}

/* The entry goes last: who dies on the way leaves it for who comes. */
int mb_secondary_del(struct macbpf *mb, struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dest dest;
	int err = get(port, mac, &dest);

	if (err)
		return err == -ENOENT ? 0 : tables_failed(mb, port, err);
	if (dest.flags & MB_DEST_FILTER)
		err = stop_receiving(mb, port, mac);
	if (err)
		return err;
	err = mb_fdb_del(&port->maps, mac);
	if (err && port->lower && dest.flags & MB_DEST_FILTER)
		mb_rtnl_filter(mb->rtnl, port->lower_ifindex, mac, true);
	return tables_failed(mb, port, err);
}

/* Before there is an entry, so that whoever buries the endpoint looks for it. */
static int mark(struct macbpf *mb, const struct mb_port *port, struct mb_endpoint *ep)
{
	int err;

	if (ep->rec.status & MB_EP_SECONDARY)
		return 0;
	ep->rec.status |= MB_EP_SECONDARY;
	err = mb_record_save_endpoint(mb, port, ep);
	if (err)
		ep->rec.status &= ~(uint32_t)MB_EP_SECONDARY;
	return err;
}

int mb_secondary_add(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		     const uint8_t mac[6])
{
	struct mb_dest dest = mb_dest_of(ep);
	char text[MB_MAC_TEXT];
	int err = mark(mb, port, ep);

	if (err)
		return err;
	dest.flags |= MB_DEST_SECONDARY | (mb_lower_has_filter(port) ? MB_DEST_FILTER : 0);
	err = mb_fdb_set(&port->maps, mac, &dest);
	if (err)
		return tables_failed(mb, port, err);
	if (dest.flags & MB_DEST_FILTER)
		err = mb_rtnl_filter(mb->rtnl, port->lower_ifindex, mac, true);
	if (!err || err == -EEXIST)
		return 0;
	mb_fail(mb, err, "%s can't receive for another address (%s): %s", mb_world_port_name(port),
		mb_mac_text(text, mac), strerror(-err));
	mb_secondary_del(mb, port, mac);
	return err;
}

int mb_secondary_drop(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	mb_auto_free struct mb_fdb_row *rows = NULL;
	size_t count;
	int err = mb_secondary_read(mb, port, ep, &rows, &count, NULL);

	for (size_t i = 0; !err && i < count; i++)
		err = mb_secondary_del(mb, port, rows[i].mac);
	if (!err)
		ep->rec.status &= ~(uint32_t)MB_EP_SECONDARY;
	return err;
}
