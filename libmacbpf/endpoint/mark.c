// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* mark.c - the mark of an endpoint that is being changed, and what puts one right that kept it. */
#include <string.h>

#include "datapath/attach.h"
#include "endpoint/claim.h"
#include "endpoint/allmulti.h"
#include "endpoint/guard.h"
#include "endpoint/learning.h"
#include "endpoint/mark.h"
#include "endpoint/neigh.h"
#include "endpoint/part.h"
#include "endpoint/queue.h"
#include "endpoint/rate.h"
#include "endpoint/sources.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/lower.h"
#include "port/programs.h"
#include "port/record.h"

static int set_mark(struct macbpf *mb, const struct mb_port *port, struct mb_endpoint *ep, bool on)
{
	ep->rec.status &= ~(uint32_t)MB_EP_CHANGING;
	ep->rec.status |= on ? MB_EP_CHANGING : 0;
	return mb_record_save_endpoint(mb, port, ep);
}

/* ---------------------------------------------------------------- the parts */

/* All else is in the device alone, and nowhere on record. */
static bool is_wanted(const struct mb_change *c)
{
	if (mb_change_is_new(c))
		return false;
	return c->o.has & MACBPF_LINK_HOOK || c->macvlan.has || c->guard.has || c->rate.has ||
	       c->o.source || c->o.address || c->target_fd >= 0 || mb_change_wants_up(c);
}

static int apply(struct mb_change *c)
{
	return is_wanted(c) ? set_mark(c->mb, c->port, c->ep, true) : 0;
}

static void undo(struct mb_change *c)
{
	if (is_wanted(c))
		set_mark(c->mb, c->port, c->ep, false);
}

/* All is done. If the mark stays, the next command finds nothing to do but to take it off. */
static int finish(struct mb_change *c)
{
	if (is_wanted(c) && set_mark(c->mb, c->port, c->ep, false))
		c->ep->rec.status |= MB_EP_CHANGING;
	return 0;
}

const struct mb_part mb_part_mark = {
	.apply = apply,
	.undo = undo,
};

const struct mb_part mb_part_unmark = {
	.apply = finish,
};

/* ---------------------------------------------------------------- putting it right */

/* Also of whom it may have taken an address from. */
static int publish_all(struct macbpf *mb, struct mb_port *port)
{
	int err = 0;

	for (size_t i = 0; !err && i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE)
			err = mb_claim_publish(mb, port, &port->ep[i]);
	return err;
}

/* Its list is the table, with the flags of its record. */
static int restore_sources(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_macs macs = { 0 };
	int err = 0;

	if (ep->rec.mode == MB_MODE_SOURCE)
		err = mb_sources_get(mb, port, ep, &macs);
	err = err ?: mb_sources_set(mb, port, ep, &macs);
	mb_macs_free(&macs);
	return err;
}

/* What its lower has was given to it by a command of ours, or was there before that. */
static int restore_passthru(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	int err = 0;

	if (ep->rec.mode != MB_MODE_PASSTHRU)
		return 0;
	if (memcmp(ep->rec.mac, port->lower->address, 6))
		err = mb_claim_rekey(mb, port, ep, port->lower->address, true);
	return err;
}

static int restore_hook(struct macbpf *mb, const struct mb_endpoint *ep)
{
	const struct mb_kind *kind = mb_kind_of(ep);
	uint32_t hook;

	if (kind->hook || mb_attach_where(mb, ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, &hook))
		return 0;
	return mb_attach_move(mb, hook, ep->rec.hostdev, MB_NAME_ENDPOINT_PROG,
			      !kind->is_own_hostdev);
}

int mb_mark_restore(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	if (ep->hostdev->link_netnsid < 0)
		ep->rec.status &= ~(uint32_t)MB_EP_PEER;
	return mb_rate_restore(mb, port, ep) ?: mb_record_save_port(mb, port) ?: mb_guard_restore(mb, port, ep) ?:
	       publish_all(mb, port) ?: restore_sources(mb, port, ep) ?:
	       mb_neigh_forget_endpoint(mb, port, ep) ?: mb_allmulti_restore(mb, port, ep) ?:
	       restore_passthru(mb, port, ep) ?:
	       mb_learning_restore(mb, port, ep) ?:
	       restore_hook(mb, ep) ?: mb_programs_follow(mb, port) ?:
	       mb_program_replace(mb, port, ep) ?: mb_queue_trim(mb, port, ep) ?: set_mark(mb, port, ep, false);
}
