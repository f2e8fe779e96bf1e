// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* record.c - what an endpoint has on record: mode, flags, broadcast queue, limit. */
#include <errno.h>

#include "endpoint/claim.h"
#include "endpoint/guard.h"
#include "endpoint/part.h"
#include "endpoint/rate.h"
#include "endpoint/record.h"
#include "port/record.h"

static int check(struct macbpf *mb, const struct macbpf_link_opts *opts)
{
	const struct macbpf_macvlan_opts *o = opts->macvlan;

	if (o->has & MACBPF_MACVLAN_MODE && !macbpf_mode__name(o->mode))
		return mb_fail(mb, -EINVAL,
			       "mode %u is unknown: 1 (private), 2 (vepa), 4 (bridge), "
			       "8 (passthru) or 16 (source)",
			       o->mode);
	if (o->has & MACBPF_MACVLAN_FLAGS &&
	    o->flags & ~(uint32_t)(MACBPF_FLAG_NOPROMISC | MACBPF_FLAG_NODST))
		return mb_fail(mb, -EINVAL,
			       "flags %#x are unknown: 1 (nopromisc) and 2 (nodst) are "
			       "known",
			       o->flags);
	if (o->has & MACBPF_MACVLAN_MACADDR_LIMIT && o->macaddr_limit > MB_MACADDR_LIMIT_MAX)
		return mb_fail(
			mb, -EINVAL,
			"macaddr-limit %u is out of range: 0 to %u addresses that lead to an "
			"endpoint besides its own",
			o->macaddr_limit, MB_MACADDR_LIMIT_MAX);
	return 0;
}

/* One passthru endpoint, and then nothing else; `port` may be NULL. */
static int check_company(struct macbpf *mb, const struct mb_port *port, const struct mb_dev *lower,
			 uint32_t mode)
{
	if (!port || !port->count)
		return 0;
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].rec.mode == MB_MODE_PASSTHRU)
			return mb_fail(mb, -EINVAL,
				       "%s is taken by passthru endpoint %s, which shares it with "
				       "nobody: delete that first",
				       lower->name, port->ep[i].rec.name);
	if (mode != MB_MODE_PASSTHRU)
		return 0;
	return mb_fail(mb, -EINVAL,
		       "mode passthru needs %s for itself, which has %zu endpoint%s: "
		       "delete %s first, or choose another mode",
		       lower->name, port->count, port->count == 1 ? "" : "s",
		       port->count == 1 ? "it" : "them");
}

static int check_change(struct macbpf *mb, const char *name, uint32_t old, uint32_t mode)
{
	if ((old == MB_MODE_PASSTHRU) == (mode == MB_MODE_PASSTHRU))
		return 0;
	return mb_fail(mb, -EINVAL, "%s can't change from mode %s to %s: delete it and add it anew",
		       name, macbpf_mode__name(old), macbpf_mode__name(mode));
}

static int fits(struct mb_change *c)
{
	if (mb_change_is_new(c))
		return check_company(c->mb, c->port, c->lower, mb_change_mode(c));
	return check_change(c->mb, c->name, c->old.mode, mb_change_mode(c));
}

void mb_record_take(struct mb_change *c)
{
	const struct macbpf_macvlan_opts *o = &c->macvlan;
	struct mb_endpoint_rec *rec = &c->ep->rec;

	if (o->has & MACBPF_MACVLAN_MODE)
		rec->mode = o->mode;
	if (o->has & MACBPF_MACVLAN_FLAGS)
		rec->flags = o->flags;
	if (o->has & MACBPF_MACVLAN_BC_QUEUE_LEN)
		rec->bc_queue_len = o->bc_queue_len;
	if (o->has & MACBPF_MACVLAN_MACADDR_LIMIT)
		rec->macaddr_limit = o->macaddr_limit;
	if (o->has & MACBPF_MACVLAN_LEARNING)
		rec->learning = o->learning;
	rec->guard = mb_guard_wanted(c);
	mb_rate_take(c);
}

/* The tables get the mode; those of a new endpoint later, with its address. */
static int write_record(struct mb_change *c)
{
	int err = mb_record_save_endpoint(c->mb, c->port, c->ep)
			  ?: mb_record_save_port(c->mb, c->port);

	if (err || c->ep->rec.state != MB_EP_LIVE)
		return err;
	return mb_claim_publish(c->mb, c->port, c->ep);
}

static int apply(struct mb_change *c)
{
	mb_record_take(c);
	c->old_bc_cutoff = c->port->rec.bc_cutoff;
	if (c->macvlan.has & MACBPF_MACVLAN_BC_CUTOFF)
		c->port->rec.bc_cutoff = c->macvlan.bc_cutoff;
	return write_record(c);
}

static void undo(struct mb_change *c)
{
	c->ep->rec.mode = c->old.mode;
	c->ep->rec.flags = c->old.flags;
	c->ep->rec.bc_queue_len = c->old.bc_queue_len;
	c->ep->rec.macaddr_limit = c->old.macaddr_limit;
	c->ep->rec.learning = c->old.learning;
	c->ep->rec.guard = c->old.guard;
	mb_rate_untake(c);
	c->port->rec.bc_cutoff = c->old_bc_cutoff;
	write_record(c);
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	(void)mb;
	view->info.mode = view->ep->rec.mode;
	view->info.flags = view->ep->rec.flags;
	view->info.bc_queue_len = view->ep->rec.bc_queue_len;
	view->info.bc_queue_len_used = mb_record_bc_queue_len(view->port);
	view->info.bc_cutoff = view->port->rec.bc_cutoff;
	return 0;
}

const struct mb_part mb_part_record = {
	.macvlan = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS | MACBPF_MACVLAN_BC_QUEUE_LEN |
		   MACBPF_MACVLAN_BC_CUTOFF | MACBPF_MACVLAN_MACADDR_LIMIT,
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.describe = describe,
};
