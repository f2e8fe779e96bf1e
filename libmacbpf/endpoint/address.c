// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* address.c - which endpoint gets the frames for a MAC: claims, conflicts, the tables behind them.
 */
#include <errno.h>
#include <string.h>

#include "base/names.h"
#include "endpoint/address.h"
#include "endpoint/filter.h"
#include "endpoint/neigh.h"
#include "endpoint/part.h"
#include "kernel/random.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/lower.h"
#include "port/record.h"

static int tables_failed(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	return mb_fail(mb, err, "can't write the tables for %s: %s", ep->rec.name, strerror(-err));
}

struct mb_endpoint *mb_fdb_owner(const struct mb_port *port, const uint8_t mac[6])
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

int mb_fdb_check(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		 const uint8_t mac[6])
{
	const struct mb_endpoint *other = mb_fdb_owner(port, mac);
	char text[MB_MAC_TEXT];

	mb_mac_text(text, mac);
	if (is_lowers(port, ep, mac))
		return mb_fail(mb, -EADDRINUSE,
			       "address %s is that of %s itself: choose another, or none for a "
			       "random one",
			       text, port->lower->name);
	if (other && other != ep && mb_endpoint_is_up(other))
		return mb_fail(mb, -EADDRINUSE,
			       "address %s is in use on %s by endpoint %s: choose another, or set "
			       "that one down",
			       text, mb_port_name(port), other->rec.name);
	return 0;
}

static struct mb_dest dest_of(const struct mb_endpoint *ep)
{
	struct mb_dest dest = { .hostdev = ep->rec.hostdev, .mode = (uint16_t)ep->rec.mode };

	if (ep->rec.status & MB_EP_PEER)
		dest.flags |= MB_DEST_PEER;
	if (mb_kind_of(ep)->xmit && !(ep->rec.status & MB_EP_CARRIER))
		dest.flags |= MB_DEST_XMIT;
	return dest;
}

int mb_fdb_publish(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_dest dest = dest_of(ep);
	int err;

	err = mb_member_write(&port->maps, ep->slot, &dest);
	if (!err && ep->rec.status & MB_EP_OWNS_MAC)
		err = mb_fdb_set(&port->maps, ep->rec.mac, &dest);
	return err ? tables_failed(mb, ep, err) : 0;
}

/* Removes the entry if it leads to this endpoint. */
static int remove_entry(const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_dest dest;
	int err = mb_fdb_get(&port->maps, ep->rec.mac, &dest);

	if (!err && dest.hostdev == ep->rec.hostdev)
		err = mb_fdb_del(&port->maps, ep->rec.mac);
	return err == -ENOENT ? 0 : err;
}

/* A command that died may have given it the entry, but not yet taken the MAC from its owner. */
int mb_fdb_release(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_endpoint *other;
	int err;

	if (ep->rec.state == MB_EP_LIVE && !(ep->rec.status & (MB_EP_OWNS_MAC | MB_EP_REKEYING)))
		return 0;
	err = remove_entry(port, ep);
	if (err)
		return tables_failed(mb, ep, err);
	ep->rec.status &= ~(uint32_t)MB_EP_OWNS_MAC;
	other = mb_fdb_owner(port, ep->rec.mac);
	return other ? mb_fdb_publish(mb, port, other) : 0;
}

void mb_fdb_yield(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		  struct mb_endpoint *other)
{
	if (other && other->rec.status & MB_EP_OWNS_MAC)
		return;
	if (mb_fdb_release(mb, port, ep))
		return;
	mb_endpoint_save(mb, port, ep);
	if (other)
		mb_fdb_claim(mb, port, other);
}

int mb_fdb_claim(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_endpoint *other = mb_fdb_owner(port, ep->rec.mac);
	struct mb_dest dest = dest_of(ep);
	int err;

	if (other == ep)
		return 0;
	err = mb_fdb_set(&port->maps, ep->rec.mac, &dest);
	if (err)
		return tables_failed(mb, ep, err);
	ep->rec.status |= MB_EP_OWNS_MAC;
	if (other) {
		other->rec.status &= ~(uint32_t)MB_EP_OWNS_MAC;
		err = mb_endpoint_save(mb, port, other);
	}
	err = err ?: mb_endpoint_save(mb, port, ep);
	if (err)
		mb_fdb_yield(mb, port, ep, other);
	return err;
}

int mb_fdb_claim_if_free(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	if (mb_fdb_owner(port, ep->rec.mac) || is_lowers(port, ep, ep->rec.mac))
		return 0;
	return mb_fdb_claim(mb, port, ep);
}

/* Of two that share a MAC, the one that is up has it (macvlan_open()). */
static bool may_take(const struct mb_port *port, const struct mb_endpoint *ep)
{
	const struct mb_endpoint *other = mb_fdb_owner(port, ep->rec.mac);

	return other && other != ep && mb_endpoint_is_up(ep) && !mb_endpoint_is_up(other) &&
	       !is_lowers(port, ep, ep->rec.mac);
}

void mb_fdb_settle(struct macbpf *mb, struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (ep->rec.state != MB_EP_LIVE || ep->rec.status & MB_EP_OWNS_MAC)
			continue;
		if (may_take(port, ep))
			mb_fdb_claim(mb, port, ep);
		else
			mb_fdb_claim_if_free(mb, port, ep);
	}
}

int mb_fdb_set_peer(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep, bool peer)
{
	int err;

	if (peer == !!(ep->rec.status & MB_EP_PEER))
		return 0;
	ep->rec.status ^= MB_EP_PEER;
	err = mb_fdb_publish(mb, port, ep) ?: mb_endpoint_save(mb, port, ep);
	if (!err)
		return 0;
	ep->rec.status ^= MB_EP_PEER;
	mb_fdb_publish(mb, port, ep);
	return err;
}

static int set_rekeying(struct macbpf *mb, const struct mb_port *port, struct mb_endpoint *ep,
			bool on)
{
	ep->rec.status &= ~(uint32_t)MB_EP_REKEYING;
	ep->rec.status |= on ? MB_EP_REKEYING : 0;
	return mb_endpoint_save(mb, port, ep);
}

/* The record tells of it before and after: if a command dies on the way, the next does it anew. */
int mb_fdb_rekey(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		 const uint8_t mac[6], bool take)
{
	int err;

	err = set_rekeying(mb, port, ep, true) ?: mb_fdb_release(mb, port, ep) ?:
	      mb_fdb_filter_del(mb, port, ep) ?: mb_port_forget(mb, port, ep);
	if (err)
		return err;
	memcpy(ep->rec.mac, mac, 6);
	err = mb_fdb_filter_add(mb, port, ep) ?: mb_endpoint_save(mb, port, ep);
	if (!err)
		err = take ? mb_fdb_claim(mb, port, ep) : mb_fdb_claim_if_free(mb, port, ep);
	return err ?: set_rekeying(mb, port, ep, false);
}

/* ---------------------------------------------------------------- the part */

/* By an endpoint of the port, whether it gets the frames or not, or by any device beside it. */
static bool is_anybodys(const struct mb_change *c, const uint8_t mac[6])
{
	for (size_t i = 0; c->port && i < c->port->count; i++)
		if (!memcmp(c->port->ep[i].rec.mac, mac, 6))
			return true;
	for (size_t i = 0; i < c->w->devs.count; i++)
		if (!memcmp(c->w->devs.dev[i].address, mac, 6))
			return true;
	return false;
}

/* Unicast and locally administered (eth_random_addr()). */
static int choose_random(struct mb_change *c)
{
	int err;

	do {
		err = mb_random(c->mac, sizeof(c->mac));
		if (err)
			return mb_fail(c->mb, err, "can't choose an address for %s: %s", c->name,
				       strerror(-err));
		c->mac[0] = (uint8_t)((c->mac[0] & 0xfc) | 2);
	} while (is_anybodys(c, c->mac));
	return 0;
}

int mb_address_choose(struct mb_change *c)
{
	if (c->o.mode != MB_MODE_PASSTHRU && !c->o.address)
		return choose_random(c);
	memcpy(c->mac, c->o.mode == MB_MODE_PASSTHRU ? c->lower->address : c->o.address, 6);
	return 0;
}

int mb_address_check(struct mb_change *c)
{
	if (c->old.mode == MB_MODE_PASSTHRU)
		return 0;
	if (c->o.address && memcmp(c->o.address, c->old.mac, 6))
		return mb_fdb_check(c->mb, c->port, c->ep, c->o.address);
	if (mb_wants_up(c) && !(c->old.status & MB_EP_OWNS_MAC && mb_endpoint_is_up(c->ep)))
		return mb_fdb_check(c->mb, c->port, c->ep, c->old.mac);
	return 0;
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_dest none = { 0 };
	int err = mb_member_write(&port->maps, ep->slot, &none);

	if (err)
		tables_failed(mb, ep, err);
	return mb_fdb_release(mb, port, ep) ?: err;
}

static int publish(struct mb_change *c)
{
	int err;

	c->ep->rec.state = MB_EP_LIVE;
	c->robbed = mb_fdb_owner(c->port, c->ep->rec.mac);
	err = mb_fdb_publish(c->mb, c->port, c->ep);
	if (err)
		return err;
	return mb_wants_up(c) ? mb_fdb_claim(c->mb, c->port, c->ep)
			      : mb_fdb_claim_if_free(c->mb, c->port, c->ep);
}

static void unpublish(struct mb_change *c)
{
	if (c->robbed)
		mb_fdb_yield(c->mb, c->port, c->ep, c->robbed);
	retire(c->mb, c->port, c->ep);
	c->ep->rec.state = MB_EP_BUILDING;
	mb_endpoint_save(c->mb, c->port, c->ep);
	mb_fdb_settle(c->mb, c->port);
}

static int change(struct mb_change *c)
{
	bool up = mb_wants_up(c) || mb_endpoint_is_up(c->ep);
	int err = 0;

	c->robbed = mb_fdb_owner(c->port, c->o.address ?: c->ep->rec.mac);
	if (c->robbed == c->ep)
		c->robbed = NULL;
	if (!c->o.address || !memcmp(c->o.address, c->ep->rec.mac, 6))
		return mb_wants_up(c) ? mb_fdb_claim(c->mb, c->port, c->ep) : 0;
	if (c->old.mode == MB_MODE_PASSTHRU)
		err = mb_port_set_lower_mac(c->mb, c->port, c->o.address);
	return err ?: mb_fdb_rekey(c->mb, c->port, c->ep, c->o.address, up);
}

/* A rekeying that stopped half-way has left the MAC, its filter or its FDB entry. */
static bool is_rekeyed(const struct mb_change *c)
{
	const struct mb_endpoint_rec *rec = &c->ep->rec;

	return memcmp(rec->mac, c->old.mac, 6) ||
	       (rec->status ^ c->old.status) & (MB_EP_OWNS_MAC | MB_EP_FILTER | MB_EP_REKEYING);
}

static void restore(struct mb_change *c)
{
	if (c->old.mode == MB_MODE_PASSTHRU && c->o.address)
		mb_port_set_lower_mac(c->mb, c->port, c->old.mac);
	if (c->robbed)
		mb_fdb_yield(c->mb, c->port, c->ep, c->robbed);
	if (is_rekeyed(c))
		mb_fdb_rekey(c->mb, c->port, c->ep, c->old.mac, c->old.status & MB_EP_OWNS_MAC);
	mb_fdb_settle(c->mb, c->port);
}

static int apply(struct mb_change *c)
{
	return mb_change_is_new(c) ? publish(c) : change(c);
}

static void undo(struct mb_change *c)
{
	if (mb_change_is_new(c))
		unpublish(c);
	else
		restore(c);
}

/* The lower of a passthru endpoint has another MAC: that is then also the one to restore. */
static void follow_lower(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
			 struct mb_dev *dev)
{
	struct mb_dev_change change = { .netns_fd = -1, .address = port->lower->address };

	if (!memcmp(ep->rec.mac, port->lower->address, 6) || mb_device_set(mb, ep, -1, &change))
		return;
	memcpy(dev->address, port->lower->address, 6);
	memcpy(port->rec.lower_mac, port->lower->address, 6);
	mb_port_save(mb, port);
}

/* ip link set DEVICE address: what the kernel would have refused, it only doesn't get. */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	const struct mb_endpoint_rec old = ep->rec;

	if (!dev)
		return;
	if (ep->rec.mode == MB_MODE_PASSTHRU)
		follow_lower(mb, port, ep, dev);
	if (!memcmp(dev->address, old.mac, 6) && !(old.status & MB_EP_REKEYING))
		return;
	/* With the old MAC in its record, the next command sees that there is something to follow.
	 */
	if (mb_fdb_rekey(mb, port, ep, dev->address, false))
		mb_fdb_rekey(mb, port, ep, old.mac, old.status & MB_EP_OWNS_MAC);
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	(void)mb;
	memcpy(view->info.address, view->dev.address, sizeof(view->info.address));
	view->info.owns_address = !!(view->ep->rec.status & MB_EP_OWNS_MAC);
	return 0;
}

const struct mb_part mb_part_address = {
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.follow = follow,
	.describe = describe,
};
