// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* program.c - which program an endpoint runs, and at which hook. */
#include <errno.h>

#include "common/own.h"
#include "base/txn.h"
#include "datapath/attach.h"
#include "endpoint/steps.h"
#include "kinds/kind.h"
#include "port/programs.h"

static int attach_at(struct mb_change *c, uint32_t hook, int fd)
{
	bool ours = !c->kind->is_own_hostdev;
	int err = -EOPNOTSUPP;

	if (hook == MACBPF_HOOK_AUTO && c->mb->haste)
		err = mb_attach(c->mb, MACBPF_HOOK_CLSACT, c->ep->rec.hostdev, fd, ours);
	if (err == -EOPNOTSUPP)
		err = mb_attach(c->mb, hook, c->ep->rec.hostdev, fd, ours);
	return err ? mb_attach_failed(c->mb, hook, c->hostdev.name, err) : 0;
}

/* Of a netkit the hostdev's ingress has no program, unless floods are to go on there. */
static int attach_carrier(struct mb_change *c, int fd)
{
	if (c->kind != &mb_kind_netkit || !mb_slot_carries(c->ep->slot))
		return 0;
	c->ep->rec.status |= MB_EP_CARRIER;
	return attach_at(c, c->o.hook, fd);
}

int mb_program_attach(void *arg)
{
	struct mb_change *c = arg;
	mb_auto_close int fd = mb_port_program(c->mb, c->port, c->ep);

	if (fd < 0)
		return fd;
	return attach_at(c, c->kind->hook ?: c->o.hook, fd) ?: attach_carrier(c, fd);
}

int mb_programs_change(void *arg)
{
	struct mb_change *c = arg;

	return mb_port_reprogram(c->mb, c->port)
		       ?: mb_port_reprogram_endpoint(c->mb, c->port, c->ep);
}

/* Programs follow records and lists, so theirs is the last undo: the first step of all. */
int mb_programs_keep(void *arg)
{
	(void)arg;
	return 0;
}

void mb_programs_restore(void *arg)
{
	mb_programs_change(arg);
}

/* A netkit's has nowhere else to go. */
static bool moves_program(const struct mb_change *c)
{
	return c->o.has & MACBPF_LINK_HOOK && c->old.kind != MB_KIND_NETKIT;
}

static int move_program(struct mb_change *c, uint32_t hook)
{
	const struct mb_dev *dev = c->ep->hostdev;
	bool ours = !mb_kind_of(c->ep)->is_own_hostdev;
	int err = mb_attach_move(c->mb, hook, dev->ifindex, MB_NAME_ENDPOINT_PROG, ours);

	return err ? mb_attach_failed(c->mb, hook, dev->name, err) : 0;
}

void mb_hook_restore(void *arg)
{
	struct mb_change *c = arg;

	if (moves_program(c))
		move_program(c, c->old_hook);
}

int mb_hook_change(void *arg)
{
	struct mb_change *c = arg;
	int err;

	if (!moves_program(c))
		return 0;
	err = mb_attach_where(c->mb, c->ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, &c->old_hook);
	if (err)
		return mb_attach_failed(c->mb, c->o.hook, c->ep->hostdev->name, err);
	err = move_program(c, c->o.hook);
	if (err)
		mb_undo(c->mb, mb_hook_restore, c);
	return err;
}
