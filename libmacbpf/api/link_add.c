// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_add.c - making an endpoint: one transaction (macvlan_common_newlink()). */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "api/batch.h"
#include "api/check.h"
#include "base/base.h"
#include "base/txn.h"
#include "datapath/attach.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/claims.h"
#include "port/filter.h"
#include "port/lower.h"
#include "port/port.h"
#include "port/programs.h"
#include "port/record.h"
#include "port/sources.h"
#include "session/follow.h"
#include "session/run.h"
#include "session/write.h"

#define BC_QUEUE_LEN 1000 /* MACVLAN_DEFAULT_BC_QUEUE_LEN */

struct add {
	struct macbpf *mb;
	const char *lower_name, *name;
	struct macbpf_link_opts o;
	const struct mb_kind *kind;
	struct mb_world *w;
	const struct mb_dev *lower;
	struct mb_port *port;
	struct mb_endpoint *ep;
	struct mb_dev hostdev, device;
	int target_fd;		    /* the device's netns; -1: the lower's */
	struct mb_endpoint *robbed; /* who had the MAC, being down; NULL: nobody */
	int32_t old_bc_cutoff;
	bool new_port;
};

/* ---------------------------------------------------------------- checks */

/* An endpoint's own device stands for its lower: the new endpoint is its sibling. */
static const struct mb_dev *real_lower(const struct mb_world *w, const struct mb_dev *dev)
{
	struct mb_endpoint *ep;
	struct mb_port *port;

	if (!dev->link || dev->link_netnsid >= 0)
		return dev;
	ep = mb_world_endpoint(w, dev->link, &port);
	if (!ep || !ep->hostdev || ep->hostdev->link != dev->ifindex || !port->lower)
		return dev;
	return port->lower;
}

static int find_lower(struct add *a)
{
	const struct mb_dev *dev = mb_world_dev_named(a->w, a->lower_name);

	if (!dev)
		return mb_fail(a->mb, -ENODEV, "cannot find device \"%s\"", a->lower_name);
	a->lower = real_lower(a->w, dev);
	a->port = mb_world_port(a->w, a->lower->ifindex);
	return mb_check_lower(a->mb, a->w, a->lower);
}

static bool wants_up(const struct add *a)
{
	return a->o.dev_flags & a->o.dev_flags_mask & IFF_UP;
}

static int check_state(struct add *a)
{
	int err = 0;

	if (a->port)
		err = mb_port_check(a->mb, a->port);
	if (!err)
		err = mb_check_mode_fits(a->mb, a->port, a->lower, a->o.mode);
	if (!err)
		err = mb_check_mtu(a->mb, a->lower, a->o.mtu);
	if (!err && a->o.address && wants_up(a) && a->o.mode != MB_MODE_PASSTHRU) {
		struct mb_port none = { .lower = a->lower };

		err = mb_fdb_check(a->mb, a->port ?: &none, NULL, a->o.address);
	}
	if (!err && a->port && a->port->count >= MB_ENDPOINTS_MAX)
		err = mb_fail(a->mb, -ENOSPC, "%s has its %u endpoints: no port takes more",
			      a->lower->name, MB_ENDPOINTS_MAX);
	return err;
}

static void set_default(struct macbpf_link_opts *o, uint32_t bit, uint32_t *field, uint32_t value)
{
	if (!(o->has & bit))
		*field = value;
}

static void set_defaults(struct add *a)
{
	struct macbpf_link_opts *o = &a->o;

	set_default(o, MACBPF_LINK_MODE, &o->mode, MACBPF_MODE_VEPA);
	set_default(o, MACBPF_LINK_FLAGS, &o->flags, 0);
	set_default(o, MACBPF_LINK_TXQUEUELEN, &o->txqueuelen, a->kind->txqueuelen);
	set_default(o, MACBPF_LINK_NUMTXQUEUES, &o->numtxqueues, 1);
	set_default(o, MACBPF_LINK_NUMRXQUEUES, &o->numrxqueues, 1);
	set_default(o, MACBPF_LINK_QUEUES, &o->queues,
		    o->numtxqueues > o->numrxqueues ? o->numtxqueues : o->numrxqueues);
	set_default(o, MACBPF_LINK_INDEX, &o->index, 0);
	set_default(o, MACBPF_LINK_GROUP, &o->group, 0);
	set_default(o, MACBPF_LINK_BC_QUEUE_LEN, &o->bc_queue_len, BC_QUEUE_LEN);
}

/* ---------------------------------------------------------------- steps */

static int get_port(void *arg)
{
	struct add *a = arg;
	int err;

	if (a->port)
		return 0;
	err = mb_port_create(a->mb, a->w, a->lower, a->o.hook, &a->port);
	a->new_port = !err;
	return err;
}

static void put_port(void *arg)
{
	struct add *a = arg;

	if (a->new_port)
		mb_port_destroy(a->mb, a->w, a->port);
	else
		mb_port_reprogram(a->mb, a->port);
}

static uint32_t free_slot(const struct mb_port *port)
{
	uint32_t slot = 0;

	while (slot < port->count && port->ep[slot].slot == slot)
		slot++;
	return slot;
}

/* A user may want one of our names for the device; beside the lower it would meet its hostdev. */
static uint32_t free_id(const struct add *a)
{
	uint32_t id = a->port->rec.next_id;
	char name[MB_IFNAME_LEN];

	while (mb_world_dev_named(a->w, mb_hostdev_name(name, id)) || !strcmp(name, a->name))
		id++;
	return id;
}

static void release(void *arg)
{
	struct add *a = arg;

	a->ep->rec = (struct mb_endpoint_rec){ 0 };
	mb_endpoint_save(a->mb, a->port, a->ep);
	a->port->count--;
}

static void fill_record(struct add *a, struct mb_endpoint_rec *rec)
{
	rec->state = MB_EP_BUILDING;
	rec->id = free_id(a);
	rec->kind = a->kind->id;
	rec->queues = a->o.type == MACBPF_TYPE_MACVTAP ? (uint16_t)a->o.queues : 0;
	rec->mode = a->o.mode;
	rec->flags = a->o.flags;
	rec->bc_queue_len = a->o.bc_queue_len;
	memcpy(rec->name, a->name, strlen(a->name));
}

/* The record comes first: whoever finds it still building knows what to remove. */
static int reserve(void *arg)
{
	struct add *a = arg;
	struct mb_port *port = a->port;
	int err;

	a->ep = &port->ep[port->count];
	*a->ep = (struct mb_endpoint){
		.slot = free_slot(port),
		.unfinished = true,
		.looked_at = true,
	};
	fill_record(a, &a->ep->rec);
	port->rec.next_id = a->ep->rec.id + 1;
	if (port->rec.slots <= a->ep->slot)
		port->rec.slots = a->ep->slot + 1;
	err = mb_port_save(a->mb, port) ?: mb_endpoint_save(a->mb, port, a->ep);
	if (!err)
		port->count++;
	return err;
}

static void remove_device(void *arg)
{
	struct add *a = arg;

	mb_rtnl_del(a->mb->rtnl, a->ep->rec.hostdev);
}

/* NULL: the kernel chooses. */
static const uint8_t *wanted_mac(const struct add *a)
{
	return a->o.mode == MB_MODE_PASSTHRU ? a->lower->address : a->o.address;
}

/*
 * Whether there is nothing to learn of the device but its hostdev. A veth that is up and has no
 * carrier yet is best not looked at: the kernel then takes it down first, for a grace period.
 */
static bool is_known(const struct add *a)
{
	return wanted_mac(a) && a->hostdev.link_netnsid >= 0;
}

/* Learns what the kernel chose: indices, a random MAC. */
static int learn_device(struct add *a)
{
	const uint8_t *mac = wanted_mac(a);
	int err = 0;

	if (!is_known(a))
		err = mb_rtnl_get(a->mb->rtnl, a->hostdev.link, a->hostdev.link_netnsid,
				  &a->device);
	if (err)
		return mb_fail(a->mb, err, "can't look at %s, just made: %s", a->name,
			       strerror(-err));
	memcpy(a->ep->rec.mac, is_known(a) ? mac : a->device.address, 6);
	a->ep->hostdev = &a->hostdev;
	if (a->hostdev.link_netnsid >= 0)
		a->ep->rec.status |= MB_EP_PEER;
	return mb_endpoint_save(a->mb, a->port, a->ep);
}

static int make_device(void *arg)
{
	struct add *a = arg;
	char hostdev[MB_IFNAME_LEN], alias[MB_IFALIAS_LEN];
	struct mb_device_spec spec = {
		.hostdev = mb_hostdev_name(hostdev, a->ep->rec.id),
		.name = a->name,
		.netns_fd = a->target_fd,
		.address = wanted_mac(a),
		.broadcast = a->o.broadcast,
		.mtu = a->o.mtu,
		.txqueuelen = a->o.txqueuelen,
		.numtxqueues = a->o.numtxqueues,
		.numrxqueues = a->o.numrxqueues,
		.group = a->o.group,
		.index = a->o.index,
		.flags = a->o.dev_flags,
		.flags_mask = a->o.dev_flags_mask,
		.queues = a->o.queues,
		.user = a->o.has & MACBPF_LINK_USER ? (int64_t)a->o.user : -1,
		.user_group = a->o.has & MACBPF_LINK_USER_GROUP ? (int64_t)a->o.user_group : -1,
	};
	int err;

	snprintf(alias, sizeof(alias), "macbpf:%s:%s%s%s", a->lower->name, a->name,
		 a->o.owner ? ":" : "", a->o.owner ?: "");
	err = a->kind->make(a->mb, &spec, alias, &a->hostdev);
	if (err)
		return err;
	a->ep->rec.hostdev = a->hostdev.ifindex;
	err = learn_device(a);
	if (err)
		mb_undo(a->mb, remove_device, a);
	return err;
}

static int attach_at(struct add *a, uint32_t hook, int fd)
{
	bool ours = !a->kind->is_own_hostdev;
	int err = -EOPNOTSUPP;

	if (hook == MACBPF_HOOK_AUTO && a->mb->haste)
		err = mb_attach(a->mb, MACBPF_HOOK_CLSACT, a->ep->rec.hostdev, fd, ours);
	if (err == -EOPNOTSUPP)
		err = mb_attach(a->mb, hook, a->ep->rec.hostdev, fd, ours);
	return err ? mb_attach_failed(a->mb, hook, a->hostdev.name, err) : 0;
}

/* Of a netkit the hostdev's ingress has no program, unless floods are to go on there. */
static int attach_carrier(struct add *a, int fd)
{
	if (a->kind != &mb_kind_netkit || !mb_slot_carries(a->ep->slot))
		return 0;
	a->ep->rec.status |= MB_EP_CARRIER;
	return attach_at(a, a->o.hook, fd);
}

static int attach_program(void *arg)
{
	struct add *a = arg;
	mb_auto_close int fd = mb_port_program(a->mb, a->port, a->ep);

	if (fd < 0)
		return fd;
	return attach_at(a, a->kind->hook ?: a->o.hook, fd) ?: attach_carrier(a, fd);
}

static int add_filter(void *arg)
{
	struct add *a = arg;

	return mb_fdb_filter_add(a->mb, a->port, a->ep);
}

static void del_filter(void *arg)
{
	struct add *a = arg;

	mb_fdb_filter_del(a->mb, a->port, a->ep);
}

static void clear_sources(void *arg)
{
	struct add *a = arg;
	struct mb_macs none = { 0 };

	mb_sources_set(a->mb, a->port, a->ep, &none);
}

static int fill_sources(void *arg)
{
	struct add *a = arg;
	struct mb_macs none = { 0 }, macs;
	int err;

	if (!(a->o.has & MACBPF_LINK_MACADDR))
		return 0;
	if (mb_macs_apply(&none, a->o.macaddr_op, a->o.macaddr, a->o.macaddr_count, &macs))
		return mb_fail(a->mb, -ENOMEM, "out of memory");
	err = mb_sources_set(a->mb, a->port, a->ep, &macs);
	mb_macs_free(&macs);
	if (err)
		mb_undo(a->mb, clear_sources, a);
	return err;
}

static void unpublish(void *arg)
{
	struct add *a = arg;

	if (a->robbed)
		mb_fdb_yield(a->mb, a->port, a->ep, a->robbed);
	mb_fdb_unpublish(a->mb, a->port, a->ep);
	a->ep->rec.state = MB_EP_BUILDING;
	a->port->rec.bc_cutoff = a->old_bc_cutoff;
	mb_endpoint_save(a->mb, a->port, a->ep);
	mb_port_save(a->mb, a->port);
	mb_fdb_settle(a->mb, a->port);
}

static int publish(void *arg)
{
	struct add *a = arg;
	int err;

	a->ep->rec.state = MB_EP_LIVE;
	a->old_bc_cutoff = a->port->rec.bc_cutoff;
	a->robbed = mb_fdb_owner(a->port, a->ep->rec.mac);
	if (a->o.has & MACBPF_LINK_BC_CUTOFF)
		a->port->rec.bc_cutoff = a->o.bc_cutoff;
	err = mb_endpoint_save(a->mb, a->port, a->ep) ?: mb_port_save(a->mb, a->port) ?:
	      mb_fdb_publish(a->mb, a->port, a->ep);
	if (!err && wants_up(a))
		err = mb_fdb_claim(a->mb, a->port, a->ep);
	else if (!err)
		err = mb_fdb_claim_if_free(a->mb, a->port, a->ep);
	if (err)
		mb_undo(a->mb, unpublish, a);
	return err;
}

static int set_programs(void *arg)
{
	struct add *a = arg;

	return mb_port_reprogram(a->mb, a->port);
}

static int set_promisc(void *arg)
{
	struct add *a = arg;

	if (a->o.mode != MB_MODE_PASSTHRU || a->o.flags & MB_FLAG_NOPROMISC)
		return 0;
	return mb_port_set_promisc(a->mb, a->port, true);
}

static void unset_promisc(void *arg)
{
	struct add *a = arg;

	mb_port_set_promisc(a->mb, a->port, false);
}

/* No device is made with an alias, and not all with flags. */
static int complete_device(void *arg)
{
	struct add *a = arg;
	struct mb_dev_change change = { .netns_fd = -1, .alias = a->o.alias };

	if (a->kind->late_flags) {
		change.flags = a->o.dev_flags;
		change.flags_mask = a->o.dev_flags_mask;
	}
	if (!change.alias && !change.flags_mask)
		return 0;
	return mb_device_set(a->mb, a->ep, a->target_fd, &change);
}

/* From here on frames flow. */
static int set_hostdev_up(void *arg)
{
	struct add *a = arg;
	struct mb_dev_change up = { .netns_fd = -1, .flags = IFF_UP, .flags_mask = IFF_UP };
	int err;

	if (a->kind->is_own_hostdev && !wants_up(a))
		return 0;
	err = mb_rtnl_set(a->mb->rtnl, a->ep->rec.hostdev, &up);
	if (err)
		return mb_fail(a->mb, err, "can't set %s up: %s", a->hostdev.name, strerror(-err));
	if (wants_up(a))
		mb_batch_wait(a->mb, a->ep);
	return 0;
}

/* A command that was killed before leaves an endpoint half made, which the next one removes. */
static int finish(void *arg)
{
	struct add *a = arg;

	a->ep->unfinished = false;
	return mb_endpoint_save(a->mb, a->port, a->ep);
}

static const struct mb_step steps[] = {
	{ get_port, put_port },		 /* its programs, if this is the first endpoint */
	{ reserve, release },		 /* the record: what the next lines make is in it */
	{ make_device, remove_device },	 /* both ends, the hostdev down */
	{ attach_program, NULL },	 /* goes with the device */
	{ add_filter, del_filter },	 /* the NIC lets frames for the MAC in */
	{ fill_sources, clear_sources }, /* mode source */
	{ publish, unpublish },		 /* the tables that the programs read */
	{ set_programs, NULL },		 /* put_port() does it when the tables are as before */
	{ set_promisc, unset_promisc },	 /* passthru */
	{ complete_device, NULL },	 /* its alias, and what it was made without */
	{ set_hostdev_up, NULL },	 /* frames flow */
	{ finish, NULL },		 /* it is everybody's now */
};

/* ---------------------------------------------------------------- the function */

static void tell_world(struct add *a)
{
	bool is_pair = !a->kind->is_own_hostdev;
	bool is_near = is_pair && a->hostdev.link_netnsid < 0;

	if (!a->mb->batch)
		return;
	if (is_pair || wants_up(a))
		a->hostdev.flags |= IFF_UP;
	if (is_pair && wants_up(a))
		a->hostdev.flags |= IFF_LOWER_UP;
	mb_world_added(a->w, a->port, &a->hostdev, is_near ? &a->device : NULL);
}

static int add_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct add *a = arg;
	int err;

	a->w = w;
	a->new_port = false;
	err = find_lower(a);
	if (err)
		return err;
	set_default(&a->o, MACBPF_LINK_MTU, &a->o.mtu, a->lower->mtu);
	if (a->port && a->o.address)
		mb_follow_owner(mb, w, a->port, a->o.address);
	err = check_state(a) ?: mb_txn_run(mb, steps, ARRAY_SIZE(steps), a);
	if (!err)
		tell_world(a);
	return err;
}

static int add_run(struct macbpf *mb, void *arg)
{
	struct add *a = arg;
	int err;

	err = mb_check_name(mb, a->name) ?: mb_check_opts(mb, &a->o);
	if (!err && a->o.name)
		err = mb_fail(mb, -EINVAL, "a name to rename to is for set, not for add");
	if (err)
		return err;
	set_default(&a->o, MACBPF_LINK_HOOK, &a->o.hook, mb->hook);
	set_default(&a->o, MACBPF_LINK_ENDPOINT, &a->o.endpoint, mb->endpoint);
	a->kind = mb_kind_for(mb, &a->o);
	set_defaults(a);
	if (a->kind == &mb_kind_netkit)
		err = mb_check_netkit(mb, &a->o);
	if (!err)
		err = mb_check_taps(mb, &a->o) ?: mb_check_macaddr(mb, &a->o, a->o.mode) ?:
		      mb_open_target(mb, a->o.netns, &a->target_fd);
	if (err)
		return err;
	err = mb_kind_check_netns(mb, a->kind, a->name, a->target_fd)
		      ?: mb_world_write(mb, add_locked, a);
	mb_close_fd(&a->target_fd);
	return err;
}

int macbpf_link__add(struct macbpf *mb, const char *lower, const char *name,
		     const struct macbpf_link_opts *opts)
{
	struct add a = { .mb = mb, .lower_name = lower, .name = name, .target_fd = -1 };
	int err;

	mb_begin(mb);
	a.o.sz = sizeof(a.o);
	err = mb_opts_copy(&a.o, sizeof(a.o), opts);
	if (err)
		return mb_fail(mb, err, "the options are of a newer libmacbpf than this one");
	return mb_run(mb, add_run, &a);
}
