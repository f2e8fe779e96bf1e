// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* link_set.c - changing an endpoint: one transaction (macvlan_changelink() and its relatives). */
#include "api/link_set.h"
#include "common/own.h"
#include "endpoint/claim.h"
#include "endpoint/check.h"
#include "endpoint/parts.h"
#include "endpoint/place.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "session/follow.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/write.h"

static int apply(struct mb_change *c)
{
	int err;

	err = mb_world_port_check(c->mb, c->port) ?: mb_device_get(c->mb, c->ep, &c->device);
	if (err)
		return err;
	c->old = c->ep->rec;
	c->old_hook = 0;
	c->kind = mb_kind_of(c->ep);
	err = mb_parts_fit(c) ?: mb_parts_apply(c);
	mb_macs_free(&c->old_macs);
	if (err)
		return err;
	mb_claim_settle(c->mb, c->port);
	mb_tell_link(c, "link set");
	return 0;
}

int mb_link_set_found(struct macbpf *mb, struct mb_world *w, struct mb_change *c)
{
	int err;

	mb_follow_endpoint(mb, w, c->port, c->ep);
	mb_follow_owner(mb, w, c->port, c->o.address ?: c->ep->rec.mac);
	err = apply(c);
	if (!err && mb->batch && c->target_fd < 0 && c->old.mode != MB_MODE_PASSTHRU)
		mb_keep_changed(mb, w, c->ep);
	return err;
}

static int set_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct mb_change *c = arg;

	return mb_world_find(mb, w, c->lower_name, c->name, &c->port, &c->ep)
		       ?: mb_link_set_found(mb, w, c);
}

static int set_run(struct macbpf *mb, void *arg)
{
	struct mb_change *c = arg;
	int err;

	err = mb_parts_check(mb, &c->o);
	if (!err && c->o.name)
		err = mb_check_name(mb, c->o.name);
	return err ?: mb_write_world(mb, set_locked, c);
}

int macbpf_link__set(struct macbpf *mb, const char *lower, const char *name,
		     const struct macbpf_link_opts *opts)
{
	struct mb_change c = { .mb = mb, .lower_name = lower, .name = name, .target_fd = -1 };
	int err;

	err = mb_change_take(&c, opts) ?: mb_opts_need(mb, "the name of an endpoint", name);
	if (err)
		return err;
	err = mb_place_open(mb, c.o.netns, &c.target_fd) ?: mb_run(mb, set_run, &c);
	mb_close_fd(&c.target_fd);
	return err;
}

int macbpf_source__change(struct macbpf *mb, const char *lower, const char *name, uint32_t op,
			  const uint8_t (*macaddr)[MACBPF_MAC_LEN], uint32_t count)
{
	MACBPF_OPTS(macbpf_source_opts, source, .op = op, .macaddr = macaddr, .count = count);
	MACBPF_OPTS(macbpf_link_opts, opts, .source = &source);

	return macbpf_link__set(mb, lower, name, &opts);
}
