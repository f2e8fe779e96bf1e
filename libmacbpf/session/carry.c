// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * carry.c - a port of an older contract becomes one of this library's, while frames flow.
 *
 * Between the first swap and the last frames meet programs over either tables, which say the same:
 * nobody else writes, as we have the lock. The old record is marked before, so that who comes after
 * us, if we die, goes on; to do it again from the beginning is that, since the lower's program
 * leads to the old tables until all others are swapped.
 */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/prog.h"
#include "port/config.h"
#include "port/heal.h"
#include "port/programs.h"
#include "port/record.h"
#include "session/carry.h"

struct fresh {
	struct mb_config config;
	int fd;
};

struct carry {
	struct macbpf *mb;
	struct mb_port *port;
	struct mb_port_rec rec; /* what was, as the tables */
	struct mb_maps maps;
	struct fresh *fresh; /* the lower's first */
	size_t count;
};

bool mb_carry_is_wanted(const struct mb_port *port)
{
	return mb_world_port_can_upgrade(port) && mb_abi_is_older(&port->maps);
}

bool mb_carry_is_begun(const struct mb_port *port)
{
	return mb_carry_is_wanted(port) && port->rec.flags & MB_PORT_CHANGING;
}

uint32_t mb_carry_count(const struct mb_port *port)
{
	uint32_t count = 1;

	for (size_t i = 0; i < port->count; i++)
		count += mb_world_is_live(&port->ep[i]);
	return count;
}

/* ---------------------------------------------------------------- the new tables */

/* What it was made without it has from now on, empty. */
static void begin(struct carry *c)
{
	static const struct mb_maps none = MB_MAPS_NONE;
	struct mb_port *port = c->port;

	c->rec = port->rec;
	c->maps = port->maps;
	mb_record_has_sources(port); /* of the old tables, for all that is loaded */
	port->maps = none;
	port->incompatible = false;
	port->rec.abi = MB_ABI;
	port->rec.flags |= MB_PORT_CHANGING;
}

static void go_back(struct carry *c)
{
	mb_maps_close(&c->port->maps);
	c->port->maps = c->maps;
	c->port->rec = c->rec;
	c->port->incompatible = true;
}

static bool is_known(const struct carry *c, const struct mb_config *config)
{
	for (size_t i = 0; i < c->count; i++)
		if (!memcmp(&c->fresh[i].config, config, sizeof(*config)))
			return true;
	return false;
}

static int load(struct carry *c, const struct mb_config *config)
{
	int fd;

	if (is_known(c, config))
		return 0;
	if (!mb_grow(&c->fresh, c->count))
		return mb_no_memory(c->mb);
	fd = mb_program_load(c->mb, c->port, config);
	if (fd < 0)
		return fd;
	c->fresh[c->count++] = (struct fresh){ *config, fd };
	return 0;
}

/* The first makes the tables. */
static int load_all(struct carry *c)
{
	struct mb_config config = mb_config_lower(c->port);
	uint32_t shared = mb_config_shared(c->port);
	int err = load(c, &config);

	for (size_t i = 0; !err && i < c->port->count; i++) {
		config = mb_config_endpoint(c->port, &c->port->ep[i], shared);
		if (mb_world_is_live(&c->port->ep[i]))
			err = load(c, &config);
	}
	return err;
}

static int fill_endpoint(const struct mb_maps *maps, const struct mb_endpoint *ep)
{
	if (!ep->hostdev)
		return 0;
	return mb_maps_set_alive(maps, ep->rec.hostdev) ?: mb_counts_begin(maps, ep->rec.hostdev);
}

static int fill(struct carry *c)
{
	struct mb_port *port = c->port;
	int err = mb_carry_tables(&c->maps, &port->maps, port->rec.slots);

	for (size_t i = 0; !err && i < port->count; i++)
		err = fill_endpoint(&port->maps, &port->ep[i]);
	if (err)
		return mb_fail(c->mb, err, "can't fill the tables of %s: %s",
			       mb_world_port_name(port), strerror(-err));
	err = mb_record_save_slots(c->mb, port) ?: mb_record_save_lower(c->mb, port);
	err = err ?: mb_record_save_vlans(c->mb, port) ?: mb_record_save_port(c->mb, port);
	for (size_t i = 0; !err && i < port->count; i++)
		err = mb_record_save_endpoint(c->mb, port, &port->ep[i]);
	return err;
}

/* ---------------------------------------------------------------- the devices */

static int mark(const struct carry *c)
{
	int err = mb_abi_mark_port(&c->maps);

	if (!err)
		return 0;
	return mb_fail(c->mb, err, "can't write the port of %s: %s", mb_world_port_name(c->port),
		       strerror(-err));
}

/*
 * One that has lost its program has none to be swapped. What 0.1 did not put behind programs comes
 * with later commands (endpoint/closed.c): the kernel takes a device's queue away for a moment
 * when it gives it a qdisc, and what is sent to it is lost.
 */
static void mend_all(struct carry *c)
{
	for (size_t i = 0; i < c->port->count; i++)
		if (mb_world_is_live(&c->port->ep[i]))
			mb_heal_endpoint(c->mb, c->port, &c->port->ep[i]);
}

static int swap(struct carry *c, size_t i)
{
	return mb_program_swap(c->mb, c->port, &c->fresh[i].config, c->fresh[i].fd);
}

static int swap_all(struct carry *c)
{
	int err = mark(c);

	if (!err)
		mend_all(c);
	for (size_t i = 1; !err && i < c->count; i++)
		err = swap(c, i);
	err = err ?: swap(c, 0);
	if (err)
		return err;
	return mb_prog_id(c->fresh[0].fd, &c->port->prog_id);
}

/* The mark stays where it can't be told whether there are source lists: programs ask for some. */
static void finish(struct carry *c)
{
	mb_maps_close(&c->maps);
	if (c->port->sources == MB_SOURCES_UNTOLD)
		return;
	c->port->rec.flags &= ~(uint32_t)MB_PORT_CHANGING;
	mb_record_save_port(c->mb, c->port);
}

int mb_carry_port(struct macbpf *mb, struct mb_port *port)
{
	struct carry c = { .mb = mb, .port = port };
	int err;

	begin(&c);
	err = load_all(&c) ?: fill(&c) ?: swap_all(&c);
	if (err)
		go_back(&c);
	else
		finish(&c);
	for (size_t i = 0; i < c.count; i++)
		mb_close_fd(&c.fresh[i].fd);
	free(c.fresh);
	return err;
}
