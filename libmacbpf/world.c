// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* world.c - reads what there is in the netns: devices, ports, endpoints. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "attach.h"
#include "base.h"
#include "datapath.h"
#include "netns.h"
#include "world.h"

#define FIRST_GROUP  0x6d620000	    /* far from what people choose */
#define SOME	     8		    /* devices in another netns, to ask for all of it */
#define MANY	     (2 * MB_LOOKS) /* not any more */
#define ALIAS_PREFIX "macbpf:"

const char *mb_hostdev_name(char buf[MB_IFNAME_LEN], uint32_t id)
{
	snprintf(buf, MB_IFNAME_LEN, "mb%u", id);
	return buf;
}

const char *mb_hostdev_shown(const struct mb_dev *hostdev)
{
	return *hostdev->hostname ? hostdev->hostname : hostdev->name;
}

const char *mb_port_name(const struct mb_port *port)
{
	return port->lower ? port->lower->name : "(deleted)";
}

bool mb_port_is_on(const struct mb_port *port, const char *lower)
{
	return port->lower && (!lower || !strcmp(port->lower->name, lower));
}

const struct mb_dev *mb_world_dev(const struct mb_world *w, uint32_t ifindex)
{
	return mb_index_at(&w->index, ifindex);
}

const struct mb_dev *mb_world_dev_named(const struct mb_world *w, const char *name)
{
	return mb_index_named(&w->index, name);
}

static int compare_nsids(const void *a, const void *b)
{
	int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;

	return (left > right) - (left < right);
}

static bool sort_nsids(struct mb_world *w)
{
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->port[i]->count; j++) {
			const struct mb_dev *hostdev = w->port[i]->ep[j].hostdev;

			if (!hostdev)
				continue;
			if (!mb_grow(&w->nsids, w->nsid_count))
				return false;
			w->nsids[w->nsid_count++] = hostdev->link_netnsid;
		}
	if (w->nsid_count)
		qsort(w->nsids, w->nsid_count, sizeof(*w->nsids), compare_nsids);
	return true;
}

static size_t first_of(const struct mb_world *w, int64_t nsid)
{
	size_t low = 0, high = w->nsid_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (w->nsids[middle] < nsid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether it is quicker to list a netns than to ask for the devices that are looked at. */
static bool is_listed(struct mb_world *w, int32_t nsid)
{
	size_t count;

	if (!w->nsid_count && !sort_nsids(w))
		return false;
	count = first_of(w, (int64_t)nsid + 1) - first_of(w, nsid);
	return count >= SOME && count <= MANY;
}

static void free_far(struct mb_far_devs *far)
{
	mb_index_free(&far->index);
	free(far->devs.dev);
}

/* NULL: it is not listed, or can't be. */
static const struct mb_index *far_index(struct macbpf *mb, struct mb_world *w, int32_t nsid)
{
	struct mb_far_devs *far;

	for (size_t i = 0; i < w->far_count; i++)
		if (w->far[i].nsid == nsid)
			return &w->far[i].index;
	if (!is_listed(w, nsid) || !mb_grow(&w->far, w->far_count))
		return NULL;
	far = &w->far[w->far_count];
	*far = (struct mb_far_devs){ .nsid = nsid };
	if (mb_rtnl_dump_at(mb->rtnl, nsid, &far->devs) ||
	    !mb_index_add_all(&far->index, &far->devs)) {
		free_far(far);
		return NULL;
	}
	w->far_count++;
	return &far->index;
}

int mb_world_far_dev(struct macbpf *mb, struct mb_world *w, const struct mb_dev *hostdev,
		     struct mb_dev *dev)
{
	const struct mb_index *index = &w->index;
	const struct mb_dev *found;

	if (hostdev->link_netnsid >= 0)
		index = far_index(mb, w, hostdev->link_netnsid);
	if (!index)
		return mb_rtnl_get(mb->rtnl, hostdev->link, hostdev->link_netnsid, dev);
	found = mb_index_at(index, hostdev->link);
	if (!found)
		return -ENODEV;
	*dev = *found;
	return 0;
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

/* ---------------------------------------------------------------- loading */

bool mb_alias_is_ours(const char *alias)
{
	return !strncmp(alias, ALIAS_PREFIX, strlen(ALIAS_PREFIX));
}

/* A tap's alias is also its user's, who may write over ours: it has the other name besides. */
static bool is_hostdev(const struct mb_dev *dev)
{
	return mb_alias_is_ours(dev->alias) || *dev->hostname;
}

/* No device's name holds a colon; a tap's user may have an alias of his own behind a blank. */
const char *mb_endpoint_owner(const struct mb_endpoint *ep, char buf[MB_IFALIAS_LEN])
{
	const char *rest = buf;

	snprintf(buf, MB_IFALIAS_LEN, "%s", ep->hostdev ? ep->hostdev->alias : "");
	buf[strcspn(buf, " ")] = '\0';
	for (int i = 0; rest && i < 3; i++) {
		rest = strchr(rest, ':');
		if (rest)
			rest++;
	}
	return rest ?: "";
}

/*
 * A record's ifindex may have gone to another device since. Ours has its name, or still its alias
 * if somebody renamed it. One that is being made has no alias yet, and no ifindex in its record.
 */
static const struct mb_dev *find_hostdev(const struct mb_world *w,
					 const struct mb_endpoint_rec *rec)
{
	char name[MB_IFNAME_LEN];
	const struct mb_dev *dev;

	mb_hostdev_name(name, rec->id);
	dev = rec->hostdev ? mb_world_dev(w, rec->hostdev) : mb_world_dev_named(w, name);
	if (!dev || !strcmp(dev->hostname, name))
		return dev;
	if (!(dev->flags & IFF_NOARP))
		return NULL;
	return !strcmp(dev->name, name) || (rec->hostdev && mb_alias_is_ours(dev->alias)) ? dev
											  : NULL;
}

static void take_record(const struct mb_world *w, struct mb_port *port, uint32_t slot,
			const struct mb_endpoint_rec *rec)
{
	struct mb_endpoint *ep = &port->ep[port->count];

	if (rec->state == MB_EP_FREE)
		return;
	*ep = (struct mb_endpoint){ .slot = slot, .rec = *rec, .hostdev = find_hostdev(w, rec) };
	if (ep->hostdev)
		w->claimed[ep->hostdev - w->devs.dev] = true;
	port->count++;
}

static int read_endpoints(const struct mb_world *w, struct mb_port *port)
{
	uint32_t slots = port->stray ? 0 : port->rec.slots;
	mb_auto_free struct mb_endpoint_rec *recs = calloc(slots + 1, sizeof(*recs));
	int err;

	port->room = slots + 1;
	port->ep = calloc(port->room, sizeof(*port->ep));
	if (!port->ep || !recs)
		return -ENOMEM;
	err = mb_endpoint_recs_read(&port->maps, slots, recs);
	for (uint32_t slot = 0; !err && slot < slots; slot++)
		take_record(w, port, slot, &recs[slot]);
	return err;
}

static int read_port(const struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	int err;

	err = mb_port_rec_read(&port->maps, &port->rec);
	if (err)
		return err;
	if (port->rec.abi != MB_ABI || port->rec.slots > MB_ENDPOINTS_MAX)
		return -EPROTO;
	port->stray = port->rec.netns != mb_netns_number(mb);
	return read_endpoints(w, port);
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

/* A program leads to its port's maps. `lower` is NULL if the port was found by an orphan. */
static int load_port(struct macbpf *mb, struct mb_world *w, const struct mb_dev *lower, int prog_fd,
		     uint32_t hook)
{
	struct mb_port *port = mb_world_add_port(w);
	int err;

	if (!port)
		return -ENOMEM;
	port->lower = lower;
	port->lower_ifindex = lower ? lower->ifindex : 0;
	port->hook = hook;
	err = mb_datapath_maps(prog_fd, &port->maps) ?: read_port(mb, w, port);
	if (err != -EPROTO)
		return err;
	port->incompatible = true;
	port->rec = (struct mb_port_rec){ .abi = port->rec.abi }; /* the rest may mean anything */
	port->count = 0;
	return 0;
}

/* A device may go while we look, and a kernel without the hook has no ports. */
static int no_program(int err)
{
	return err == -ENOENT || err == -ENODEV || err == -EOPNOTSUPP ? 0 : err;
}

static int load_if_lower(struct macbpf *mb, struct mb_world *w, const struct mb_dev *dev)
{
	uint32_t hook = MACBPF_HOOK_AUTO;
	mb_auto_close int fd = mb_attach_find(mb, dev->ifindex, MB_NAME_LOWER_PROG, &hook);

	return fd < 0 ? no_program(fd) : load_port(mb, w, dev, fd, hook);
}

static bool is_claimed(const struct mb_world *w, const struct mb_dev *hostdev)
{
	return w->claimed[hostdev - w->devs.dev];
}

/* No two ports share a program. */
static bool is_known(const struct mb_world *w, const struct mb_port *port)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->port[i] != port && !w->port[i]->incompatible &&
		    w->port[i]->rec.prog[MB_PROG_LOWER] == port->rec.prog[MB_PROG_LOWER])
			return true;
	return false;
}

static int add_litter(struct mb_world *w, const struct mb_dev *hostdev)
{
	if (!mb_grow(&w->litter, w->litter_count))
		return -ENOMEM;
	w->litter[w->litter_count++] = hostdev;
	return 0;
}

/*
 * A hostdev that was moved here from another netns leads to a port that lives on there, and is not
 * to be swept from here. One that comes home too late is known to its port no more.
 */
static int load_by_orphan(struct macbpf *mb, struct mb_world *w, const struct mb_dev *dev, int fd)
{
	int err = load_port(mb, w, NULL, fd, MACBPF_HOOK_AUTO);
	struct mb_port *port = w->count ? w->port[w->count - 1] : NULL;
	bool is_ours;

	if (err)
		return err;
	is_ours = !port->incompatible && !port->stray;
	if (!is_ours || is_known(w, port))
		mb_world_drop_port(w, port);
	return is_ours && !is_claimed(w, dev) ? add_litter(w, dev) : 0;
}

/*
 * A lower that was deleted, or moved to another netns, took its program along; its endpoints'
 * programs still know the port.
 */
static int load_if_orphan(struct macbpf *mb, struct mb_world *w, const struct mb_dev *dev)
{
	mb_auto_close int fd = -1;

	if (!is_hostdev(dev) || is_claimed(w, dev))
		return 0;
	fd = mb_attach_find(mb, dev->ifindex, MB_NAME_ENDPOINT_PROG, NULL);
	return fd < 0 ? no_program(fd) : load_by_orphan(mb, w, dev, fd);
}

static int load_devs(struct macbpf *mb, struct mb_world *w)
{
	int err = mb_rtnl_dump(mb->rtnl, &w->devs);

	if (err)
		return err;
	w->claimed = calloc(w->devs.count + 1, sizeof(*w->claimed));
	return w->claimed && mb_index_add_all(&w->index, &w->devs) ? 0 : -ENOMEM;
}

int mb_world_load(struct macbpf *mb, struct mb_world *w)
{
	int err;

	memset(w, 0, sizeof(*w));
	err = load_devs(mb, w);
	for (size_t i = 0; !err && i < w->devs.count; i++)
		if (!is_hostdev(&w->devs.dev[i]))
			err = load_if_lower(mb, w, &w->devs.dev[i]);
	for (size_t i = 0; !err && i < w->devs.count; i++)
		err = load_if_orphan(mb, w, &w->devs.dev[i]);
	if (!err)
		return 0;
	mb_world_free(w);
	if (err == -ENOSYS)
		return mb_fail(mb, -EOPNOTSUPP, "this kernel has no BPF (CONFIG_BPF_SYSCALL)");
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to look at the programs of this network namespace: "
			       "CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN are needed (be root)");
	return mb_fail(mb, err, "can't read the devices and their programs: %s", strerror(-err));
}

void mb_world_free(struct mb_world *w)
{
	for (size_t i = 0; i < w->count; i++)
		free_port(w->port[i]);
	for (size_t i = 0; i < w->far_count; i++)
		free_far(&w->far[i]);
	free(w->far);
	free(w->nsids);
	for (size_t i = 0; i < w->later_count; i++)
		free(w->later[i]);
	free(w->later);
	free(w->litter);
	free(w->port);
	mb_index_free(&w->index);
	free(w->claimed);
	free(w->devs.dev);
	memset(w, 0, sizeof(*w));
}

struct read {
	const char *lower;
	mb_world_fn fn;
	void *arg;
};

static int read_run(struct macbpf *mb, void *arg)
{
	const struct read *r = arg;
	struct mb_world w;
	int err;

	err = mb_world_load(mb, &w);
	if (err)
		return err;
	if (r->lower && !mb_world_dev_named(&w, r->lower))
		err = mb_fail(mb, -ENODEV, "cannot find device \"%s\"", r->lower);
	else
		err = r->fn(mb, &w, r->arg);
	mb_world_free(&w);
	return err;
}

int mb_world_read(struct macbpf *mb, const char *lower, mb_world_fn fn, void *arg)
{
	struct read r = { lower, fn, arg };

	return mb_run(mb, read_run, &r);
}

struct each {
	const char *lower;
	mb_port_fn fn;
	void *arg;
};

static int each_port(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct each *e = arg;
	int err = 0;

	for (size_t i = 0; !err && i < w->count; i++)
		if (mb_port_is_on(w->port[i], e->lower))
			err = e->fn(mb, w, w->port[i], e->arg);
	return err;
}

int mb_ports_read(struct macbpf *mb, const char *lower, mb_port_fn fn, void *arg)
{
	struct each e = { lower, fn, arg };

	return mb_world_read(mb, lower, each_port, &e);
}

/* ---------------------------------------------------------------- keeping */

static struct mb_dev *add_dev(struct mb_world *w, const struct mb_dev *dev)
{
	struct mb_dev *copy = malloc(sizeof(*copy));

	if (!copy || !mb_grow(&w->later, w->later_count)) {
		free(copy);
		return NULL;
	}
	*copy = *dev;
	w->later[w->later_count++] = copy;
	return mb_index_add(&w->index, copy) ? copy : NULL;
}

/* A place that no number and no name leads to. */
static void drop_dev(struct mb_world *w, uint32_t ifindex)
{
	struct mb_dev *dev = mb_index_at(&w->index, ifindex);

	if (dev)
		*dev = (struct mb_dev){ 0 };
}

static bool make_room(struct mb_port *port)
{
	size_t room = port->room * 2;
	struct mb_endpoint *more;

	if (port->count < port->room)
		return true;
	more = realloc(port->ep, room * sizeof(*more));
	if (!more)
		return false;
	port->ep = more;
	port->room = room;
	return true;
}

/* The last takes the place of its slot. */
static void sort_last(struct mb_port *port)
{
	struct mb_endpoint last = port->ep[port->count - 1];
	size_t place = port->count - 1;

	for (; place && port->ep[place - 1].slot > last.slot; place--)
		port->ep[place] = port->ep[place - 1];
	port->ep[place] = last;
}

void mb_world_added(struct mb_world *w, struct mb_port *port, const struct mb_dev *hostdev,
		    const struct mb_dev *device)
{
	struct mb_endpoint *ep = &port->ep[port->count - 1];

	ep->hostdev = add_dev(w, hostdev);
	w->kept = ep->hostdev && (!device || add_dev(w, device)) && make_room(port);
	sort_last(port);
}

void mb_world_deleted(struct mb_world *w, const struct mb_dev *hostdev)
{
	struct mb_dev gone = *hostdev;

	drop_dev(w, gone.ifindex);
	if (gone.link_netnsid < 0)
		drop_dev(w, gone.link);
	w->kept = true;
}

static bool reread(struct macbpf *mb, struct mb_world *w, uint32_t ifindex)
{
	struct mb_dev *dev = mb_index_at(&w->index, ifindex);

	return dev && !mb_rtnl_get(mb->rtnl, ifindex, -1, dev) && mb_index_add(&w->index, dev);
}

void mb_world_changed(struct macbpf *mb, struct mb_world *w, const struct mb_endpoint *ep)
{
	w->kept = reread(mb, w, ep->rec.hostdev) &&
		  (ep->hostdev->link_netnsid >= 0 || reread(mb, w, ep->hostdev->link));
}

/* ---------------------------------------------------------------- finding */

int mb_port_check(struct macbpf *mb, const struct mb_port *port)
{
	if (port->stray && !port->incompatible)
		return mb_fail(mb, -EBUSY,
			       "%s still has the port that it brought from another network "
			       "namespace, which could not be removed: try again",
			       mb_port_name(port));
	if (!port->incompatible)
		return 0;
	return mb_fail(
		mb, -EPROTO,
		"the port of %s was made by another version of macbpf (contract %u is needed): "
		"delete its endpoints with that version, or with 'ip link del mb<N>', first",
		mb_port_name(port), MB_ABI);
}

struct search {
	struct macbpf *mb;
	const char *lower, *name;
	struct mb_port *port;
	struct mb_endpoint *ep;
	int found;
};

typedef bool (*match_fn)(const struct search *s, const struct mb_endpoint *ep);

static bool has_created_name(const struct search *s, const struct mb_endpoint *ep)
{
	return !strncmp(ep->rec.name, s->name, MB_NAME_LEN);
}

static bool has_hostdev_name(const struct search *s, const struct mb_endpoint *ep)
{
	char hostdev[MB_IFNAME_LEN];

	return !strcmp(mb_hostdev_name(hostdev, ep->rec.id), s->name);
}

/* Asks the kernel for each, so it comes last. */
static bool has_name_elsewhere(const struct search *s, const struct mb_endpoint *ep)
{
	const struct mb_dev *host = ep->hostdev;
	struct mb_dev dev;

	return host && host->link_netnsid >= 0 &&
	       !mb_rtnl_get(s->mb->rtnl, host->link, host->link_netnsid, &dev) &&
	       !strcmp(dev.name, s->name);
}

static void search_port(struct search *s, struct mb_port *port, match_fn match)
{
	for (size_t i = 0; i < port->count; i++) {
		if (port->ep[i].rec.state != MB_EP_LIVE || !match(s, &port->ep[i]))
			continue;
		s->port = port;
		s->ep = &port->ep[i];
		s->found++;
	}
}

/* Asks one way after the other, until one finds something. */
static void search_ports(const struct mb_world *w, struct search *s)
{
	static const match_fn ways[] = { has_created_name, has_hostdev_name, has_name_elsewhere };

	for (size_t way = 0; !s->found && way < ARRAY_SIZE(ways); way++)
		for (size_t i = 0; i < w->count; i++)
			if (!s->lower || mb_port_is_on(w->port[i], s->lower))
				search_port(s, w->port[i], ways[way]);
}

static bool find_by_device(const struct mb_world *w, struct search *s)
{
	const struct mb_dev *dev = mb_world_dev_named(w, s->name);
	struct mb_port *port;
	struct mb_endpoint *ep;

	if (!dev || dev->link_netnsid >= 0 || !dev->link)
		return false;
	ep = mb_world_endpoint(w, dev->link, &port);
	if (!ep || !ep->hostdev || ep->hostdev->link != dev->ifindex)
		return false;
	if (s->lower && !mb_port_is_on(port, s->lower))
		return false;
	s->port = port;
	s->ep = ep;
	return true;
}

static int not_found(struct macbpf *mb, const struct mb_world *w, const struct search *s)
{
	if (s->lower && !mb_world_dev_named(w, s->lower))
		return mb_fail(mb, -ENODEV, "cannot find device \"%s\"", s->lower);
	if (mb_world_dev_named(w, s->name))
		return mb_fail(mb, -ENODEV,
			       "\"%s\" is not an endpoint of macbpf%s%s; 'macbpf link "
			       "show' lists those that are",
			       s->name, s->lower ? " on " : "", s->lower ?: "");
	return mb_fail(mb, -ENODEV,
		       "cannot find endpoint \"%s\"%s%s; 'macbpf link show' lists them", s->name,
		       s->lower ? " on " : "", s->lower ?: "");
}

int mb_world_find(struct macbpf *mb, const struct mb_world *w, const char *lower, const char *name,
		  struct mb_port **port, struct mb_endpoint **ep)
{
	struct search s = { .mb = mb, .lower = lower, .name = name };

	if (!find_by_device(w, &s))
		search_ports(w, &s);
	if (s.found > 1)
		return mb_fail(mb, -ENOTUNIQ,
			       "%d endpoints have the name \"%s\": add 'link LOWER', or use the "
			       "hostdev's name (mb<N>, see 'macbpf -d link show')",
			       s.found, name);
	if (!s.ep)
		return not_found(mb, w, &s);
	*port = s.port;
	*ep = s.ep;
	return 0;
}
