// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* address.c - an endpoint's MAC: chosen, changed, followed. */
#include <errno.h>
#include <string.h>

#include "endpoint/address.h"
#include "endpoint/check.h"
#include "endpoint/claim.h"
#include "endpoint/part.h"
#include "kernel/random.h"
#include "kernel/udev.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/lower.h"
#include "port/record.h"

/* By an endpoint of the port, whether it gets the frames or not, or by any device beside it. */
static bool is_anybodys(const struct mb_change *c, const uint8_t mac[6])
{
	if (c->port && mb_record_has_mac(c->port, mac))
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

/* What its user would have of a macvlan beside the lower, if somebody else hasn't got it. */
static bool choose_persistent(struct mb_change *c)
{
	return c->target_fd < 0 && !mb_udev_address(c->mb->netns_fd, c->name, c->mac) &&
	       !is_anybodys(c, c->mac);
}

int mb_address_choose(struct mb_change *c)
{
	if (mb_change_mode(c) != MB_MODE_PASSTHRU && !c->o.address)
		return choose_persistent(c) ? 0 : choose_random(c);
	memcpy(c->mac, mb_change_mode(c) == MB_MODE_PASSTHRU ? c->lower->address : c->o.address, 6);
	return 0;
}

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	return o->address ? mb_check_mac(mb, "address", o->address) : 0;
}

/* One that is down may wait for its address. */
static int new_fits(struct mb_change *c)
{
	struct mb_port none = { .lower = c->lower };

	if (!c->o.address || !mb_change_wants_up(c) || mb_change_mode(c) == MB_MODE_PASSTHRU)
		return 0;
	return mb_claim_check(c->mb, c->port ?: &none, NULL, c->o.address);
}

static int fits(struct mb_change *c)
{
	if (mb_change_is_new(c))
		return new_fits(c);
	if (c->old.mode == MB_MODE_PASSTHRU)
		return 0;
	if (c->o.address && memcmp(c->o.address, c->old.mac, 6))
		return mb_claim_check(c->mb, c->port, c->ep, c->o.address);
	if (mb_change_wants_up(c) &&
	    !(c->old.status & MB_EP_OWNS_MAC && mb_device_is_up(c->mb, c->ep)))
		return mb_claim_check(c->mb, c->port, c->ep, c->old.mac);
	return 0;
}

static int publish(struct mb_change *c)
{
	int err;

	c->ep->rec.state = MB_EP_LIVE;
	c->robbed = mb_claim_owner(c->port, c->ep->rec.mac);
	err = mb_claim_publish(c->mb, c->port, c->ep);
	if (err)
		return err;
	return mb_change_wants_up(c) ? mb_claim_take(c->mb, c->port, c->ep)
				     : mb_claim_if_free(c->mb, c->port, c->ep);
}

static void unpublish(struct mb_change *c)
{
	if (c->robbed)
		mb_claim_yield(c->mb, c->port, c->ep, c->robbed);
	mb_claim_unpublish(c->mb, c->port, c->ep);
	c->ep->rec.state = MB_EP_BUILDING;
	mb_record_save_endpoint(c->mb, c->port, c->ep);
	mb_claim_settle(c->mb, c->port);
}

static int change(struct mb_change *c)
{
	bool up = mb_change_wants_up(c) || mb_device_is_up(c->mb, c->ep);
	int err = 0;

	c->robbed = mb_claim_owner(c->port, c->o.address ?: c->ep->rec.mac);
	if (c->robbed == c->ep)
		c->robbed = NULL;
	if (!c->o.address || !memcmp(c->o.address, c->ep->rec.mac, 6))
		return mb_change_wants_up(c) ? mb_claim_take(c->mb, c->port, c->ep) : 0;
	if (c->old.mode == MB_MODE_PASSTHRU)
		err = mb_lower_set_mac(c->mb, c->port, c->o.address);
	return err ?: mb_claim_rekey(c->mb, c->port, c->ep, c->o.address, up);
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
		mb_lower_set_mac(c->mb, c->port, c->old.mac);
	if (c->robbed)
		mb_claim_yield(c->mb, c->port, c->ep, c->robbed);
	if (is_rekeyed(c))
		mb_claim_rekey(c->mb, c->port, c->ep, c->old.mac, c->old.status & MB_EP_OWNS_MAC);
	mb_claim_settle(c->mb, c->port);
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

/* What the lower was given without us, it is to keep. */
static int keep_lower_mac(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	if (ep->rec.status & MB_EP_CHANGING || !memcmp(ep->rec.mac, port->lower->address, 6))
		return 0;
	memcpy(port->rec.lower_mac, port->lower->address, 6);
	return mb_record_save_port(mb, port);
}

/*
 * A passthru endpoint has its lower's MAC. What its container sets is not handed on to the lower,
 * as macvlan does: so it gets the lower's again.
 */
static void follow_lower(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
			 struct mb_dev *dev)
{
	struct mb_dev_change change = { .netns_fd = -1, .address = port->lower->address };

	if (!memcmp(dev->address, port->lower->address, 6) || keep_lower_mac(mb, port, ep) ||
	    mb_device_set(mb, ep, -1, &change))
		return;
	memcpy(dev->address, port->lower->address, 6);
}

/* ip link set DEVICE address: what the kernel would have refused, it only doesn't get. */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	const struct mb_endpoint_rec old = ep->rec;
	const uint8_t *mac = dev ? dev->address : NULL;

	if (!dev)
		return;
	if (ep->rec.mode == MB_MODE_PASSTHRU) {
		follow_lower(mb, port, ep, dev);
		mac = port->lower->address;
	} else if (old.guard & MB_GUARD_MAC) {
		mac = old.mac; /* what its container sets has no say */
	} else if (memcmp(mac, old.mac, 6) && mb_lower_has_beside(mb, port, mac)) {
		mac = old.mac;
	}
	if (!memcmp(mac, old.mac, 6) && !(old.status & MB_EP_REKEYING))
		return;
	/* With the old MAC in its record, the next command sees that there is something to follow.
	 */
	if (mb_claim_rekey(mb, port, ep, mac, false))
		mb_claim_rekey(mb, port, ep, old.mac, old.status & MB_EP_OWNS_MAC);
}

/* What tells of a MAC is the endpoint's record, unless its device has another by now. */
static bool is_recorded(const struct mb_view *view)
{
	const struct mb_endpoint_rec *rec = &view->ep->rec;

	return rec->mode == MB_MODE_PASSTHRU || mb_kind_of(view->ep)->is_own_hostdev ||
	       !memcmp(view->dev.address, rec->mac, sizeof(rec->mac));
}

/* Which nobody has followed yet, or which its guard doesn't give it: only the tables can tell. */
static bool owns_what_is_shown(const struct mb_view *view)
{
	struct mb_dest dest;

	if (is_recorded(view))
		return view->ep->rec.status & MB_EP_OWNS_MAC;
	return !mb_fdb_get(&view->port->maps, view->dev.address, &dest) &&
	       dest.hostdev == view->ep->rec.hostdev;
}

/* A passthru endpoint has its lower's, whoever changed that. */
static const uint8_t *kept_address(const struct mb_view *view)
{
	const struct mb_endpoint_rec *rec = &view->ep->rec;

	return rec->mode == MB_MODE_PASSTHRU && view->port->lower ? view->port->lower->address
								  : rec->mac;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	(void)mb;
	memcpy(view->info.address, view->dev.address, sizeof(view->info.address));
	memcpy(view->info.kept_address, kept_address(view), sizeof(view->info.kept_address));
	view->info.owns_kept = !!(view->ep->rec.status & MB_EP_OWNS_MAC);
	view->info.owns_address = owns_what_is_shown(view);
	return 0;
}

const struct mb_part mb_part_address = {
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.retire = mb_claim_unpublish,
	.follow = follow,
	.describe = describe,
};
