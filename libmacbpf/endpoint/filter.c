// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* filter.c - what the lower's NIC lets in: the MACs of endpoints. */
#include <errno.h>
#include <string.h>

#include "base/mac.h"
#include "base/txn.h"
#include "endpoint/filter.h"
#include "endpoint/part.h"
#include "endpoint/secondary.h"
#include "port/lower.h"
#include "port/record.h"

static bool filter_is_shared(const struct mb_port *port, const struct mb_endpoint *ep)
{
	for (size_t i = 0; i < port->count; i++) {
		const struct mb_endpoint *other = &port->ep[i];

		if (other != ep && other->rec.state == MB_EP_LIVE &&
		    other->rec.status & MB_EP_FILTER && !memcmp(other->rec.mac, ep->rec.mac, 6))
			return true;
	}
	return mb_secondary_is_filtered(port, ep->rec.mac);
}

static int set_filter_mark(struct macbpf *mb, const struct mb_port *port, struct mb_endpoint *ep,
			   bool on)
{
	ep->rec.status &= ~(uint32_t)MB_EP_FILTER;
	ep->rec.status |= on ? MB_EP_FILTER : 0;
	return mb_record_save_endpoint(mb, port, ep);
}

/* Two endpoints with one MAC share one entry of the filter. */
int mb_filter_del(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	char text[MB_MAC_TEXT];
	int err = 0;

	if (!(ep->rec.status & MB_EP_FILTER))
		return 0;
	if (port->lower && !filter_is_shared(port, ep))
		err = mb_rtnl_filter(mb->rtnl, port->lower_ifindex, ep->rec.mac, false);
	if (err && err != -ENOENT && err != -ENODEV)
		return mb_fail(mb, err, "can't stop %s receiving for address %s: %s",
			       mb_world_port_name(port), mb_mac_text(text, ep->rec.mac),
			       strerror(-err));
	ep->rec.status &= ~(uint32_t)MB_EP_FILTER;
	return 0;
}

struct entry {
	struct macbpf *mb;
	struct mb_port *port;
	struct mb_endpoint *ep;
	bool is_unknown; /* it may be there, though the kernel couldn't say so */
};

static void take_back(void *arg)
{
	const struct entry *e = arg;

	if (!e->is_unknown || !mb_filter_del(e->mb, e->port, e->ep))
		set_filter_mark(e->mb, e->port, e->ep, false);
}

/* The record goes first: a command that dies on the way leaves no entry of which nobody knows. */
int mb_filter_add(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	char text[MB_MAC_TEXT];
	int err;

	/* Passthru shares the lower's MAC. */
	if (ep->rec.mode == MB_MODE_PASSTHRU || !mb_lower_has_filter(port))
		return 0;
	err = set_filter_mark(mb, port, ep, true);
	if (err) {
		ep->rec.status &= ~(uint32_t)MB_EP_FILTER;
		return err;
	}
	err = mb_rtnl_filter(mb->rtnl, port->lower_ifindex, ep->rec.mac, true);
	if (!err || (err == -EEXIST && filter_is_shared(port, ep)))
		return 0;
	/* An entry that the administrator made is not ours to remove. */
	if (err == -EEXIST)
		return set_filter_mark(mb, port, ep, false);
	mb_fail(mb, err, "%s can't receive for another address (%s): %s%s",
		mb_world_port_name(port), mb_mac_text(text, ep->rec.mac), strerror(-err),
		err == -EOPNOTSUPP && port->lower->is_macvlan
			? "; it is a macvlan: give its lower itself, or use mode passthru"
			: "");
	mb_txn_undo(mb, take_back, &(struct entry){ mb, port, ep, err == MB_NETLINK_UNHEARD });
	return err;
}

/* ---------------------------------------------------------------- the part */

/* To another MAC it goes with the address. */
static int apply(struct mb_change *c)
{
	return mb_change_is_new(c) ? mb_filter_add(c->mb, c->port, c->ep) : 0;
}

static void undo(struct mb_change *c)
{
	if (mb_change_is_new(c))
		mb_filter_del(c->mb, c->port, c->ep);
}

/* An entry that the administrator made, and that served so far, may have been taken back. */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	if (!dev || ep->rec.status & MB_EP_FILTER || mb_filter_add(mb, port, ep))
		return;
	if (ep->rec.status & MB_EP_FILTER && mb_record_save_endpoint(mb, port, ep))
		mb_filter_del(mb, port, ep);
}

const struct mb_part mb_part_filter = {
	.apply = apply,
	.undo = undo,
	.retire = mb_filter_del,
	.follow = follow,
};
