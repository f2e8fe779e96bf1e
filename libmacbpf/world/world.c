// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* world.c - what there is in the netns, as one snapshot: asking it, and freeing it. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/named.h"
#include "world/added.h"
#include "world/world.h"

#define FIRST_GROUP 0x6d620000 /* far from what people choose */

const char *mb_world_port_name(const struct mb_port *port)
{
	return port->lower ? port->lower->name : "(deleted)";
}

const struct mb_dev *mb_world_dev(const struct mb_world *w, uint32_t ifindex)
{
	return mb_index_at(&w->index, ifindex);
}

static const struct mb_dev *dev_with_altname(const struct mb_world *w, const char *name)
{
	for (size_t i = 0; i < w->devs.altname_count; i++)
		if (!strcmp(w->devs.altname[i].name, name))
			return mb_world_dev(w, w->devs.altname[i].ifindex);
	return NULL;
}

const struct mb_dev *mb_world_dev_named(const struct mb_world *w, const char *name)
{
	return mb_index_named(&w->index, name) ?: dev_with_altname(w, name);
}

bool mb_world_port_is_on(const struct mb_world *w, const struct mb_port *port, const char *lower)
{
	return port->lower && (!lower || mb_world_dev_named(w, lower) == port->lower);
}

static bool is_group_used(const struct mb_world *w, uint32_t group)
{
	for (size_t i = 0; i < w->devs.count; i++)
		if (w->devs.dev[i].group == group)
			return true;
	return false;
}

uint32_t mb_world_free_group(const struct mb_world *w)
{
	uint32_t group = FIRST_GROUP;

	while (is_group_used(w, group))
		group++;
	return group;
}

struct mb_port *mb_world_port(const struct mb_world *w, uint32_t lower_ifindex)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->port[i]->lower_ifindex == lower_ifindex)
			return w->port[i];
	return NULL;
}

struct mb_endpoint *mb_world_endpoint(const struct mb_world *w, uint32_t hostdev,
				      struct mb_port **port)
{
	for (size_t i = 0; i < w->count; i++) {
		for (size_t j = 0; j < w->port[i]->count; j++) {
			if (w->port[i]->ep[j].rec.hostdev == hostdev) {
				*port = w->port[i];
				return &w->port[i]->ep[j];
			}
		}
	}
	return NULL;
}

bool mb_world_is_live(const struct mb_endpoint *ep)
{
	return ep->rec.state == MB_EP_LIVE && ep->hostdev;
}

struct mb_port *mb_world_add_port(struct mb_world *w)
{
	static const struct mb_maps none = MB_MAPS_NONE;
	struct mb_port **more, *port;

	more = realloc(w->port, (w->count + 1) * sizeof(struct mb_port *));
	if (!more)
		return NULL;
	w->port = more;
	port = calloc(1, sizeof(*port));
	if (!port)
		return NULL;
	port->maps = none;
	w->port[w->count++] = port;
	return port;
}

static void free_port(struct mb_port *port)
{
	mb_maps_close(&port->maps);
	free(port->ep);
	free(port);
}

void mb_world_drop_port(struct mb_world *w, struct mb_port *port)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->port[i] != port)
			continue;
		w->port[i] = w->port[--w->count];
		free_port(port);
		return;
	}
}

bool mb_world_port_is_foreign(const struct mb_port *port)
{
	return port->incompatible && !mb_abi_is_older(&port->maps);
}

bool mb_world_port_has_tables(const struct mb_port *port)
{
	return !port->unread && !port->maps.unknown;
}

/* One that can be made one of this version, while frames flow. */
static int refuse_older(struct macbpf *mb, const struct mb_port *port)
{
	const char *name = mb_world_port_name(port);

	if (port->rec.abi == MB_ABI)
		return mb_fail(mb, -EPROTO,
			       "the port of %s was made by another version of macbpf, which knew "
			       "fewer tables: 'macbpf port upgrade link %s' makes it one of this",
			       name, name);
	return mb_fail(mb, -EPROTO,
		       "the port of %s was made by an older version of macbpf (contract %u, "
		       "not %u): 'macbpf port upgrade link %s' makes it one of this, while "
		       "frames flow",
		       name, port->rec.abi, MB_ABI, name);
}

/* What it has in use is named as its maker does. */
static int refuse_needs(struct macbpf *mb, const struct mb_port *port)
{
	uint32_t unknown = port->rec.needs & ~(uint32_t)MB_NEEDS_KNOWN;
	char text[128];

	mb_named_needs(&port->maps, unknown, text, sizeof(text));
	return mb_fail(mb, -EPROTO,
		       "the port of %s uses what this version of macbpf doesn't know (%s): change "
		       "it with the version that made it, or delete its endpoints",
		       mb_world_port_name(port), *text ? text : "it has no name");
}

bool mb_world_port_can_upgrade(const struct mb_port *port)
{
	if (!port->lower || port->stray)
		return false;
	if (!port->unread && mb_abi_is_older(&port->maps))
		return true;
	return port->rec.abi == MB_ABI && port->maps.unknown;
}

/* Why a port is not to be changed. */
static int refuse(struct macbpf *mb, const struct mb_port *port)
{
	static const char *const by_hand =
		" by 'ip link del mb<N>': the next command then takes it off";
	const char *name = mb_world_port_name(port);

	if (mb_world_port_can_upgrade(port))
		return refuse_older(mb, port);
	if (port->rec.abi == MB_ABI && !port->unread)
		return refuse_needs(mb, port);
	if (port->rec.abi == MB_ABI)
		return mb_fail(
			mb, -EPROTO,
			"the port of %s has what another version of macbpf left there: change "
			"it with that version, or delete its endpoints%s",
			name, by_hand);
	return mb_fail(mb, -EPROTO,
		       "the port of %s was made by another version of macbpf (contract %u, not "
		       "%u): change it with that version, or delete its endpoints%s",
		       name, port->rec.abi, MB_ABI, port->unread ? by_hand : "");
}

static int check_home(struct macbpf *mb, const struct mb_port *port)
{
	if (!port->stray)
		return 0;
	return mb_fail(mb, -EBUSY,
		       "%s still has the port that it brought from another network namespace, "
		       "which could not be removed: try again",
		       mb_world_port_name(port));
}

int mb_world_port_check(struct macbpf *mb, const struct mb_port *port)
{
	int err = check_home(mb, port);

	return err || !port->incompatible ? err : refuse(mb, port);
}

int mb_world_port_check_del(struct macbpf *mb, const struct mb_port *port)
{
	int err = check_home(mb, port);

	return err || !port->unread ? err : refuse(mb, port);
}

void mb_world_free(struct mb_world *w)
{
	for (size_t i = 0; i < w->count; i++)
		free_port(w->port[i]);
	for (size_t i = 0; i < w->far_count; i++)
		mb_far_free(&w->far[i]);
	free(w->far);
	mb_added_free(w);
	free(w->nsids);
	for (size_t i = 0; i < w->later_count; i++)
		free(w->later[i]);
	free(w->later);
	free(w->litter);
	free(w->port);
	mb_index_free(&w->index);
	free(w->claimed);
	free(w->upper);
	mb_rtnl_free_devs(&w->devs);
	memset(w, 0, sizeof(*w));
}
