// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* allmulti.c - who gets all multicast, whatever it reports: as it was told, or as its device wants.
 */
#include <errno.h>
#include <linux/if.h>

#include "endpoint/allmulti.h"
#include "endpoint/groups.h"
#include "endpoint/part.h"
#include "port/record.h"
#include "world/added.h"

#define IFF_WANTS_ALL (IFF_PROMISC | IFF_ALLMULTI)

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (!(o->macvlan->has & MACBPF_MACVLAN_MCAST_FLOOD) || o->macvlan->mcast_flood <= 1)
		return 0;
	return mb_fail(mb, -EINVAL, "mcast-flood %u is neither 0 (off) nor 1 (on)",
		       o->macvlan->mcast_flood);
}

static void set_status(struct mb_endpoint *ep, uint32_t bit, bool on)
{
	ep->rec.status &= ~bit;
	ep->rec.status |= on ? bit : 0;
}

int mb_allmulti_restore(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	if (!(port->rec.flags & MB_PORT_MCAST_SNOOPING))
		return 0;
	return mb_groups_follow_flood(mb, port, ep);
}

static int write_both(struct mb_change *c)
{
	return mb_record_save_endpoint(c->mb, c->port, c->ep)
		       ?: mb_allmulti_restore(c->mb, c->port, c->ep);
}

static bool is_changed(const struct mb_change *c)
{
	return (c->ep->rec.status ^ c->old.status) & (MB_EP_MCAST_FLOOD | MB_EP_WANTS_ALL);
}

/* Of several behind one that learns each may listen to what another has left. */
static bool wants_all(const struct mb_endpoint *ep, const struct mb_dev *dev)
{
	return ep->added || mb_record_learns(&ep->rec) || dev->promiscuity || dev->allmulti ||
	       dev->flags & IFF_WANTS_ALL;
}

static bool has_stopped_learning(const struct mb_change *c)
{
	return mb_record_learns(&c->old) && !mb_record_learns(&c->ep->rec);
}

/* What a command tells the device is known before it gets a frame. */
static int apply(struct mb_change *c)
{
	uint32_t given = c->o.dev_flags & c->o.dev_flags_mask & IFF_WANTS_ALL;

	if (c->macvlan.has & MACBPF_MACVLAN_MCAST_FLOOD)
		set_status(c->ep, MB_EP_MCAST_FLOOD, c->macvlan.mcast_flood);
	if (has_stopped_learning(c))
		set_status(c->ep, MB_EP_WANTS_ALL, wants_all(c->ep, &c->device));
	if (given || mb_record_learns(&c->ep->rec))
		set_status(c->ep, MB_EP_WANTS_ALL, true);
	return is_changed(c) ? write_both(c) : 0;
}

/* A new one goes with all that it has. */
static void undo(struct mb_change *c)
{
	if (mb_change_is_new(c) || !is_changed(c))
		return;
	set_status(c->ep, MB_EP_MCAST_FLOOD, c->old.status & MB_EP_MCAST_FLOOD);
	set_status(c->ep, MB_EP_WANTS_ALL, c->old.status & MB_EP_WANTS_ALL);
	write_both(c);
}

/* Of a netns that can't be opened nothing is known; what failed now is as it was. */
void mb_allmulti_look(struct macbpf *mb, struct mb_world *w, const struct mb_port *port,
		      struct mb_endpoint *ep)
{
	int added = 0;

	if (port->rec.flags & MB_PORT_MCAST_SNOOPING && ep->hostdev)
		added = mb_added_find(mb, w, ep->hostdev);
	if (added == -ENXIO)
		added = 0;
	ep->added = added < 0 ? !!(ep->rec.status & MB_EP_WANTS_ALL) : added;
}

void mb_allmulti_look_all(struct macbpf *mb, struct mb_world *w, const struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (ep->rec.state == MB_EP_LIVE)
			mb_allmulti_look(mb, w, port, ep);
		if (!ep->added || ep->rec.status & MB_EP_WANTS_ALL)
			continue;
		set_status(ep, MB_EP_WANTS_ALL, true);
		if (mb_record_save_endpoint(mb, port, ep))
			set_status(ep, MB_EP_WANTS_ALL, false);
	}
}

/*
 * tcpdump, a multicast router, a bridge, ip maddr: none of them reports. On record last: or once
 * more.
 */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	const uint32_t old = ep->rec.status;

	if (!dev || old & MB_EP_CHANGING || wants_all(ep, dev) == !!(old & MB_EP_WANTS_ALL))
		return;
	set_status(ep, MB_EP_WANTS_ALL, wants_all(ep, dev));
	if (mb_allmulti_restore(mb, port, ep) || mb_record_save_endpoint(mb, port, ep))
		ep->rec.status = old;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	(void)mb;
	view->info.mcast_flood = !!(view->ep->rec.status & MB_EP_MCAST_FLOOD);
	return 0;
}

const struct mb_part mb_part_allmulti = {
	.macvlan = MACBPF_MACVLAN_MCAST_FLOOD,
	.check = check,
	.apply = apply,
	.undo = undo,
	.follow = follow,
	.describe = describe,
};
