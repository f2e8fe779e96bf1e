// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_mdb.c - the listing of multicast groups that programs with mcast-snooping have learnt. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "kinds/device.h"
#include "session/read.h"
#include "world/hostdev.h"

struct macbpf_mdb_entry {
	char lower[MB_IFNAME_LEN], name[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
	struct mb_group group; /* 0: all */
	uint32_t why;	       /* enum macbpf_mdb_why */
};

struct macbpf_mdb {
	struct macbpf_mdb_entry *entry;
	size_t count;
};

struct list {
	struct macbpf_mdb *mdb;
	const char *lower, *name; /* NULL: any */
};

static const char *const why_names[] = {
	[MACBPF_MDB_REPORT] = "report",
	[MACBPF_MDB_ROUTER] = "router",
	[MACBPF_MDB_ALWAYS] = "always",
	[MACBPF_MDB_DEVICE] = "device",
};

const char *macbpf_mdb_why__name(uint32_t why)
{
	return why < ARRAY_SIZE(why_names) ? why_names[why] : NULL;
}

/* False: it is gone, or going. */
static bool begin_entry(struct macbpf *mb, struct mb_world *w, const struct mb_port *port,
			struct mb_endpoint *ep, struct macbpf_mdb_entry *entry)
{
	struct mb_dev dev;

	if (!mb_world_is_live(ep) || mb_device_find(mb, w, ep, &dev))
		return false;
	*entry = (struct macbpf_mdb_entry){ 0 };
	memcpy(entry->lower, port->lower->name, MB_IFNAME_LEN);
	memcpy(entry->name, dev.name, MB_IFNAME_LEN);
	memcpy(entry->hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
	return true;
}

static int append(struct macbpf_mdb *mdb, const struct macbpf_mdb_entry *begun,
		  struct mb_group group, uint32_t why)
{
	struct macbpf_mdb_entry *entry;

	if (!mb_grow(&mdb->entry, mdb->count))
		return -ENOMEM;
	entry = &mdb->entry[mdb->count++];
	*entry = *begun;
	entry->group = group;
	entry->why = why;
	return 0;
}

static int compare_groups(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct mb_group));
}

static uint32_t why_all(const struct mb_endpoint *ep, const struct mb_group_list *list, bool always)
{
	bool told = ep->rec.status & MB_EP_MCAST_FLOOD || list->flags & MB_GROUP_OVER;

	if (list->flags & MB_GROUP_ROUTER)
		return MACBPF_MDB_ROUTER;
	if (always && !told && ep->rec.status & MB_EP_WANTS_ALL)
		return MACBPF_MDB_DEVICE;
	return always ? MACBPF_MDB_ALWAYS : 0;
}

/* What programs write at the same time is not believed. */
static int append_list(struct macbpf_mdb *mdb, const struct macbpf_mdb_entry *begun,
		       struct mb_group_list *list, uint32_t why)
{
	size_t count = list->count < MB_GROUPS_EACH ? list->count : MB_GROUPS_EACH;
	int err = 0;

	if (why)
		err = append(mdb, begun, (struct mb_group){ 0 }, why);
	qsort(list->group, count, sizeof(list->group[0]), compare_groups);
	for (size_t i = 0; !err && i < count; i++)
		err = append(mdb, begun, list->group[i], MACBPF_MDB_REPORT);
	return err;
}

static int append_endpoint(struct macbpf *mb, struct mb_world *w, const struct mb_port *port,
			   struct mb_endpoint *ep, struct macbpf_mdb *mdb)
{
	struct macbpf_mdb_entry entry;
	struct mb_group_list list;
	bool always;
	int err = mb_groups_get(&port->maps, ep->rec.hostdev, &list);

	if (err == -ENOENT || !begin_entry(mb, w, port, ep, &entry))
		return 0;
	err = err ?: mb_groups_is_always(&port->maps, ep->slot, &always);
	return err ?: append_list(mdb, &entry, &list, why_all(ep, &list, always));
}

static int append_port(struct macbpf *mb, struct mb_world *w, const struct mb_port *port, void *arg)
{
	struct list *l = arg;
	int err = 0;

	if (!mb_world_port_has_tables(port))
		return 0;
	for (size_t i = 0; !err && i < port->count; i++)
		err = append_endpoint(mb, w, port, &port->ep[i], l->mdb);
	return err;
}

static int append_named(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct list *l = arg;
	struct mb_endpoint *ep;
	struct mb_port *port;
	int err = mb_world_find(mb, w, l->lower, l->name, &port, &ep);

	if (!err && !port->lower)
		err = mb_fail(mb, -ENODEV,
			      "the lower of %s was deleted, and who gets what on it with it: the "
			      "next command that changes something takes the endpoint away, as "
			      "'macbpf port sweep' does",
			      l->name);
	if (err || !mb_world_port_has_tables(port))
		return err;
	return append_endpoint(mb, w, port, ep, l->mdb);
}

int macbpf_mdb__get(struct macbpf *mb, const char *lower, const char *name, struct macbpf_mdb **out)
{
	struct list l = { calloc(1, sizeof(struct macbpf_mdb)), lower, name };
	int err;

	if (!l.mdb)
		return mb_no_memory(mb);
	err = name ? mb_read_world(mb, lower, append_named, &l)
		   : mb_read_ports(mb, lower, append_port, &l);
	if (err)
		macbpf_mdb__free(l.mdb);
	else
		*out = l.mdb;
	return err;
}

void macbpf_mdb__free(struct macbpf_mdb *mdb)
{
	if (!mdb)
		return;
	free(mdb->entry);
	free(mdb);
}

const struct macbpf_mdb_entry *macbpf_mdb__next(const struct macbpf_mdb *mdb,
						const struct macbpf_mdb_entry *prev)
{
	const struct macbpf_mdb_entry *next = prev ? prev + 1 : mdb->entry;

	return mdb->count && next < mdb->entry + mdb->count ? next : NULL;
}

/* IPv4 groups are kept as ::ffff:a.b.c.d. */
static void fill_group(const struct mb_group *group, struct macbpf_mdb_info *info)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	const uint8_t *bytes = (const uint8_t *)group;
	bool ipv4 = !memcmp(bytes, mapped, sizeof(mapped));

	if (info->why != MACBPF_MDB_REPORT)
		return;
	info->family = ipv4 ? AF_INET : AF_INET6;
	if (ipv4)
		memcpy(info->group, bytes + 12, 4);
	else
		memcpy(info->group, bytes, sizeof(info->group));
}

int macbpf_mdb_entry__info(const struct macbpf_mdb_entry *entry, struct macbpf_mdb_info *info)
{
	struct macbpf_mdb_info ours = {
		.lower = entry->lower,
		.name = entry->name,
		.hostdev = entry->hostdev,
		.why = entry->why,
	};

	fill_group(&entry->group, &ours);
	return mb_opts_give(info, &ours, sizeof(ours));
}
