// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_add.c - making an endpoint: one transaction (macvlan_common_newlink()). */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "api/link_add.h"
#include "common/own.h"
#include "base/txn.h"
#include "endpoint/address.h"
#include "endpoint/adopt.h"
#include "endpoint/check.h"
#include "endpoint/devices.h"
#include "endpoint/parts.h"
#include "endpoint/place.h"
#include "endpoint/slot.h"
#include "kernel/nsid.h"
#include "kinds/kind.h"
#include "port/port.h"
#include "session/follow.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/write.h"
#include "world/hostdev.h"
#include "world/peer.h"

#define BC_QUEUE_LEN 1000 /* MACVLAN_DEFAULT_BC_QUEUE_LEN */

/* ---------------------------------------------------------------- checks */

/* An endpoint's own device stands for its lower: the new endpoint is its sibling. */
static const struct mb_dev *real_lower(const struct mb_world *w, const struct mb_dev *dev)
{
	struct mb_endpoint *ep;
	struct mb_port *port;

	if (!dev->link || dev->link_netnsid >= 0)
		return dev;
	ep = mb_world_endpoint(w, dev->link, &port);
	if (!ep || !ep->hostdev || !mb_peer_is(ep->hostdev, dev) || !port->lower)
		return dev;
	return port->lower;
}

const struct mb_dev *mb_link_add_lower(const struct mb_world *w, const char *name)
{
	const struct mb_dev *dev = mb_world_dev_named(w, name);

	return dev ? real_lower(w, dev) : NULL;
}

static int find_lower(struct mb_change *c)
{
	c->lower = mb_link_add_lower(c->w, c->lower_name);
	if (!c->lower)
		return mb_fail(c->mb, -ENODEV, "cannot find device \"%s\"", c->lower_name);
	c->port = mb_world_port(c->w, c->lower->ifindex);
	c->far_nsid = mb_check_is_far_device(c->mb, c->lower) ? c->lower->link_netnsid : -1;
	return mb_check_lower(c->mb, c->w, c->lower);
}

static int check_room(const struct mb_change *c)
{
	if (!c->port)
		return 0;
	if (c->port->count >= MB_ENDPOINTS_MAX)
		return mb_fail(c->mb, -ENOSPC, "%s has its %u endpoints: no port takes more",
			       c->lower->name, MB_ENDPOINTS_MAX);
	return mb_world_port_check(c->mb, c->port);
}

static void set_default(uint64_t has, uint64_t bit, uint32_t *field, uint32_t value)
{
	if (!(has & bit))
		*field = value;
}

static void set_link_defaults(const struct mb_kind *kind, struct macbpf_link_opts *o)
{
	set_default(o->has, MACBPF_LINK_TXQUEUELEN, &o->txqueuelen, kind->txqueuelen);
	set_default(o->has, MACBPF_LINK_NUMTXQUEUES, &o->numtxqueues, 1);
	set_default(o->has, MACBPF_LINK_NUMRXQUEUES, &o->numrxqueues, 1);
	set_default(o->has, MACBPF_LINK_GROUP, &o->group, 0);
}

/* By these the kind is chosen. */
static void set_kind_defaults(const struct macbpf *mb, struct macbpf_link_opts *o)
{
	set_default(o->has, MACBPF_LINK_TYPE, &o->type, MACBPF_TYPE_MACVLAN);
	set_default(o->has, MACBPF_LINK_KIND, &o->kind, mb->kind);
	set_default(o->has, MACBPF_LINK_HOOK, &o->hook, mb->hook);
	set_default(o->has, MACBPF_LINK_INDEX, &o->index, 0);
}

/* What is on record is then as good as given. */
static void set_macvlan_defaults(struct macbpf_macvlan_opts *o)
{
	set_default(o->has, MACBPF_MACVLAN_MODE, &o->mode, MACBPF_MODE_VEPA);
	set_default(o->has, MACBPF_MACVLAN_FLAGS, &o->flags, 0);
	set_default(o->has, MACBPF_MACVLAN_BC_QUEUE_LEN, &o->bc_queue_len, BC_QUEUE_LEN);
	set_default(o->has, MACBPF_MACVLAN_MACADDR_LIMIT, &o->macaddr_limit, MB_MACADDR_LIMIT);
	set_default(o->has, MACBPF_MACVLAN_LEARNING, &o->learning, 0);
	o->has |= MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS | MACBPF_MACVLAN_BC_QUEUE_LEN |
		  MACBPF_MACVLAN_MACADDR_LIMIT | MACBPF_MACVLAN_LEARNING;
}

static void set_defaults(struct mb_change *c)
{
	const struct macbpf_link_opts *o = &c->o;

	set_link_defaults(c->kind, &c->o);
	set_macvlan_defaults(&c->macvlan);
	set_default(c->macvtap.has, MACBPF_MACVTAP_QUEUES, &c->macvtap.queues,
		    o->numtxqueues > o->numrxqueues ? o->numtxqueues : o->numrxqueues);
}

/* ---------------------------------------------------------------- steps */

static int get_port(void *arg)
{
	struct mb_change *c = arg;
	int err;

	if (c->port)
		return 0;
	err = mb_port_create(c->mb, c->w, c->lower, c->o.hook, &c->port);
	c->new_port = !err;
	return err;
}

static void put_port(void *arg)
{
	struct mb_change *c = arg;

	if (c->new_port)
		mb_port_destroy(c->mb, c->w, c->port);
}

static int apply_parts(void *arg)
{
	return mb_parts_apply(arg);
}

static void undo_parts(void *arg)
{
	mb_parts_undo(arg);
}

static const struct mb_step steps[] = {
	{ get_port, put_port, "the port, with its programs if this is its first endpoint" },
	{ mb_slot_reserve, mb_slot_release, "a slot in its record, for all that is made next" },
	{ mb_devices_make, mb_devices_remove, "both devices, the hostdev down" },
	{ apply_parts, undo_parts, "all that an endpoint has, from nothing" },
	{ mb_devices_up, NULL, "the devices up: frames flow" },
	{ mb_slot_finish, NULL, "the record: the endpoint is everybody's now" },
};

/* ---------------------------------------------------------------- the function */

static void tell_world(struct mb_change *c)
{
	bool is_pair = !c->kind->is_own_hostdev;
	bool is_near = is_pair && c->hostdev.link_netnsid < 0;
	bool is_held = c->ep->rec.status & MB_EP_HELD;

	/* Of one that was adopted, the world has the device as it was. */
	if (!c->mb->batch || c->kind->let_go)
		return;
	if ((is_pair && !is_held) || mb_change_wants_up(c))
		c->hostdev.flags |= IFF_UP;
	if (is_pair && !is_held && mb_change_wants_up(c))
		c->hostdev.flags |= IFF_LOWER_UP;
	mb_keep_added(c->w, c->port, &c->hostdev, is_near ? &c->device : NULL);
}

/* Guides make one on the host, to reach containers by. */
static void tell_of_shims(const struct mb_change *c)
{
	for (size_t i = 0; c->new_port && i < c->w->upper_count; i++)
		if (c->w->upper[i]->is_macvlan && c->w->upper[i]->link == c->lower->ifindex)
			mb_log(c->mb, MACBPF_LOG_WARN,
			       "%s, a macvlan of the kernel on %s, and endpoints of macbpf reach "
			       "each "
			       "other with 'macbpf port set %s host-access on' only",
			       c->w->upper[i]->name, c->lower->name, c->lower->name);
}

static void tell_caller(const struct mb_change *c)
{
	struct macbpf_link_made made = {
		.lower_ifindex = c->lower->ifindex,
		.hostdev_ifindex = c->hostdev.ifindex,
		.ifindex = c->hostdev.link,
		.netnsid = c->hostdev.link_netnsid,
		.kind = c->kind->word,
		.mtu = c->o.mtu,
	};

	if (!c->made)
		return;
	memcpy(made.lower, c->lower->name, sizeof(made.lower));
	memcpy(made.hostdev, mb_hostdev_shown(&c->hostdev), sizeof(made.hostdev));
	memcpy(made.address, c->ep->rec.mac, sizeof(made.address));
	memcpy(made.hostdev_address, c->hostdev.address, sizeof(made.hostdev_address));
	mb_opts_give(c->made, &made, sizeof(made));
}

int mb_link_add_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct mb_change *c = arg;
	int err;

	c->w = w;
	c->new_port = false;
	err = find_lower(c);
	if (err)
		return err;
	set_default(c->o.has, MACBPF_LINK_MTU, &c->o.mtu, c->lower->mtu);
	if (c->port && c->o.address)
		mb_follow_owner(mb, w, c->port, c->o.address);
	err = check_room(c) ?: mb_adopt_find(c) ?: mb_parts_fit(c) ?: mb_address_choose(c) ?:
	      mb_txn_run(mb, steps, ARRAY_SIZE(steps), c);
	if (err)
		return err;
	tell_of_shims(c);
	tell_caller(c);
	mb_tell_link(c, "link add");
	tell_world(c);
	return 0;
}

int mb_link_add_prepare(struct mb_change *c)
{
	struct macbpf *mb = c->mb;
	int err;

	err = mb_check_name(mb, c->name) ?: mb_parts_check(mb, &c->o);
	if (!err && c->o.name)
		err = mb_fail(mb, -EINVAL, "a name to rename to is for set, not for add");
	if (err)
		return err;
	set_kind_defaults(mb, &c->o);
	c->kind = mb_kind_for(mb, &c->o);
	set_defaults(c);
	return c->kind->check(mb, &c->o);
}

static int add_run(struct macbpf *mb, void *arg)
{
	return mb_link_add_prepare(arg) ?: mb_write_world(mb, mb_link_add_locked, arg);
}

static int settle_far(const struct macbpf *mb, int32_t nsid)
{
	mb_auto_close int fd = mb_nsid_open(mb->rtnl, nsid);
	struct macbpf_open_opts opts = { .sz = sizeof(opts),
					 .log = mb->log,
					 .log_arg = mb->log_arg,
					 .lock_timeout_ms = mb->lock_timeout_ms };
	struct macbpf *far;
	char path[32];
	int err;

	if (fd < 0)
		return fd;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	opts.netns = path;
	err = macbpf__open(&far, &opts);
	if (err)
		return err;
	err = macbpf__settle(far);
	macbpf__close(far);
	return err;
}

/* In a container: on its device it is behind another endpoint, whose port is to know of it. */
void mb_link_add_tell(const struct mb_change *c)
{
	if (c->far_nsid < 0 || !settle_far(c->mb, c->far_nsid))
		return;
	mb_log(c->mb, MACBPF_LOG_WARN,
	       "%s is behind %s, itself an endpoint, and gets unicast when 'macbpf port sweep' has "
	       "run where the lower of that is",
	       c->name, c->lower_name);
}

int macbpf_link__add(struct macbpf *mb, const char *lower, const char *name,
		     const struct macbpf_link_opts *opts, struct macbpf_link_made *made)
{
	struct mb_change c = {
		.mb = mb,
		.lower_name = lower,
		.name = name,
		.target_fd = -1,
		.far_nsid = -1,
		.made = made,
	};
	int err;

	err = mb_change_take(&c, opts) ?: mb_opts_need(mb, "a lower", lower);
	if (err)
		return err;
	if (made && !mb_opts_has_size(made))
		return mb_fail(mb, -EINVAL,
			       "'sz' of what is to tell what was made is to be its size");
	err = mb_place_open(mb, c.o.netns, &c.target_fd) ?: mb_run(mb, add_run, &c);
	mb_close_fd(&c.target_fd);
	if (!err)
		mb_link_add_tell(&c);
	return err;
}
