// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* sources.c - an endpoint's source list: reading it, and making it another. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "endpoint/check.h"
#include "endpoint/part.h"
#include "endpoint/sources.h"
#include "port/record.h"

void mb_sources_table_free(struct mb_source_table *table)
{
	free(table->row);
	*table = (struct mb_source_table){ 0 };
}

static int read_table(struct macbpf *mb, struct mb_source_table *table, const struct mb_port *port)
{
	int err;

	if (table->port == port)
		return 0;
	mb_sources_table_free(table);
	err = mb_sources_read(&port->maps, &table->row, &table->count);
	if (err)
		return mb_fail(mb, err, "can't read the source lists of %s: %s",
			       mb_world_port_name(port), strerror(-err));
	table->port = port;
	return 0;
}

int mb_sources_pick(struct macbpf *mb, struct mb_source_table *table, const struct mb_port *port,
		    const struct mb_endpoint *ep, struct mb_macs *out)
{
	struct mb_macs macs = { 0 };
	size_t count = 0;
	int err = read_table(mb, table, port);

	if (err)
		return err;
	for (size_t i = 0; i < table->count; i++)
		count += table->row[i].source.slot == ep->slot;
	macs.mac = calloc(count + 1, 6);
	if (!macs.mac)
		return mb_no_memory(mb);
	for (size_t i = 0; i < table->count; i++)
		if (table->row[i].source.slot == ep->slot)
			memcpy(macs.mac[macs.count++], table->row[i].key.mac, 6);
	*out = macs;
	return 0;
}

int mb_sources_get(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		   struct mb_macs *out)
{
	struct mb_source_table table = { 0 };
	int err = mb_sources_pick(mb, &table, port, ep, out);

	mb_sources_table_free(&table);
	return err;
}

static int remove_unwanted(struct mb_port *port, const struct mb_endpoint *ep,
			   const struct mb_macs *want, const struct mb_macs *have)
{
	int err = 0;

	for (size_t i = 0; !err && i < have->count; i++)
		if (!mb_macs_has(want, have->mac[i]))
			err = mb_source_del(&port->maps, have->mac[i], (uint16_t)ep->slot);
	return err;
}

static int add_wanted(struct mb_port *port, const struct mb_endpoint *ep,
		      const struct mb_macs *want)
{
	struct mb_source source = {
		.hostdev = ep->rec.hostdev,
		.slot = (uint16_t)ep->slot,
		.flags = (uint16_t)ep->rec.flags,
	};
	int err = 0;

	for (size_t i = 0; !err && i < want->count; i++)
		err = mb_source_add(&port->maps, want->mac[i], &source);
	return err;
}

/* What was there already has the flags of before. */
static int update_flags(struct mb_port *port, const struct mb_endpoint *ep)
{
	mb_auto_free struct mb_source_row *rows = NULL;
	size_t count = 0;
	int err = mb_sources_read(&port->maps, &rows, &count);

	for (size_t i = 0; !err && i < count; i++) {
		if (rows[i].source.slot != ep->slot || rows[i].source.flags == ep->rec.flags)
			continue;
		rows[i].source.flags = (uint16_t)ep->rec.flags;
		err = mb_source_update(&port->maps, &rows[i]);
	}
	return err;
}

int mb_sources_set(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep,
		   const struct mb_macs *want)
{
	struct mb_macs have;
	int err;

	err = mb_sources_get(mb, port, ep, &have);
	if (err)
		return err;
	port->sources = MB_SOURCES_UNKNOWN;
	err = add_wanted(port, ep, want) ?: remove_unwanted(port, ep, want, &have) ?:
	      update_flags(port, ep);
	mb_macs_free(&have);
	if (err == -ENOSPC)
		return mb_fail(mb, err, "the source lists of %s are full: %u MACs in all",
			       mb_world_port_name(port), MB_SOURCES_MAX);
	return err ? mb_fail(mb, err, "can't write the source list of %s: %s", ep->rec.name,
			     strerror(-err))
		   : 0;
}

/* ---------------------------------------------------------------- the part */

static int check(struct macbpf *mb, const struct macbpf_link_opts *opts)
{
	const struct macbpf_source_opts *o = opts->source;
	int err = 0;

	if (!o)
		return 0;
	if (o->op > MACBPF_MACADDR_SET)
		return mb_fail(mb, -EINVAL,
			       "source list operation %u is unknown: 0 (add) to 3 (set)", o->op);
	if (!o->count && (o->op == MACBPF_MACADDR_ADD || o->op == MACBPF_MACADDR_DEL))
		return mb_fail(mb, -EINVAL,
			       "an address is needed to add to, or delete from, a "
			       "source list");
	if (o->count && !o->macaddr)
		return mb_fail(mb, -EINVAL, "a source list of %u without macaddr", o->count);
	for (uint32_t i = 0; !err && i < o->count; i++)
		err = mb_check_mac(mb, "source address", o->macaddr[i]);
	return err;
}

static int fits(struct mb_change *c)
{
	uint32_t mode = mb_change_mode(c);

	if (!c->o.source || mode == MB_MODE_SOURCE)
		return 0;
	return mb_fail(c->mb, -EINVAL, "macaddr is for mode source only, and the mode is %s",
		       macbpf_mode__name(mode));
}

/* An endpoint that leaves mode source leaves its list (macvlan_flush_sources()). */
static int plan(const struct mb_change *c, struct mb_macs *out)
{
	uint32_t op = c->source.op; /* not given: none are added */

	if (c->ep->rec.mode != MB_MODE_SOURCE)
		op = MACBPF_MACADDR_FLUSH;
	if (mb_macs_apply(&c->old_macs, op, c->source.macaddr, c->source.count, out))
		return mb_no_memory(c->mb);
	return 0;
}

static int apply(struct mb_change *c)
{
	struct mb_macs macs;
	int err = 0;

	if (mb_change_is_new(c) && !c->o.source)
		return 0;
	if (!mb_change_is_new(c))
		err = mb_sources_get(c->mb, c->port, c->ep, &c->old_macs);
	if (!err)
		err = plan(c, &macs);
	if (err)
		return err;
	err = mb_sources_set(c->mb, c->port, c->ep, &macs);
	mb_macs_free(&macs);
	return err;
}

/* Runs before the record's: the flags of the entries are put right by hand. What could not be read
 * was not changed either. */
static void undo(struct mb_change *c)
{
	if (!mb_change_is_new(c) && !c->old_macs.mac)
		return;
	c->ep->rec.flags = c->old.flags;
	mb_sources_set(c->mb, c->port, c->ep, &c->old_macs);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	const struct mb_macs none = { 0 };

	return mb_record_has_sources(port) ? mb_sources_set(mb, port, ep, &none) : 0;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	int err = 0;

	if (view->ep->rec.mode == MB_MODE_SOURCE)
		err = mb_sources_pick(mb, view->sources, view->port, view->ep, &view->macs);
	view->info.macaddr_count = (uint32_t)view->macs.count;
	return err;
}

const struct mb_part mb_part_sources = {
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.describe = describe,
};
