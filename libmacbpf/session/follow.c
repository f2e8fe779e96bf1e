// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* follow.c - what was done to a device or its lower without macbpf. */
#include <errno.h>

#include "base/clock.h"
#include "endpoint/allmulti.h"
#include "endpoint/claim.h"
#include "endpoint/closed.h"
#include "endpoint/groups.h"
#include "endpoint/mark.h"
#include "endpoint/parts.h"
#include "kinds/device.h"
#include "port/heal.h"
#include "port/record.h"
#include "session/follow.h"
#include "world/hostdev.h"
#include "world/loop.h"

static void tell_of_loop(struct macbpf *mb, const struct mb_port *port,
			 const struct mb_endpoint *ep, const struct mb_dev *dev)
{
	mb_log(mb, MACBPF_LOG_WARN,
	       "%s (%s) was put under its own lower %s, and frames go round: take it out "
	       "('ip link set %s nomaster')",
	       dev->name, mb_hostdev_shown(ep->hostdev), mb_world_port_name(port), dev->name);
}

static void look(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		 struct mb_endpoint *ep)
{
	struct mb_dev dev;
	int err = mb_device_find(mb, w, ep, &dev);

	ep->looked_at = true;
	if (!err && mb_loop_has(w, port, ep, &dev))
		tell_of_loop(mb, port, ep, &dev);
	mb_allmulti_look(mb, w, port, ep);
	mb_parts_follow(mb, port, ep, err ? NULL : &dev);
}

/*
 * In this order: what comes by meanwhile is not for the host either way. One that has just gone is
 * the next sweep's.
 */
static void heal(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	int err;

	if (ep->healed)
		return;
	ep->healed = true;
	err = mb_closed_ensure(mb, port, ep);
	if (err && err != -ENODEV)
		mb_log(mb, MACBPF_LOG_WARN, "%s is not closed: %s", mb_hostdev_shown(ep->hostdev),
		       mb->error);
	if (mb_heal_endpoint(mb, port, ep))
		port->unheard = true;
}

/* What endpoints reported while they had no program nobody knows. */
static void ask_again(struct macbpf *mb, struct mb_port *port)
{
	if (!port->unheard || !(port->rec.flags & MB_PORT_MCAST_SNOOPING))
		return;
	port->unheard = false;
	if (!mb_groups_begin_all(mb, port))
		mb_groups_ask_all(mb, port);
}

void mb_follow_endpoint(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
			struct mb_endpoint *ep)
{
	if (!ep->hostdev || !port->lower || port->incompatible)
		return;
	heal(mb, port, ep);
	if (!ep->looked_at)
		look(mb, w, port, ep);
	/* What can't be followed is not this command's error. */
	mb_begin(mb);
}

void mb_follow_owner(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		     const uint8_t mac[6])
{
	struct mb_endpoint *owner = mb_claim_owner(port, mac);

	if (owner)
		mb_follow_endpoint(mb, w, port, owner);
}

/* The first endpoint whose turn it is. */
static size_t begin_turn(const struct mb_port *port)
{
	size_t i = 0;

	while (i < port->count && port->ep[i].slot < port->rec.turn)
		i++;
	return i < port->count ? i : 0;
}

static void end_turn(struct macbpf *mb, struct mb_port *port, size_t next)
{
	port->rec.turn = (uint16_t)port->ep[next % port->count].slot;
	mb_record_save_port(mb, port);
}

/* From anywhere on: some of many, others each time. */
static void heal_some(struct macbpf *mb, struct mb_port *port)
{
	size_t count = port->count, some = count < MB_HEALED ? count : MB_HEALED;
	size_t first = some < count ? mb_clock_ms() % count : 0;

	for (size_t i = 0; i < some; i++) {
		struct mb_endpoint *ep = &port->ep[(first + i) % count];

		if (mb_world_is_live(ep))
			heal(mb, port, ep);
	}
}

static void finish(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	int err = mb_mark_restore(mb, port, ep);

	if (err)
		mb_log(mb, MACBPF_LOG_WARN,
		       "a command that died was changing %s, and the next one puts it right: %s",
		       ep->rec.name, mb->error);
	else
		mb_log(mb, MACBPF_LOG_INFO, "a command that died was changing %s: put it right",
		       ep->rec.name);
}

/* What commands that died were at. */
static void finish_all(struct macbpf *mb, struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (mb_world_is_live(ep) && ep->rec.status & MB_EP_CHANGING)
			finish(mb, port, ep);
	}
}

void mb_follow_all(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	size_t count = port->count, looks = count < MB_LOOKS ? count : MB_LOOKS;
	size_t first = looks < count ? begin_turn(port) : 0;

	finish_all(mb, port);
	heal_some(mb, port);
	for (size_t i = 0; i < count; i++) {
		struct mb_endpoint *ep = &port->ep[(first + i) % count];

		if (!mb_world_is_live(ep))
			continue;
		if (i < looks)
			look(mb, w, port, ep);
		else
			mb_parts_follow(mb, port, ep, NULL);
	}
	ask_again(mb, port);
	if (looks < count)
		end_turn(mb, port, first + looks);
}
