// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* behind.c - who is behind an endpoint's device: the addresses that this receives for besides. */
#include <errno.h>
#include <string.h>

#include "base/mac.h"
#include "common/own.h"
#include "endpoint/behind.h"
#include "endpoint/part.h"
#include "endpoint/secondary.h"
#include "kinds/device.h"
#include "port/lower.h"
#include "port/record.h"

struct look {
	struct macbpf *mb;
	struct mb_port *port;
	struct mb_endpoint *ep;
	struct mb_addresses listed; /* of the device */
	struct mb_addresses lowers; /* of the lower, once somebody asks */
	bool knows_lowers;
	struct mb_fdb_row *held;
	size_t count, total;   /* of these, and of the whole port's */
	struct mb_macs wanted; /* held first */
};

static bool is_held(const struct look *l, const uint8_t mac[6])
{
	for (size_t i = 0; i < l->count; i++)
		if (!memcmp(l->held[i].mac, mac, 6))
			return true;
	return false;
}

/* Of an endpoint's own some wait for theirs, and are to have it. */
static bool is_an_endpoints(const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dest dest;

	return mb_record_has_mac(port, mac) || mb_fdb_get(&port->maps, mac, &dest) != -ENOENT;
}

/* Its own; VLAN devices and macvlans on it, in whatever netns; what an administrator added. */
static bool is_on_lower(struct look *l, const uint8_t mac[6])
{
	if (!l->knows_lowers && !mb_lower_addresses(l->mb, l->port, &l->lowers))
		l->knows_lowers = true;
	return !l->knows_lowers || mb_mac_among(mac, l->lowers.mac, l->lowers.count);
}

static bool may_have(struct look *l, const uint8_t mac[6])
{
	return mb_mac_valid(mac) && l->total < MB_SECONDARIES_MAX &&
	       !is_an_endpoints(l->port, mac) && !is_on_lower(l, mac);
}

/* Who is guarded sends from one address alone. */
static uint32_t limit_of(const struct mb_endpoint_rec *rec)
{
	return rec->guard & MB_GUARD_MAC ? 0 : rec->macaddr_limit;
}

static void want(struct look *l, const uint8_t mac[6])
{
	if (l->wanted.count < limit_of(&l->ep->rec) && !mb_macs_has(&l->wanted, mac))
		memcpy(l->wanted.mac[l->wanted.count++], mac, 6);
}

/* The first that come have it, until the device wants it no more. */
static int plan(struct look *l)
{
	l->wanted.mac = calloc(l->listed.count + 1, sizeof(*l->wanted.mac));
	if (!l->wanted.mac)
		return mb_no_memory(l->mb);
	for (size_t i = 0; i < l->listed.count; i++)
		if (is_held(l, l->listed.mac[i]))
			want(l, l->listed.mac[i]);
	for (size_t i = 0; i < l->listed.count; i++)
		if (l->wanted.count < limit_of(&l->ep->rec) && !is_held(l, l->listed.mac[i]) &&
		    may_have(l, l->listed.mac[i]))
			want(l, l->listed.mac[i]);
	return 0;
}

static int carry_out(struct look *l)
{
	int err = 0;

	for (size_t i = 0; !err && i < l->count; i++)
		if (!mb_macs_has(&l->wanted, l->held[i].mac))
			err = mb_secondary_del(l->mb, l->port, l->held[i].mac);
	for (size_t i = 0; !err && i < l->wanted.count; i++)
		if (!is_held(l, l->wanted.mac[i]))
			err = mb_secondary_add(l->mb, l->port, l->ep, l->wanted.mac[i]);
	return err;
}

/* A netns that can't be opened from here leaves what there is, as far as there may be so much. */
static int read_device(struct look *l)
{
	int err = mb_device_addresses(l->mb, l->ep, &l->listed);

	if (err != -ENXIO && !mb_device_is_hidden(err))
		return err;
	l->listed.mac = calloc(l->count + 1, sizeof(*l->listed.mac));
	if (!l->listed.mac)
		return mb_no_memory(l->mb);
	for (size_t i = 0; i < l->count; i++)
		memcpy(l->listed.mac[l->listed.count++], l->held[i].mac, 6);
	return 0;
}

int mb_behind_follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct look l = { .mb = mb, .port = port, .ep = ep };
	int err = mb_secondary_read(mb, port, ep, &l.held, &l.count, &l.total);

	err = err ?: read_device(&l) ?: plan(&l) ?: carry_out(&l);
	mb_macs_free(&l.wanted);
	free(l.listed.mac);
	free(l.lowers.mac);
	free(l.held);
	return err;
}

/* ---------------------------------------------------------------- the part */

static bool has_another_limit(const struct mb_change *c)
{
	return !mb_change_is_new(c) && limit_of(&c->ep->rec) != limit_of(&c->old);
}

/* A new device has none yet. */
static int apply(struct mb_change *c)
{
	return has_another_limit(c) ? mb_behind_follow(c->mb, c->port, c->ep) : 0;
}

static void undo(struct mb_change *c)
{
	if (!has_another_limit(c))
		return;
	c->ep->rec.macaddr_limit = c->old.macaddr_limit;
	c->ep->rec.guard = c->old.guard;
	mb_behind_follow(c->mb, c->port, c->ep);
}

/*
 * Neither end of a pair nor a tap filters: to receive for more addresses they become promiscuous,
 * and the kernel says so with all else that it says of the device.
 */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	if (!dev || (!dev->promiscuity && !(ep->rec.status & MB_EP_SECONDARY)))
		return;
	if (mb_behind_follow(mb, port, ep))
		mb_log(mb, MACBPF_LOG_WARN,
		       "the next command looks again at the addresses of %s: %s", ep->rec.name,
		       mb->error);
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	mb_auto_free struct mb_fdb_row *rows = NULL;
	size_t count;
	int err = mb_secondary_read(mb, view->port, view->ep, &rows, &count, NULL);

	view->info.macaddr_limit = view->ep->rec.macaddr_limit;
	if (err || !count)
		return err;
	view->secondary.mac = calloc(count, sizeof(*view->secondary.mac));
	if (!view->secondary.mac)
		return mb_no_memory(mb);
	for (size_t i = 0; i < count; i++)
		memcpy(view->secondary.mac[view->secondary.count++], rows[i].mac, 6);
	view->info.secondary_count = (uint32_t)view->secondary.count;
	return 0;
}

const struct mb_part mb_part_behind = {
	.apply = apply,
	.undo = undo,
	.retire = mb_secondary_drop,
	.follow = follow,
	.describe = describe,
};
