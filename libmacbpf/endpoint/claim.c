// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* claim.c - which endpoint gets the frames for a MAC: claims, conflicts, the tables behind them.
 */
#include <errno.h>
#include <string.h>

#include "base/mac.h"
#include "endpoint/claim.h"
#include "endpoint/dest.h"
#include "endpoint/filter.h"
#include "endpoint/neigh.h"
#include "endpoint/secondary.h"
#include "kinds/device.h"
#include "port/record.h"
#include "world/hostdev.h"

static int tables_failed(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	return mb_fail(mb, err, "can't write the tables for %s: %s", ep->rec.name, strerror(-err));
}

struct mb_endpoint *mb_claim_owner(const struct mb_port *port, const uint8_t mac[6])
{
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (ep->rec.state == MB_EP_LIVE && ep->rec.status & MB_EP_OWNS_MAC &&
		    !memcmp(ep->rec.mac, mac, 6))
			return ep;
	}
	return NULL;
}

/* A passthru endpoint shares the lower's MAC. */
static bool is_lowers(const struct mb_port *port, const struct mb_endpoint *ep,
		      const uint8_t mac[6])
{
	if (ep && ep->rec.mode == MB_MODE_PASSTHRU)
		return false;
	return port->lower && !memcmp(port->lower->address, mac, 6);
}

/* Containers call their devices all the same. */
static int in_use(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *other,
		  const uint8_t mac[6], const char *address)
{
	bool own = !memcmp(other->rec.mac, mac, 6);
	char name[MB_IFNAME_LEN], alias[MB_IFALIAS_LEN];
	const char *owner = mb_hostdev_owner(other->hostdev, alias);

	return mb_fail(mb, -EADDRINUSE,
		       "address %s is in use on %s %s endpoint %s (%s%s%s): choose another, or set "
		       "that one down",
		       address, mb_world_port_name(port), own ? "by" : "behind", other->rec.name,
		       mb_hostdev_name(name, other->rec.id), *owner ? ", owner " : "", owner);
}

int mb_claim_check(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		   const uint8_t mac[6])
{
	const struct mb_endpoint *other =
		mb_claim_owner(port, mac) ?: mb_secondary_owner(port, mac);
	char text[MB_MAC_TEXT];

	mb_mac_text(text, mac);
	if (is_lowers(port, ep, mac))
		return mb_fail(mb, -EADDRINUSE,
			       "address %s is that of %s itself: choose another, or none for a "
			       "random one",
			       text, port->lower->name);
	if (other && other != ep && mb_device_is_up(mb, other))
		return in_use(mb, port, other, mac, text);
	return 0;
}

int mb_claim_publish(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_dest dest = mb_dest_of(ep);
	int err;

	err = mb_maps_set_alive(&port->maps, dest.hostdev)
		      ?: mb_maps_write_member(&port->maps, ep->slot, &dest);
	if (!err && ep->rec.status & MB_EP_OWNS_MAC)
		err = mb_fdb_set(&port->maps, ep->rec.mac, &dest);
	return err ? tables_failed(mb, ep, err) : mb_secondary_publish(mb, port, ep);
}

/* Removes the entry if it leads to this endpoint. */
static int remove_entry(const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_dest dest;
	int err = mb_fdb_get(&port->maps, ep->rec.mac, &dest);

	if (!err && dest.hostdev == ep->rec.hostdev && !(dest.flags & MB_DEST_SECONDARY))
		err = mb_fdb_del(&port->maps, ep->rec.mac);
	return err == -ENOENT ? 0 : err;
}

/* A command that died may have given it the entry, but not yet taken the MAC from its owner. */
int mb_claim_release(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_endpoint *other;
	int err;

	if (ep->rec.state == MB_EP_LIVE && !(ep->rec.status & (MB_EP_OWNS_MAC | MB_EP_REKEYING)))
		return 0;
	err = remove_entry(port, ep);
	if (err)
		return tables_failed(mb, ep, err);
	ep->rec.status &= ~(uint32_t)MB_EP_OWNS_MAC;
	other = mb_claim_owner(port, ep->rec.mac);
	return other ? mb_claim_publish(mb, port, other) : 0;
}

int mb_claim_unpublish(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_dest none = { 0 };
	int err = mb_maps_write_member(&port->maps, ep->slot, &none);

	if (err)
		tables_failed(mb, ep, err);
	return mb_claim_release(mb, port, ep) ?: err;
}

void mb_claim_yield(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		    struct mb_endpoint *other)
{
	if (other && other->rec.status & MB_EP_OWNS_MAC)
		return;
	if (mb_claim_release(mb, port, ep))
		return;
	mb_record_save_endpoint(mb, port, ep);
	if (other)
		mb_claim_take(mb, port, other);
}

int mb_claim_take(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_endpoint *other = mb_claim_owner(port, ep->rec.mac);
	struct mb_dest dest = mb_dest_of(ep);
	int err;

	if (other == ep)
		return 0;
	err = mb_fdb_set(&port->maps, ep->rec.mac, &dest);
	if (err)
		return tables_failed(mb, ep, err);
	ep->rec.status |= MB_EP_OWNS_MAC;
	if (other) {
		other->rec.status &= ~(uint32_t)MB_EP_OWNS_MAC;
		err = mb_record_save_endpoint(mb, port, other);
	}
	err = err ?: mb_record_save_endpoint(mb, port, ep);
	if (err)
		mb_claim_yield(mb, port, ep, other);
	return err;
}

int mb_claim_if_free(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	const struct mb_endpoint *behind = mb_secondary_owner(port, ep->rec.mac);

	if (mb_claim_owner(port, ep->rec.mac) || is_lowers(port, ep, ep->rec.mac) ||
	    (behind && behind != ep))
		return 0;
	return mb_claim_take(mb, port, ep);
}

/* Of two that share a MAC, the one that is up has it (macvlan_open()). */
static bool may_take(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	const struct mb_endpoint *other = mb_claim_owner(port, ep->rec.mac);

	return other && other != ep && !is_lowers(port, ep, ep->rec.mac) &&
	       mb_device_is_up(mb, ep) && !mb_device_is_up(mb, other);
}

void mb_claim_settle(struct macbpf *mb, struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (ep->rec.state != MB_EP_LIVE || ep->rec.status & MB_EP_OWNS_MAC)
			continue;
		if (may_take(mb, port, ep))
			mb_claim_take(mb, port, ep);
		else
			mb_claim_if_free(mb, port, ep);
	}
}

int mb_claim_set_peer(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep, bool peer)
{
	int err;

	if (peer == !!(ep->rec.status & MB_EP_PEER))
		return 0;
	ep->rec.status ^= MB_EP_PEER;
	err = mb_claim_publish(mb, port, ep) ?: mb_record_save_endpoint(mb, port, ep);
	if (!err)
		return 0;
	ep->rec.status ^= MB_EP_PEER;
	mb_claim_publish(mb, port, ep);
	return err;
}

static int set_rekeying(struct macbpf *mb, const struct mb_port *port, struct mb_endpoint *ep,
			bool on)
{
	ep->rec.status &= ~(uint32_t)MB_EP_REKEYING;
	ep->rec.status |= on ? MB_EP_REKEYING : 0;
	return mb_record_save_endpoint(mb, port, ep);
}

/* The record tells of it before and after: if a command dies on the way, the next does it anew. */
int mb_claim_rekey(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   const uint8_t mac[6], bool take)
{
	int err;

	err = set_rekeying(mb, port, ep, true) ?: mb_claim_release(mb, port, ep) ?:
	      mb_filter_del(mb, port, ep) ?: mb_neigh_forget_endpoint(mb, port, ep);
	if (err)
		return err;
	memcpy(ep->rec.mac, mac, 6);
	err = mb_filter_add(mb, port, ep) ?: mb_record_save_endpoint(mb, port, ep);
	if (!err)
		err = take ? mb_claim_take(mb, port, ep) : mb_claim_if_free(mb, port, ep);
	return err ?: set_rekeying(mb, port, ep, false);
}
