// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_replace.c - making an endpoint, or changing the one that is where it would be made. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "api/link_add.h"
#include "api/link_set.h"
#include "common/own.h"
#include "endpoint/place.h"
#include "kernel/nsid.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "session/run.h"
#include "session/write.h"
#include "world/hostdev.h"
#include "world/peer.h"

struct replace {
	struct mb_change add, set;
};

/* ---------------------------------------------------------------- which one is there */

static bool is_home(const struct mb_change *c)
{
	return c->target_fd < 0 || mb_nsid_is(c->mb, c->target_fd, -1);
}

/* The device that an add would meet. -ENODEV: there is none of this name. */
static int find_device(const struct mb_world *w, const struct mb_change *c, struct mb_dev *dev)
{
	const struct mb_dev *here;
	struct mb_netlink *there;
	int err;

	if (is_home(c)) {
		here = mb_world_dev_named(w, c->name);
		if (here)
			*dev = *here;
		return here ? 0 : -ENODEV;
	}
	err = mb_netlink_open(&there, c->target_fd);
	if (err)
		return err;
	err = mb_rtnl_get_by_name(there, c->name, dev);
	mb_netlink_close(there);
	return err;
}

/* A number of another netns may be anybody's here. */
static bool is_its_device(const struct mb_change *c, const struct mb_endpoint *ep,
			  const struct mb_dev *dev)
{
	if (!ep || !mb_world_is_live(ep) || !mb_peer_is(ep->hostdev, dev))
		return false;
	if (is_home(c))
		return ep->hostdev->link_netnsid < 0;
	return mb_nsid_is(c->mb, c->target_fd, ep->hostdev->link_netnsid);
}

/* 1: it is there, and in `set`; 0: it isn't. */
static int find(const struct mb_world *w, const struct mb_change *add, struct mb_change *set)
{
	const struct mb_dev *lower = mb_link_add_lower(w, add->lower_name);
	struct mb_dev dev;
	int err = find_device(w, add, &dev);

	if (err && err != -ENODEV)
		return mb_fail(add->mb, err, "can't look for \"%s\" where it is to be: %s",
			       add->name, strerror(-err));
	if (err || !lower)
		return 0;
	set->ep = mb_world_endpoint(w, dev.link, &set->port);
	return is_its_device(add, set->ep, &dev) && set->port->lower_ifindex == lower->ifindex;
}

/* ---------------------------------------------------------------- what nothing changes */

static int refuse(const struct mb_change *c, const char *word, const char *is)
{
	const char *hostdev = mb_hostdev_shown(c->ep->hostdev);

	return mb_fail(
		c->mb, -EEXIST,
		"%s on %s is there, and its %s, which is %s, is fixed when it is made: delete "
		"it first ('macbpf link del %s'), or leave the word out",
		c->name, c->lower_name, word, is, hostdev);
}

/* A number that is given, and that `bit` of `has` says it of. */
struct number {
	const char *word;
	uint64_t *has;
	uint64_t bit;
	int64_t is, wanted;
};

static int keep_number(const struct mb_change *c, const struct number *n)
{
	char is[24] = "not set";

	if (!(*n->has & n->bit))
		return 0;
	*n->has &= ~n->bit;
	if (n->is == n->wanted)
		return 0;
	if (n->is >= 0)
		snprintf(is, sizeof(is), "%lld", (long long)n->is);
	return refuse(c, n->word, is);
}

static int keep_numbers(struct mb_change *c, const struct mb_dev *dev)
{
	struct macbpf_macvtap_opts *tap = &c->macvtap;
	const struct number numbers[] = {
		{ "index", &c->o.has, MACBPF_LINK_INDEX, dev->ifindex, c->o.index },
		{ "numtxqueues", &c->o.has, MACBPF_LINK_NUMTXQUEUES, dev->numtxqueues,
		  c->o.numtxqueues },
		{ "numrxqueues", &c->o.has, MACBPF_LINK_NUMRXQUEUES, dev->numrxqueues,
		  c->o.numrxqueues },
		{ "queues", &tap->has, MACBPF_MACVTAP_QUEUES, c->ep->rec.queues, tap->queues },
		{ "adopt", &tap->has, MACBPF_MACVTAP_ADOPT, !!mb_kind_of(c->ep)->let_go,
		  tap->adopt },
		{ "user", &tap->has, MACBPF_MACVTAP_USER, dev->user, mb_change_id(tap->user) },
		{ "group", &tap->has, MACBPF_MACVTAP_GROUP, dev->user_group,
		  mb_change_id(tap->group) },
	};
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(numbers); i++)
		err = keep_number(c, &numbers[i]);
	return err;
}

static int keep_words(struct mb_change *c)
{
	const struct mb_kind *kind = mb_kind_of(c->ep);
	bool any_kind = !(c->o.has & MACBPF_LINK_KIND) || c->o.kind == MACBPF_KIND_AUTO;
	char buf[MB_IFALIAS_LEN];
	const char *owner = mb_hostdev_owner(c->ep->hostdev, buf);

	if (!any_kind && c->o.kind != kind->word)
		return refuse(c, "endpoint", macbpf_kind__name(kind->word));
	if (c->o.owner && strcmp(c->o.owner, owner) != 0)
		return refuse(c, "owner", *owner ? owner : "not set");
	c->o.has &= ~(uint64_t)MACBPF_LINK_KIND;
	c->o.owner = NULL;
	return 0;
}

/* What is the same needs no change; the device is where it is to be. */
static int keep_fixed(struct mb_change *c)
{
	struct mb_dev dev;
	int err = mb_kind_check_type(c->mb, mb_kind_of(c->ep), c->name, &c->o);

	c->o.netns = NULL;
	return err ?: mb_device_get(c->mb, c->ep, &dev) ?: keep_words(c) ?: keep_numbers(c, &dev);
}

/* ---------------------------------------------------------------- the function */

static int replace_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct replace *r = arg;
	struct mb_change set = r->set;
	int err = find(w, &r->add, &set);

	set.o.macvlan = &set.macvlan;
	set.o.macvtap = &set.macvtap;
	if (err < 0)
		return err;
	if (!err)
		return mb_link_add_locked(mb, w, &r->add);
	r->add.far_nsid = -1;
	return keep_fixed(&set) ?: mb_link_set_found(mb, w, &set);
}

static int replace_run(struct macbpf *mb, void *arg)
{
	struct replace *r = arg;

	return mb_link_add_prepare(&r->add) ?: mb_write_world(mb, replace_locked, r);
}

int macbpf_link__replace(struct macbpf *mb, const char *lower, const char *name,
			 const struct macbpf_link_opts *opts)
{
	struct replace r = {
		.add = { .mb = mb,
			 .lower_name = lower,
			 .name = name,
			 .target_fd = -1,
			 .far_nsid = -1 },
		.set = { .mb = mb, .lower_name = lower, .name = name, .target_fd = -1 },
	};
	int err = mb_change_take(&r.add, opts) ?: mb_change_take(&r.set, opts);

	err = err ?: mb_opts_need(mb, "a lower", lower)
		     ?: mb_place_open(mb, r.add.o.netns, &r.add.target_fd)
		     ?: mb_run(mb, replace_run, &r);
	mb_close_fd(&r.add.target_fd);
	if (!err)
		mb_link_add_tell(&r.add);
	return err;
}
