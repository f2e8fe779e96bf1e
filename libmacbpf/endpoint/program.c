// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* program.c - which program an endpoint runs, and at which hook. */
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "endpoint/part.h"
#include "kinds/kind.h"
#include "port/programs.h"

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (!(o->has & MACBPF_LINK_HOOK) || macbpf_hook__name(o->hook))
		return 0;
	return mb_fail(mb, -EINVAL, "hook %u is unknown: 0 (auto), 1 (tcx) or 2 (clsact)", o->hook);
}

static int fits(struct mb_change *c)
{
	return mb_kind_check_hook(c->mb, c->kind, &c->o);
}

static int attach_at(struct mb_change *c, uint32_t hook, int fd)
{
	return mb_program_attach(c->mb, hook, &c->hostdev, fd, !c->kind->is_own_hostdev);
}

/*
 * On the hostdev's ingress floods go on, if the endpoint's slot is one that carries them, and what
 * it sends, if that goes through a queue first.
 */
static int attach_relay(struct mb_change *c, int fd)
{
	bool paced = c->ep->rec.status & MB_EP_RATE_OUT;

	if (!c->kind->xmit || (!paced && !mb_slot_relays(c->ep->slot)))
		return 0;
	c->ep->rec.status |= MB_EP_RELAY;
	return attach_at(c, c->o.hook, fd);
}

static int attach(struct mb_change *c)
{
	mb_auto_close int fd = mb_program_open(c->mb, c->port, c->ep);

	if (fd < 0)
		return fd;
	return attach_at(c, c->kind->hook ?: c->o.hook, fd) ?: attach_relay(c, fd);
}

static int move(struct mb_change *c, uint32_t hook)
{
	const struct mb_dev *dev = c->ep->hostdev;
	bool ours = !c->kind->is_own_hostdev;
	int err = mb_attach_move(c->mb, hook, dev->ifindex, MB_NAME_ENDPOINT_PROG, ours);

	return err ? mb_program_refused(c->mb, hook, dev->name, err) : 0;
}

/* One whose kind has a hook of its own has nowhere else to go. */
static int change_hook(struct mb_change *c)
{
	int err;

	if (!(c->o.has & MACBPF_LINK_HOOK) || c->kind->hook)
		return 0;
	err = mb_attach_where(c->mb, c->ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, &c->old_hook);
	if (err)
		return mb_program_refused(c->mb, c->o.hook, c->ep->hostdev->name, err);
	return move(c, c->o.hook);
}

static int apply(struct mb_change *c)
{
	return mb_change_is_new(c) ? attach(c) : change_hook(c);
}

static int follow_all(struct mb_change *c)
{
	int err = mb_programs_follow(c->mb, c->port);

	if (err || mb_change_is_new(c))
		return err;
	return mb_program_replace(c->mb, c->port, c->ep);
}

/* Programs follow records and lists, which are as they were by now. */
static void undo(struct mb_change *c)
{
	if (c->old_hook)
		move(c, c->old_hook);
	follow_all(c);
}

/* Before it a firewall of the host's has its place: it is told, and stays. */
static int describe(struct macbpf *mb, struct mb_view *view)
{
	mb_auto_free struct mb_ahead *ahead = NULL;
	size_t count = 0;
	uint32_t hook;

	view->info.ahead_name = view->ahead;
	if (view->skip_hooks)
		return 0;
	if (mb_attach_ahead(mb, view->ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, &hook, &ahead,
			    &count))
		return 0;
	view->info.hook = hook;
	view->info.ahead = (uint32_t)count;
	view->info.ahead_prog_id = count ? ahead->id : 0;
	if (view->info.ahead_prog_id)
		mb_prog_name(ahead->id, view->ahead);
	return 0;
}

const struct mb_part mb_part_program = {
	.link = MACBPF_LINK_HOOK,
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.describe = describe,
};

/* Which program each endpoint runs, with which constants; undone by the program's undo. */
const struct mb_part mb_part_constants = {
	.apply = follow_all,
};
