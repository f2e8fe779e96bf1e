// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_links.c - the listing of endpoints. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "endpoint/sources.h"
#include "kernel/nsid.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/record.h"
#include "session/read.h"
#include "world/hostdev.h"

struct macbpf_link {
	struct mb_dev dev;
	struct mb_endpoint_rec rec;
	char lower[MB_IFNAME_LEN];
	char hostdev[MB_IFNAME_LEN];
	char owner[MACBPF_OWNER_LEN + 1];
	uint32_t lower_ifindex;
	int32_t netnsid;
	const char *netns; /* in the names of the listing */
	uint32_t hook;	   /* enum macbpf_hook; auto: none */
	uint32_t bc_queue_len_used;
	int32_t bc_cutoff;
	struct mb_macs macs;
	uint8_t hostdev_address[6];
};

struct macbpf_links {
	struct macbpf_link *link;
	size_t count;
	struct mb_nsid_names names;
};

struct list {
	struct macbpf_links_opts o;
	struct macbpf_links **out;
};

static uint32_t hook_of(struct macbpf *mb, const struct mb_endpoint *ep)
{
	uint32_t hook = MACBPF_HOOK_AUTO;

	mb_attach_where(mb, ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, &hook);
	return hook;
}

static int append(struct macbpf *mb, struct macbpf_links *links, const struct mb_port *port,
		  const struct mb_endpoint *ep)
{
	struct macbpf_link *link = &links->link[links->count];
	char owner[MB_IFALIAS_LEN];

	/* It may be deleted while we look. */
	if (mb_device_get(mb, ep, &link->dev))
		return 0;
	if (ep->rec.mode == MB_MODE_SOURCE && mb_sources_get(mb, port, ep, &link->macs))
		return -ENOMEM;
	link->rec = ep->rec;
	memcpy(link->lower, mb_port_name(port), strlen(mb_port_name(port)));
	memcpy(link->hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
	snprintf(link->owner, sizeof(link->owner), "%s", mb_hostdev_owner(ep->hostdev, owner));
	link->lower_ifindex = port->lower_ifindex;
	link->hook = hook_of(mb, ep);
	link->netnsid = ep->hostdev->link_netnsid;
	link->bc_queue_len_used = mb_port_bc_queue_len(port);
	link->bc_cutoff = port->rec.bc_cutoff;
	memcpy(link->hostdev_address, ep->hostdev->address, 6);
	links->count++;
	return 0;
}

static bool is_listed(const struct mb_port *port, const struct mb_endpoint *ep,
		      const struct list *l)
{
	return ep->rec.state == MB_EP_LIVE && ep->hostdev && mb_port_is_on(port, l->o.lower) &&
	       (!l->o.owner || mb_hostdev_is_of(ep->hostdev, l->o.owner));
}

static size_t count_endpoints(const struct mb_world *w)
{
	size_t count = 0;

	for (size_t i = 0; i < w->count; i++)
		count += w->port[i]->count;
	return count;
}

static int compare_links(const void *a, const void *b)
{
	const struct macbpf_link *x = a, *y = b;

	if (x->lower_ifindex != y->lower_ifindex)
		return x->lower_ifindex < y->lower_ifindex ? -1 : 1;
	return x->rec.id < y->rec.id ? -1 : x->rec.id > y->rec.id;
}

static int append_all(struct macbpf *mb, const struct mb_world *w, const struct list *l,
		      struct macbpf_links *links)
{
	int err = 0;

	for (size_t i = 0; !err && i < w->count; i++)
		for (size_t j = 0; !err && j < w->port[i]->count; j++)
			if (is_listed(w->port[i], &w->port[i]->ep[j], l))
				err = append(mb, links, w->port[i], &w->port[i]->ep[j]);
	if (links->count)
		qsort(links->link, links->count, sizeof(*links->link), compare_links);
	return err;
}

static int append_named(struct macbpf *mb, const struct mb_world *w, const struct list *l,
			struct macbpf_links *links)
{
	struct mb_endpoint *ep;
	struct mb_port *port;
	int err;

	err = mb_world_find(mb, w, l->o.lower, l->o.name, &port, &ep);
	if (err)
		return err;
	if (!ep->hostdev)
		return mb_fail(mb, -ENODEV, "endpoint \"%s\" is gone: its device was deleted",
			       l->o.name);
	if (l->o.owner && !mb_hostdev_is_of(ep->hostdev, l->o.owner))
		return 0;
	return append(mb, links, port, ep);
}

static bool any_is_away(const struct macbpf_links *links)
{
	for (size_t i = 0; i < links->count; i++)
		if (links->link[i].netnsid >= 0)
			return true;
	return false;
}

/* The first of those that have the id. */
static const char *name_of(const struct mb_nsid_names *names, int32_t nsid)
{
	size_t low = 0, high = names->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (names->row[middle].nsid < nsid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < names->count && names->row[low].nsid == nsid ? names->row[low].name : "";
}

/* Once for all rows: who asks for each asks for each name each time. */
static int name_places(struct macbpf *mb, struct macbpf_links *links)
{
	int err = 0;

	if (any_is_away(links))
		err = mb_nsid_names_get(mb->rtnl, &links->names);
	for (size_t i = 0; i < links->count; i++)
		links->link[i].netns = name_of(&links->names, links->link[i].netnsid);
	return err;
}

static int fill(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct list *l = arg;
	struct macbpf_links *links = calloc(1, sizeof(*links));
	int err = -ENOMEM;

	if (!links)
		return -ENOMEM;
	links->link = calloc(count_endpoints(w) + 1, sizeof(*links->link));
	if (links->link)
		err = l->o.name ? append_named(mb, w, l, links) : append_all(mb, w, l, links);
	if (!err)
		err = name_places(mb, links);
	if (err) {
		macbpf_links__free(links);
		return err;
	}
	*l->out = links;
	return 0;
}

int macbpf_links__get(struct macbpf *mb, const struct macbpf_links_opts *opts,
		      struct macbpf_links **out)
{
	struct list l = { .out = out };
	int err = mb_take_opts(mb, &l.o, sizeof(l.o), opts);

	return err ?: mb_world_read(mb, l.o.lower, fill, &l);
}

void macbpf_links__free(struct macbpf_links *links)
{
	if (!links)
		return;
	for (size_t i = 0; i < links->count; i++)
		mb_macs_free(&links->link[i].macs);
	free(links->link);
	mb_nsid_names_free(&links->names);
	free(links);
}

const struct macbpf_link *macbpf_links__next(const struct macbpf_links *links,
					     const struct macbpf_link *prev)
{
	const struct macbpf_link *next = prev ? prev + 1 : links->link;

	return next < links->link + links->count ? next : NULL;
}

const uint8_t *macbpf_link__macaddr(const struct macbpf_link *link, uint32_t i)
{
	return i < link->macs.count ? link->macs.mac[i] : NULL;
}

static void fill_device(const struct mb_dev *dev, struct macbpf_link_info *info)
{
	info->name = dev->name;
	info->alias = dev->alias;
	info->qdisc = dev->qdisc;
	info->ifindex = dev->ifindex;
	info->dev_flags = dev->flags;
	info->operstate = dev->operstate;
	info->mtu = dev->mtu;
	info->min_mtu = dev->min_mtu;
	info->max_mtu = dev->max_mtu;
	info->txqueuelen = dev->txqueuelen;
	info->numtxqueues = dev->numtxqueues;
	info->numrxqueues = dev->numrxqueues;
	info->group = dev->group;
	info->promiscuity = dev->promiscuity;
	info->stats = dev->stats;
	memcpy(info->address, dev->address, sizeof(info->address));
	memcpy(info->broadcast, dev->broadcast, sizeof(info->broadcast));
}

int macbpf_link__info(const struct macbpf_link *link, struct macbpf_link_info *info)
{
	const struct mb_kind *kind = mb_kind_of(&(struct mb_endpoint){ .rec = link->rec });
	struct macbpf_link_info ours = {
		.created_name = link->rec.name,
		.lower = link->lower,
		.hostdev = link->hostdev,
		.lower_ifindex = link->lower_ifindex,
		.hostdev_ifindex = link->rec.hostdev,
		.netnsid = link->netnsid,
		.netns = link->netns,
		.hook = link->hook,
		.kind = kind->word,
		.mode = link->rec.mode,
		.flags = link->rec.flags,
		.bc_queue_len = link->rec.bc_queue_len,
		.bc_queue_len_used = link->bc_queue_len_used,
		.bc_cutoff = link->bc_cutoff,
		.macaddr_count = (uint32_t)link->macs.count,
		.owner = link->owner,
		.type = kind->type,
		.queues = link->rec.queues,
		.owns_address = !!(link->rec.status & MB_EP_OWNS_MAC),
	};

	memcpy(ours.hostdev_address, link->hostdev_address, sizeof(ours.hostdev_address));
	fill_device(&link->dev, &ours);
	return mb_info_copy(info, &ours, sizeof(ours));
}
