// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* port_set.c - changing what holds for a whole port. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "base/txn.h"
#include "endpoint/neigh.h"
#include "port/programs.h"
#include "port/record.h"
#include "session/run.h"
#include "session/write.h"

struct set_port {
	struct macbpf *mb;
	const char *lower;
	struct macbpf_port_opts o;
	struct mb_port *port;
	uint32_t old_flags;
};

static int write_flags(struct set_port *s, uint32_t flags)
{
	s->port->rec.flags = flags;
	return mb_record_save_port(s->mb, s->port);
}

/* Programs follow the record, so theirs is the last undo. */
static int keep_programs(void *arg)
{
	(void)arg;
	return 0;
}

static void restore_programs(void *arg)
{
	struct set_port *s = arg;

	mb_programs_follow(s->mb, s->port);
}

static void restore_flags(void *arg)
{
	struct set_port *s = arg;

	write_flags(s, s->old_flags);
}

static int change_flags(void *arg)
{
	struct set_port *s = arg;
	uint32_t flags = s->old_flags & ~(uint32_t)MB_PORT_ARP_DIRECTED;
	int err;

	flags |= MB_PORT_CHANGING | (s->o.arp_directed ? MB_PORT_ARP_DIRECTED : 0);
	err = write_flags(s, flags);
	if (err)
		mb_txn_undo(s->mb, restore_flags, s);
	return err;
}

static int change_programs(void *arg)
{
	struct set_port *s = arg;

	return mb_programs_follow(s->mb, s->port);
}

/* What was learnt would be old news when it is switched on again. */
static int forget_learnt(void *arg)
{
	struct set_port *s = arg;

	return s->o.arp_directed ? 0 : mb_neigh_forget_all(s->mb, s->port);
}

static int finish(void *arg)
{
	struct set_port *s = arg;

	return write_flags(s, s->port->rec.flags & ~(uint32_t)MB_PORT_CHANGING);
}

static const struct mb_step steps[] = {
	{ keep_programs, restore_programs },
	{ change_flags, restore_flags },
	{ change_programs, NULL }, /* see the first line */
	{ forget_learnt, NULL },   /* when nobody learns any more */
	{ finish, NULL },	   /* who comes now has nothing to do */
};

static int switch_directed(struct set_port *s)
{
	s->old_flags = s->port->rec.flags;
	return mb_txn_run(s->mb, steps, ARRAY_SIZE(steps), s);
}

static int check_port(const struct set_port *s, const struct mb_dev *dev)
{
	if (!dev)
		return mb_fail(s->mb, -ENODEV, "cannot find device \"%s\"", s->lower);
	if (!s->port)
		return mb_fail(s->mb, -ENODEV,
			       "%s carries no endpoints, so it has no port to set: add one first, "
			       "'macbpf port show' lists the ports",
			       s->lower);
	return mb_world_port_check(s->mb, s->port);
}

static int set_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct set_port *s = arg;
	const struct mb_dev *dev = mb_world_dev_named(w, s->lower);
	int err;

	(void)mb;
	s->port = dev ? mb_world_port(w, dev->ifindex) : NULL;
	err = check_port(s, dev);
	if (!err && s->o.has & MACBPF_PORT_ARP_DIRECTED)
		err = switch_directed(s);
	return err;
}

static int set_run(struct macbpf *mb, void *arg)
{
	return mb_write_world(mb, set_locked, arg);
}

static int check_opts(struct macbpf *mb, const struct macbpf_port_opts *o)
{
	if (o->has & ~(uint64_t)MACBPF_PORT_ARP_DIRECTED || o->reserved)
		return mb_fail(mb, -EINVAL, "a setting of a port is unknown to this libmacbpf");
	if (o->arp_directed > 1)
		return mb_fail(mb, -EINVAL, "arp-directed %u is neither 0 (off) nor 1 (on)",
			       o->arp_directed);
	return 0;
}

int macbpf_port__set(struct macbpf *mb, const char *lower, const struct macbpf_port_opts *opts)
{
	struct set_port s = { .mb = mb, .lower = lower };
	int err;

	err = mb_opts_take(mb, &s.o, sizeof(s.o), opts);
	if (err)
		return err;
	return check_opts(mb, &s.o) ?: mb_run(mb, set_run, &s);
}
