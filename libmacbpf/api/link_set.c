// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_set.c - changing an endpoint: one transaction (macvlan_changelink() and its relatives). */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "api/batch.h"
#include "api/check.h"
#include "base/base.h"
#include "base/txn.h"
#include "datapath/attach.h"
#include "kernel/netns.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/claims.h"
#include "port/learnt.h"
#include "port/lower.h"
#include "port/programs.h"
#include "port/record.h"
#include "port/sources.h"
#include "session/follow.h"
#include "session/run.h"
#include "session/write.h"

struct set {
	struct macbpf *mb;
	const char *lower, *name;
	struct macbpf_link_opts o;
	struct mb_port *port;
	struct mb_endpoint *ep;
	struct mb_dev dev;     /* the device as it was */
	struct mb_dev hostdev; /* after a move */
	struct mb_endpoint_rec old;
	int32_t old_bc_cutoff;
	struct mb_macs old_macs, new_macs;
	struct mb_endpoint *robbed; /* who had the new address, being down; NULL: nobody */
	uint32_t old_hook;	    /* where the program was */
	int target_fd;		    /* the netns to move to; -1: none */
};

static bool wants_up(const struct set *s)
{
	return s->o.dev_flags & s->o.dev_flags_mask & IFF_UP;
}

static bool is_passthru(const struct set *s)
{
	return s->old.mode == MB_MODE_PASSTHRU;
}

/* ---------------------------------------------------------------- checks */

static int check_mode(struct set *s)
{
	uint32_t mode = s->o.has & MACBPF_LINK_MODE ? s->o.mode : s->old.mode;

	return mb_check_mode_change(s->mb, s->name, s->old.mode, mode)
		       ?: mb_check_macaddr(s->mb, &s->o, mode);
}

static int check_address(struct set *s)
{
	if (is_passthru(s))
		return 0;
	if (s->o.address && memcmp(s->o.address, s->old.mac, 6))
		return mb_fdb_check(s->mb, s->port, s->ep, s->o.address);
	if (wants_up(s) && !(s->old.status & MB_EP_OWNS_MAC && mb_endpoint_is_up(s->ep)))
		return mb_fdb_check(s->mb, s->port, s->ep, s->old.mac);
	return 0;
}

/* The kernel would find out when the device has moved already. */
static int check_move(struct set *s)
{
	if (s->target_fd < 0 || mb_netns_is(s->mb, s->target_fd, s->ep->hostdev->link_netnsid))
		return 0;
	return mb_check_name_free(s->mb, s->target_fd, s->o.name ?: s->dev.name);
}

static int check_state(struct set *s)
{
	const struct mb_kind *kind = mb_kind_of(s->ep);
	int err = mb_check_type(s->mb, &s->o, s->name, kind->type)
			  ?: mb_kind_check_netns(s->mb, kind, s->name, s->target_fd) ?:
			  check_mode(s) ?: check_address(s) ?: check_move(s);

	if (!err && s->old.kind == MB_KIND_NETKIT)
		err = mb_check_netkit(s->mb, &s->o);
	if (!err && s->o.has & MACBPF_LINK_MTU)
		err = mb_check_mtu(s->mb, s->port->lower, s->o.mtu);
	return err;
}

/* ---------------------------------------------------------------- mode, flags, source list */

static int write_record(struct set *s)
{
	return mb_endpoint_save(s->mb, s->port, s->ep) ?: mb_port_save(s->mb, s->port) ?:
	       mb_fdb_publish(s->mb, s->port, s->ep);
}

static void restore_record(void *arg)
{
	struct set *s = arg;

	s->ep->rec.mode = s->old.mode;
	s->ep->rec.flags = s->old.flags;
	s->ep->rec.bc_queue_len = s->old.bc_queue_len;
	s->port->rec.bc_cutoff = s->old_bc_cutoff;
	write_record(s);
}

static int change_record(void *arg)
{
	struct set *s = arg;
	struct mb_endpoint_rec *rec = &s->ep->rec;
	int err;

	if (s->o.has & MACBPF_LINK_MODE)
		rec->mode = s->o.mode;
	if (s->o.has & MACBPF_LINK_FLAGS)
		rec->flags = s->o.flags;
	if (s->o.has & MACBPF_LINK_BC_QUEUE_LEN)
		rec->bc_queue_len = s->o.bc_queue_len;
	if (s->o.has & MACBPF_LINK_BC_CUTOFF)
		s->port->rec.bc_cutoff = s->o.bc_cutoff;
	err = write_record(s);
	if (!err && rec->mode != s->old.mode)
		err = mb_port_forget(s->mb, s->port, s->ep);
	if (err)
		mb_undo(s->mb, restore_record, s);
	return err;
}

/* An endpoint that leaves mode source leaves its list (macvlan_flush_sources()). */
static int plan_macs(struct set *s)
{
	bool given = s->o.has & MACBPF_LINK_MACADDR;
	uint32_t op = given ? s->o.macaddr_op : MACBPF_MACADDR_ADD;

	if (s->ep->rec.mode != MB_MODE_SOURCE)
		op = MACBPF_MACADDR_FLUSH;
	return mb_macs_apply(&s->old_macs, op, s->o.macaddr, given ? s->o.macaddr_count : 0,
			     &s->new_macs);
}

/* Runs before restore_record(): the flags of the entries are put right by hand. */
static void restore_sources(void *arg)
{
	struct set *s = arg;

	s->ep->rec.flags = s->old.flags;
	mb_sources_set(s->mb, s->port, s->ep, &s->old_macs);
}

static int change_sources(void *arg)
{
	struct set *s = arg;
	int err;

	err = mb_sources_get(s->mb, s->port, s->ep, &s->old_macs);
	if (err)
		return err;
	if (plan_macs(s))
		return mb_fail(s->mb, -ENOMEM, "out of memory");
	err = mb_sources_set(s->mb, s->port, s->ep, &s->new_macs);
	if (err)
		mb_undo(s->mb, restore_sources, s);
	return err;
}

static int change_programs(void *arg)
{
	struct set *s = arg;

	return mb_port_reprogram(s->mb, s->port)
		       ?: mb_port_reprogram_endpoint(s->mb, s->port, s->ep);
}

/* Programs follow records and lists, so theirs is the last undo: the first step of all. */
static int keep_programs(void *arg)
{
	(void)arg;
	return 0;
}

static void restore_programs(void *arg)
{
	change_programs(arg);
}

/* A netkit's has nowhere else to go. */
static bool moves_program(const struct set *s)
{
	return s->o.has & MACBPF_LINK_HOOK && s->old.kind != MB_KIND_NETKIT;
}

static int move_program(struct set *s, uint32_t hook)
{
	const struct mb_dev *dev = s->ep->hostdev;
	bool ours = !mb_kind_of(s->ep)->is_own_hostdev;
	int err = mb_attach_move(s->mb, hook, dev->ifindex, MB_NAME_ENDPOINT_PROG, ours);

	return err ? mb_attach_failed(s->mb, hook, dev->name, err) : 0;
}

static void restore_hook(void *arg)
{
	struct set *s = arg;

	if (moves_program(s))
		move_program(s, s->old_hook);
}

static int change_hook(void *arg)
{
	struct set *s = arg;
	mb_auto_close int fd = -1;
	int err;

	if (!moves_program(s))
		return 0;
	fd = mb_attach_find(s->mb, s->ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, &s->old_hook);
	if (fd < 0)
		return mb_attach_failed(s->mb, s->o.hook, s->ep->hostdev->name, fd);
	err = move_program(s, s->o.hook);
	if (err)
		mb_undo(s->mb, restore_hook, s);
	return err;
}

static int promisc(struct set *s, uint32_t flags)
{
	if (!is_passthru(s))
		return 0;
	return mb_port_set_promisc(s->mb, s->port, !(flags & MB_FLAG_NOPROMISC));
}

static int change_promisc(void *arg)
{
	struct set *s = arg;

	return promisc(s, s->ep->rec.flags);
}

static void restore_promisc(void *arg)
{
	struct set *s = arg;

	promisc(s, s->old.flags);
}

/* ---------------------------------------------------------------- address */

/* A rekeying that stopped half-way has left the MAC, its filter or its FDB entry. */
static bool is_rekeyed(const struct set *s)
{
	const struct mb_endpoint_rec *rec = &s->ep->rec;

	return memcmp(rec->mac, s->old.mac, 6) ||
	       (rec->status ^ s->old.status) & (MB_EP_OWNS_MAC | MB_EP_FILTER | MB_EP_REKEYING);
}

static void restore_address(void *arg)
{
	struct set *s = arg;

	if (is_passthru(s) && s->o.address)
		mb_port_set_lower_mac(s->mb, s->port, s->old.mac);
	if (s->robbed)
		mb_fdb_yield(s->mb, s->port, s->ep, s->robbed);
	if (is_rekeyed(s))
		mb_fdb_rekey(s->mb, s->port, s->ep, s->old.mac, s->old.status & MB_EP_OWNS_MAC);
	mb_fdb_settle(s->mb, s->port);
}

static int change_address(void *arg)
{
	struct set *s = arg;
	bool up = wants_up(s) || mb_endpoint_is_up(s->ep);
	int err = 0;

	s->robbed = mb_fdb_owner(s->port, s->o.address ?: s->ep->rec.mac);
	if (s->robbed == s->ep)
		s->robbed = NULL;
	if (s->o.address && memcmp(s->o.address, s->ep->rec.mac, 6)) {
		if (is_passthru(s))
			err = mb_port_set_lower_mac(s->mb, s->port, s->o.address);
		if (!err)
			err = mb_fdb_rekey(s->mb, s->port, s->ep, s->o.address, up);
	} else if (wants_up(s)) {
		err = mb_fdb_claim(s->mb, s->port, s->ep);
	}
	if (err)
		mb_undo(s->mb, restore_address, s);
	return err;
}

/* ---------------------------------------------------------------- the device */

/* While it moves, the slow way of delivery is the one that is never wrong. */
static int before_move(void *arg)
{
	struct set *s = arg;

	return s->target_fd < 0 ? 0 : mb_fdb_set_peer(s->mb, s->port, s->ep, false);
}

static void undo_move(void *arg)
{
	struct set *s = arg;

	mb_fdb_set_peer(s->mb, s->port, s->ep, s->ep->hostdev->link_netnsid >= 0);
}

static bool touches_device(const struct set *s)
{
	const struct macbpf_link_opts *o = &s->o;
	uint64_t mine = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP;

	return o->has & mine || o->address || o->broadcast || o->name || o->alias ||
	       o->dev_flags_mask || s->target_fd >= 0;
}

/* The move comes first in the kernel: the device is elsewhere if something else was refused. */
static bool has_moved(struct set *s)
{
	return s->target_fd >= 0 &&
	       !mb_rtnl_get(s->mb->rtnl, s->ep->rec.hostdev, -1, &s->hostdev) &&
	       s->hostdev.link_netnsid != s->ep->hostdev->link_netnsid;
}

/* A device that moves goes down. */
static void move_back(struct set *s, struct mb_dev_change *back)
{
	int32_t nsid = s->ep->hostdev->link_netnsid;
	struct mb_endpoint moved = *s->ep;
	mb_auto_close int origin_fd = -1;

	if (nsid >= 0)
		origin_fd = mb_netns_open_by_id(s->mb->rtnl, nsid);
	moved.hostdev = &s->hostdev;
	back->netns_fd = nsid < 0 ? s->mb->netns_fd : origin_fd;
	back->name = s->dev.name;
	back->flags_mask |= IFF_UP;
	mb_device_set(s->mb, &moved, s->target_fd, back);
}

/* The kernel stops at the first attribute that it refuses and keeps those before. */
static void restore_device(void *arg)
{
	struct set *s = arg;
	const struct macbpf_link_opts *o = &s->o;
	struct mb_dev_change back = {
		.has = o->has,
		.address = o->address ? s->dev.address : NULL,
		.broadcast = o->broadcast ? s->dev.broadcast : NULL,
		.name = o->name ? s->dev.name : NULL,
		.alias = o->alias ? s->dev.alias : NULL,
		.netns_fd = -1,
		.mtu = s->dev.mtu,
		.txqueuelen = s->dev.txqueuelen,
		.group = s->dev.group,
		.flags = s->dev.flags,
		.flags_mask = o->dev_flags_mask,
	};

	if (has_moved(s))
		move_back(s, &back);
	else
		mb_device_set(s->mb, s->ep, -1, &back);
}

static int change_device(void *arg)
{
	struct set *s = arg;
	const struct macbpf_link_opts *o = &s->o;
	struct mb_dev_change change = {
		.has = o->has,
		.address = o->address,
		.broadcast = o->broadcast,
		.name = o->name,
		.alias = o->alias,
		.netns_fd = s->target_fd,
		.mtu = o->mtu,
		.txqueuelen = o->txqueuelen,
		.group = o->group,
		.flags = o->dev_flags,
		.flags_mask = o->dev_flags_mask,
	};
	int err;

	if (!touches_device(s))
		return 0;
	err = mb_device_set(s->mb, s->ep, -1, &change);
	if (err)
		mb_undo(s->mb, restore_device, s);
	else if (wants_up(s))
		mb_batch_wait(s->mb, s->ep);
	return err;
}

/* The slow way stays right, so a failure can wait for the next command's sweep. */
static int after_move(void *arg)
{
	struct set *s = arg;

	if (s->target_fd < 0 || mb_rtnl_get(s->mb->rtnl, s->ep->rec.hostdev, -1, &s->hostdev))
		return 0;
	s->ep->hostdev = &s->hostdev;
	mb_fdb_set_peer(s->mb, s->port, s->ep, s->hostdev.link_netnsid >= 0);
	return 0;
}

static const struct mb_step steps[] = {
	{ keep_programs, restore_programs }, /* when all else is as it was */
	{ change_record, restore_record },   /* mode, flags, broadcast queue */
	{ change_sources, restore_sources }, /* after the record: its flags go along */
	{ change_programs, NULL },	     /* see the first line */
	{ change_hook, restore_hook },	     /* at tcx, or at clsact */
	{ change_promisc, restore_promisc }, /* passthru: nopromisc on or off */
	{ change_address, restore_address }, /* tables and NIC filter */
	{ before_move, undo_move },	     /* to another netns */
	{ change_device, NULL },	     /* restores itself */
	{ after_move, NULL },		     /* nothing comes after it */
};

/* ---------------------------------------------------------------- the function */

static int set_found(struct set *s)
{
	int err;

	err = mb_port_check(s->mb, s->port) ?: mb_device_get(s->mb, s->ep, &s->dev);
	if (err)
		return err;
	s->old = s->ep->rec;
	s->old_bc_cutoff = s->port->rec.bc_cutoff;
	err = check_state(s) ?: mb_txn_run(s->mb, steps, ARRAY_SIZE(steps), s);
	mb_macs_free(&s->old_macs);
	mb_macs_free(&s->new_macs);
	if (!err)
		mb_fdb_settle(s->mb, s->port);
	return err;
}

static int set_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct set *s = arg;
	int err;

	err = mb_world_find(mb, w, s->lower, s->name, &s->port, &s->ep);
	if (err)
		return err;
	mb_endpoint_follow_now(mb, w, s->port, s->ep);
	mb_follow_owner(mb, w, s->port, s->o.address ?: s->ep->rec.mac);
	err = set_found(s);
	if (!err && mb->batch && s->target_fd < 0 && !is_passthru(s))
		mb_world_changed(mb, w, s->ep);
	return err;
}

static int set_run(struct macbpf *mb, void *arg)
{
	struct set *s = arg;
	int err;

	err = mb_check_opts(mb, &s->o) ?: mb_check_set_only(mb, &s->o) ?:
	      mb_open_target(mb, s->o.netns, &s->target_fd);
	if (err)
		return err;
	err = mb_world_write(mb, set_locked, s);
	mb_close_fd(&s->target_fd);
	return err;
}

int macbpf_link__set(struct macbpf *mb, const char *lower, const char *name,
		     const struct macbpf_link_opts *opts)
{
	struct set s = { .mb = mb, .lower = lower, .name = name, .target_fd = -1 };
	int err;

	mb_begin(mb);
	s.o.sz = sizeof(s.o);
	err = mb_opts_copy(&s.o, sizeof(s.o), opts);
	if (err)
		return mb_fail(mb, err, "the options are of a newer libmacbpf than this one");
	return mb_run(mb, set_run, &s);
}

int macbpf_source__change(struct macbpf *mb, const char *lower, const char *name, uint32_t op,
			  const uint8_t (*macaddr)[MACBPF_MAC_LEN], uint32_t count)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_MACADDR,
		.macaddr_op = op,
		.macaddr = macaddr,
		.macaddr_count = count,
	};

	return macbpf_link__set(mb, lower, name, &opts);
}
