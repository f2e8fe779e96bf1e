// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* learning.c - endpoints whose senders are learnt: what nobody may take, and what is left over. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/mac.h"
#include "common/own.h"
#include "endpoint/learning.h"
#include "endpoint/part.h"
#include "port/lower.h"
#include "port/record.h"

static int learning_failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't tell the programs of %s who learns: %s",
		       mb_world_port_name(port), strerror(-err));
}

/* ---------------------------------------------------------------- of the port */

struct held {
	struct mb_addresses addresses; /* of the lower, its bridge, devices on them */
	struct mb_station_row *row;
	size_t count;
};

static bool is_held(const struct held *h, const uint8_t mac[6])
{
	return mb_mac_among(mac, h->addresses.mac, h->addresses.count);
}

/* The lower's filter has also what endpoints have, of whom the FDB knows. */
static bool is_an_endpoints(const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dest dest;

	return mb_record_has_mac(port, mac) || !mb_fdb_get(&port->maps, mac, &dest);
}

static int read_held(struct macbpf *mb, const struct mb_port *port, struct held *h)
{
	return mb_lower_addresses(mb, port, &h->addresses)
		       ?: mb_stations_read(&port->maps, &h->row, &h->count);
}

static bool learns(const struct mb_port *port, uint32_t hostdev)
{
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.hostdev == hostdev && mb_record_learns(&port->ep[i].rec))
			return true;
	return false;
}

static bool is_left_over(const struct mb_port *port, const struct held *h,
			 const struct mb_station_row *row)
{
	return row->station.hostdev ? !learns(port, row->station.hostdev) : !is_held(h, row->mac);
}

static bool is_reserved(const struct held *h, const uint8_t mac[6])
{
	for (size_t i = 0; i < h->count; i++)
		if (!memcmp(h->row[i].mac, mac, 6))
			return !h->row[i].station.hostdev;
	return false;
}

static int tidy(const struct mb_port *port, const struct held *h)
{
	int err = 0;

	for (size_t i = 0; !err && i < h->count; i++)
		if (is_left_over(port, h, &h->row[i]))
			err = mb_station_del(&port->maps, h->row[i].mac);
	for (size_t i = 0; !err && i < h->addresses.count; i++)
		if (!is_reserved(h, h->addresses.mac[i]) &&
		    !is_an_endpoints(port, h->addresses.mac[i]))
			err = mb_station_reserve(&port->maps, h->addresses.mac[i]);
	return err;
}

static int follow_lower(struct macbpf *mb, const struct mb_port *port)
{
	struct held h = { 0 };
	int err = read_held(mb, port, &h) ?: tidy(port, &h);

	free(h.addresses.mac);
	free(h.row);
	return learning_failed(mb, port, err);
}

int mb_learning_follow(struct macbpf *mb, struct mb_port *port)
{
	return mb_record_any_learns(port) ? follow_lower(mb, port) : 0;
}

/* ---------------------------------------------------------------- of an endpoint */

static int begin(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	int err = follow_lower(mb, port);

	return err
		       ?: learning_failed(mb, port,
					  mb_stations_begin(&port->maps, ep->rec.hostdev, ep->slot,
							    ep->rec.macaddr_limit));
}

static bool is_the_last(const struct mb_port *port, const struct mb_endpoint *ep)
{
	for (size_t i = 0; i < port->count; i++)
		if (&port->ep[i] != ep && port->ep[i].rec.state == MB_EP_LIVE &&
		    mb_record_learns(&port->ep[i].rec))
			return false;
	return true;
}

/* Where nobody learns, nothing has to be kept from anybody. */
static int end(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	mb_auto_free struct mb_station_row *rows = NULL;
	size_t count = 0;
	int err = mb_stations_forget(&port->maps, ep->rec.hostdev);

	if (!err && is_the_last(port, ep))
		err = mb_stations_read(&port->maps, &rows, &count);
	for (size_t i = 0; !err && i < count; i++)
		err = mb_station_del(&port->maps, rows[i].mac);
	return learning_failed(mb, port, err);
}

int mb_learning_restore(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	int err = end(mb, port, ep);

	if (!err && mb_record_learns(&ep->rec))
		err = begin(mb, port, ep);
	return err ?: mb_lower_set_promisc(mb, port, mb_record_any_promisc(port));
}

static bool is_another(const struct mb_endpoint_rec *a, const struct mb_endpoint_rec *b)
{
	return mb_record_learns(a) != mb_record_learns(b) ||
	       (mb_record_learns(a) && a->macaddr_limit != b->macaddr_limit);
}

/* With another limit it begins anew: who is there is heard soon. */
static int change(struct mb_change *c)
{
	int err = 0;

	if (!is_another(&c->ep->rec, &c->old))
		return 0;
	if (mb_record_learns(&c->old))
		err = end(c->mb, c->port, c->ep);
	if (!err && mb_record_learns(&c->ep->rec))
		err = begin(c->mb, c->port, c->ep);
	return err;
}

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (!(o->macvlan->has & MACBPF_MACVLAN_LEARNING) || o->macvlan->learning <= 1)
		return 0;
	return mb_fail(mb, -EINVAL, "learning is 0 (off) or 1 (on), not %u", o->macvlan->learning);
}

/* c->old is nothing in an add. */
static int apply(struct mb_change *c)
{
	return change(c);
}

static void undo(struct mb_change *c)
{
	if (!is_another(&c->ep->rec, &c->old))
		return;
	end(c->mb, c->port, c->ep);
	if (mb_record_learns(&c->old) && !follow_lower(c->mb, c->port))
		mb_stations_begin(&c->port->maps, c->ep->rec.hostdev, c->ep->slot,
				  c->old.macaddr_limit);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	return mb_record_learns(&ep->rec) ? end(mb, port, ep) : 0;
}

static uint64_t coarse_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int mb_learning_read(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		     struct mb_station_row **rows, size_t *count)
{
	uint64_t now = coarse_now();
	size_t all = 0;
	int err;

	*rows = NULL;
	*count = 0;
	if (!mb_record_learns(&ep->rec))
		return 0;
	err = mb_stations_read(&port->maps, rows, &all);
	for (size_t i = 0; !err && i < all; i++)
		if ((*rows)[i].station.hostdev == ep->rec.hostdev &&
		    (int64_t)(now - (*rows)[i].station.seen) < (int64_t)MB_STATION_AGE)
			(*rows)[(*count)++] = (*rows)[i];
	return err ? mb_fail(mb, err, "can't read what was learnt on %s: %s",
			     mb_world_port_name(port), strerror(-err))
		   : 0;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	mb_auto_free struct mb_station_row *rows = NULL;
	size_t count;
	int err = mb_learning_read(mb, view->port, view->ep, &rows, &count);

	view->info.learning = view->ep->rec.learning;
	view->info.learnt_count = (uint32_t)count;
	return err;
}

const struct mb_part mb_part_learning = {
	.macvlan = MACBPF_MACVLAN_LEARNING,
	.check = check,
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.describe = describe,
};
