// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_fdb.c - the listing of addresses: the FDB and the source table of each port. */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "common/own.h"
#include "endpoint/learning.h"
#include "endpoint/secondary.h"
#include "endpoint/sources.h"
#include "kinds/device.h"
#include "session/read.h"
#include "world/hostdev.h"
#include "world/world.h"

struct macbpf_fdb_entry {
	char lower[MB_IFNAME_LEN], name[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
	uint32_t type, mode, peer, down;
	uint8_t address[6];
};

struct macbpf_fdb {
	struct macbpf_fdb_entry *entry;
	size_t count;
};

struct list {
	struct macbpf_fdb *fdb;
	struct mb_survey survey;
	struct mb_source_table sources;
};

static int append(struct macbpf_fdb *fdb, const struct macbpf_fdb_entry *entry)
{
	if (!mb_grow(&fdb->entry, fdb->count))
		return -ENOMEM;
	fdb->entry[fdb->count++] = *entry;
	return 0;
}

static int append_sources(struct macbpf *mb, struct list *l, const struct mb_port *port,
			  const struct mb_endpoint *ep, struct macbpf_fdb_entry *entry)
{
	struct mb_macs macs;
	int err;

	err = mb_sources_pick(mb, &l->sources, port, ep, &macs);
	if (err)
		return err;
	entry->type = MACBPF_FDB_SOURCE;
	for (size_t i = 0; !err && i < macs.count; i++) {
		memcpy(entry->address, macs.mac[i], 6);
		err = append(l->fdb, entry);
	}
	mb_macs_free(&macs);
	return err;
}

static int append_secondaries(struct macbpf *mb, struct list *l, const struct mb_port *port,
			      const struct mb_endpoint *ep, struct macbpf_fdb_entry *entry)
{
	mb_auto_free struct mb_fdb_row *rows = NULL;
	size_t count;
	int err = mb_secondary_read(mb, port, ep, &rows, &count, NULL);

	entry->type = MACBPF_FDB_SECONDARY;
	for (size_t i = 0; !err && i < count; i++) {
		memcpy(entry->address, rows[i].mac, 6);
		err = append(l->fdb, entry);
	}
	return err;
}

static int append_learnt(struct macbpf *mb, struct list *l, const struct mb_port *port,
			 const struct mb_endpoint *ep, struct macbpf_fdb_entry *entry)
{
	mb_auto_free struct mb_station_row *rows = NULL;
	size_t count;
	int err = mb_learning_read(mb, port, ep, &rows, &count);

	entry->type = MACBPF_FDB_LEARNT;
	for (size_t i = 0; !err && i < count; i++) {
		memcpy(entry->address, rows[i].mac, 6);
		err = append(l->fdb, entry);
	}
	return err;
}

static int append_endpoint(struct macbpf *mb, struct list *l, const struct mb_port *port,
			   const struct mb_endpoint *ep)
{
	struct macbpf_fdb_entry entry = {
		.type = MACBPF_FDB_UNICAST,
		.mode = ep->rec.mode,
		.peer = !!(ep->rec.status & MB_EP_PEER),
	};
	struct mb_dev dev;
	int err = mb_device_survey(mb, &l->survey, ep, &dev);

	/* It may be deleted while we look. */
	if (err)
		return mb_device_is_hidden(err) ? err : 0;
	memcpy(entry.lower, port->lower->name, MB_IFNAME_LEN);
	memcpy(entry.name, dev.name, MB_IFNAME_LEN);
	memcpy(entry.hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
	memcpy(entry.address, ep->rec.mac, 6);
	entry.down = !(dev.flags & IFF_UP);
	if (ep->rec.status & MB_EP_OWNS_MAC)
		err = append(l->fdb, &entry);
	return err ?: append_secondaries(mb, l, port, ep, &entry)
		      ?: append_learnt(mb, l, port, ep, &entry)
		      ?: append_sources(mb, l, port, ep, &entry);
}

static int append_port(struct macbpf *mb, struct mb_world *w, const struct mb_port *port, void *arg)
{
	struct list *l = arg;
	int err = 0;

	l->survey = (struct mb_survey){ .w = w, .wanted = port->count };
	for (size_t i = 0; !err && i < port->count; i++)
		if (mb_world_is_live(&port->ep[i]))
			err = append_endpoint(mb, l, port, &port->ep[i]);
	mb_survey_free(&l->survey);
	return err;
}

int macbpf_fdb__get(struct macbpf *mb, const char *lower, struct macbpf_fdb **out)
{
	struct macbpf_fdb *fdb = calloc(1, sizeof(*fdb));
	struct list l = { .fdb = fdb };
	int err;

	if (!fdb)
		return mb_no_memory(mb);
	err = mb_read_ports(mb, lower, append_port, &l);
	mb_sources_table_free(&l.sources);
	if (err)
		macbpf_fdb__free(fdb);
	else
		*out = fdb;
	return err;
}

void macbpf_fdb__free(struct macbpf_fdb *fdb)
{
	if (!fdb)
		return;
	free(fdb->entry);
	free(fdb);
}

const struct macbpf_fdb_entry *macbpf_fdb__next(const struct macbpf_fdb *fdb,
						const struct macbpf_fdb_entry *prev)
{
	const struct macbpf_fdb_entry *next = prev ? prev + 1 : fdb->entry;

	return fdb->count && next < fdb->entry + fdb->count ? next : NULL;
}

int macbpf_fdb_entry__info(const struct macbpf_fdb_entry *entry, struct macbpf_fdb_info *info)
{
	struct macbpf_fdb_info ours = {
		.lower = entry->lower,
		.name = entry->name,
		.hostdev = entry->hostdev,
		.type = entry->type,
		.mode = entry->mode,
		.peer = entry->peer,
		.down = entry->down,
	};

	memcpy(ours.address, entry->address, sizeof(ours.address));
	return mb_opts_give(info, &ours, sizeof(ours));
}
