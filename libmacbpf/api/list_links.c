// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_links.c - the listing of endpoints. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "endpoint/parts.h"
#include "endpoint/sources.h"
#include "kernel/nsid.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "session/read.h"
#include "world/hostdev.h"
#include "world/ips.h"
#include "world/loop.h"

struct macbpf_ip {
	struct mb_ip it;
};

struct macbpf_link {
	struct mb_view view;
	struct mb_ip *ip;
	size_t ips;
};

struct macbpf_links {
	struct macbpf_link *link;
	size_t count;
	struct mb_nsid_names names;
};

/* An endpoint that is to be listed. */
struct pick {
	const struct mb_port *port;
	const struct mb_endpoint *ep;
};

struct list {
	struct mb_world *w;
	struct macbpf_links_opts o;
	struct macbpf_links **out;
	struct pick *pick;
	size_t count;
	struct mb_survey survey;
	struct mb_source_table sources;
	struct mb_ips_table ips;
};

/* What it is; what it has is told by its parts. */
static void identify(struct mb_view *view)
{
	const struct mb_port *port = view->port;
	const struct mb_endpoint *ep = view->ep;
	const struct mb_kind *kind = mb_kind_of(ep);
	struct macbpf_link_info *info = &view->info;

	view->rec = ep->rec;
	memcpy(view->lower, mb_world_port_name(port), strlen(mb_world_port_name(port)));
	memcpy(view->hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
	info->created_name = view->rec.name;
	info->lower = view->lower;
	info->hostdev = view->hostdev;
	info->owner = mb_hostdev_owner(ep->hostdev, view->owner);
	info->lower_ifindex = port->lower_ifindex;
	info->hostdev_ifindex = ep->rec.hostdev;
	info->kind = kind->word;
	info->type = kind->type;
	info->queues = ep->rec.queues;
	memcpy(info->hostdev_address, ep->hostdev->address, sizeof(info->hostdev_address));
}

static int append(struct macbpf *mb, struct list *l, const struct pick *pick,
		  struct macbpf_links *links)
{
	struct macbpf_link *link = &links->link[links->count];
	struct mb_view *view = &link->view;
	int err = mb_device_survey(mb, &l->survey, pick->ep, &view->dev);

	/* It may be deleted while we look, or its namespace. */
	if (err)
		return err == -ENODEV || err == -EINVAL ? 0 : err;
	links->count++;
	view->port = pick->port;
	view->ep = pick->ep;
	view->sources = &l->sources;
	view->skip_hooks = l->o.skip_hooks;
	identify(view);
	view->info.in_loop = mb_loop_has(l->w, pick->port, pick->ep, &view->dev);
	err = mb_parts_describe(mb, view);
	if (!err && l->o.ips)
		err = mb_ips_get(mb, &l->ips, pick->ep->hostdev->link_netnsid, view->dev.ifindex,
				 &link->ip, &link->ips);
	view->port = NULL;
	view->ep = NULL;
	view->sources = NULL;
	return err;
}

static bool is_listed(const struct mb_port *port, const struct mb_endpoint *ep,
		      const struct list *l)
{
	return mb_world_is_live(ep) && mb_world_port_is_on(l->w, port, l->o.lower) &&
	       (!l->o.owner || mb_hostdev_is_of(ep->hostdev, l->o.owner));
}

static size_t count_endpoints(const struct mb_world *w)
{
	size_t count = 0;

	for (size_t i = 0; i < w->count; i++)
		count += w->port[i]->count;
	return count;
}

static int compare_picks(const void *a, const void *b)
{
	const struct pick *x = a, *y = b;

	if (x->port->lower_ifindex != y->port->lower_ifindex)
		return x->port->lower_ifindex < y->port->lower_ifindex ? -1 : 1;
	return x->ep->rec.id < y->ep->rec.id ? -1 : x->ep->rec.id > y->ep->rec.id;
}

static void pick_all(const struct mb_world *w, struct list *l)
{
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->port[i]->count; j++)
			if (is_listed(w->port[i], &w->port[i]->ep[j], l))
				l->pick[l->count++] =
					(struct pick){ w->port[i], &w->port[i]->ep[j] };
	if (l->count)
		qsort(l->pick, l->count, sizeof(*l->pick), compare_picks);
}

static int pick_named(struct macbpf *mb, const struct mb_world *w, struct list *l)
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
	if (!l->o.owner || mb_hostdev_is_of(ep->hostdev, l->o.owner))
		l->pick[l->count++] = (struct pick){ port, ep };
	return 0;
}

static bool any_is_away(const struct macbpf_links *links)
{
	for (size_t i = 0; i < links->count; i++)
		if (links->link[i].view.info.netnsid >= 0)
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

static void name_place(const struct mb_nsid_names *names, struct macbpf_link_info *info)
{
	info->netns = name_of(names, info->netnsid);
}

/* Once for all rows: who asks for each asks for each name each time. */
static int name_places(struct macbpf *mb, struct macbpf_links *links)
{
	int err = 0;

	if (any_is_away(links))
		err = mb_nsid_names_get(mb->rtnl, &links->names);
	for (size_t i = 0; i < links->count; i++)
		name_place(&links->names, &links->link[i].view.info);
	return err;
}

static int fill(struct macbpf *mb, struct list *l, struct macbpf_links *links)
{
	int err = 0;

	links->link = calloc(l->count + 1, sizeof(*links->link));
	if (!links->link)
		return -ENOMEM;
	l->survey = (struct mb_survey){ .w = l->w, .wanted = l->count, .stats = true };
	for (size_t i = 0; !err && i < l->count; i++)
		err = append(mb, l, &l->pick[i], links);
	mb_survey_free(&l->survey);
	mb_sources_table_free(&l->sources);
	mb_ips_free(&l->ips);
	if (!err && l->o.name && l->count > links->count)
		err = -ENODEV;
	return err ?: name_places(mb, links);
}

static int list(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct list *l = arg;
	mb_auto_free struct pick *picks = calloc(count_endpoints(w) + 1, sizeof(*picks));
	struct macbpf_links *links = calloc(1, sizeof(*links));
	int err = -ENOMEM;

	l->w = w;
	l->pick = picks;
	if (picks && links) {
		err = l->o.name ? pick_named(mb, w, l) : 0;
		if (!l->o.name)
			pick_all(w, l);
		err = err ?: fill(mb, l, links);
	}
	if (err)
		macbpf_links__free(links);
	else
		*l->out = links;
	return err;
}

int macbpf_links__get(struct macbpf *mb, const struct macbpf_links_opts *opts,
		      struct macbpf_links **out)
{
	struct list l = { .out = out };
	int err = mb_opts_take(mb, &l.o, sizeof(l.o), opts);

	if (!err && (l.o.skip_hooks > 1 || l.o.ips > 1))
		err = mb_fail(mb, -EINVAL, "skip_hooks and ips are 0 or 1");
	return err ?: mb_read_world(mb, l.o.lower, list, &l);
}

void macbpf_links__free(struct macbpf_links *links)
{
	if (!links)
		return;
	for (size_t i = 0; i < links->count; i++) {
		mb_macs_free(&links->link[i].view.macs);
		mb_macs_free(&links->link[i].view.secondary);
		free(links->link[i].ip);
	}
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

static const uint8_t *next_mac(const struct mb_macs *macs, const uint8_t *prev)
{
	const uint8_t *first = (const uint8_t *)macs->mac;
	const uint8_t *next = prev ? prev + MACBPF_MAC_LEN : first;

	return macs->count && next < first + macs->count * MACBPF_MAC_LEN ? next : NULL;
}

const uint8_t *macbpf_source__next(const struct macbpf_link *link, const uint8_t *prev)
{
	return next_mac(&link->view.macs, prev);
}

const uint8_t *macbpf_secondary__next(const struct macbpf_link *link, const uint8_t *prev)
{
	return next_mac(&link->view.secondary, prev);
}

const uint8_t *macbpf_guard_addr__next(const struct macbpf_link *link, const uint8_t *prev)
{
	const struct mb_guard *guard = &link->view.guard;
	const uint8_t *first = (const uint8_t *)guard->addr;
	const uint8_t *next = prev ? prev + sizeof(guard->addr[0]) : first;

	return next < first + guard->count * sizeof(guard->addr[0]) ? next : NULL;
}

const struct macbpf_reason *macbpf_link_reason__next(const struct macbpf_link *link,
						     const struct macbpf_reason *prev)
{
	const struct macbpf_reason *next = prev ? prev + 1 : link->view.reason;

	return link->view.counted && next < link->view.reason + MB_R_COUNT ? next : NULL;
}

int macbpf_link__info(const struct macbpf_link *link, struct macbpf_link_info *info)
{
	return mb_opts_give(info, &link->view.info, sizeof(link->view.info));
}

const struct macbpf_ip *macbpf_ip__next(const struct macbpf_link *link,
					const struct macbpf_ip *prev)
{
	const struct macbpf_ip *first = (const struct macbpf_ip *)link->ip;
	const struct macbpf_ip *next = prev ? prev + 1 : first;

	return link->ips && next < first + link->ips ? next : NULL;
}

int macbpf_ip__info(const struct macbpf_ip *ip, struct macbpf_ip_info *info)
{
	struct macbpf_ip_info ours = { .family = ip->it.family, .prefixlen = ip->it.prefixlen };

	memcpy(ours.addr, ip->it.addr, sizeof(ours.addr));
	return mb_opts_give(info, &ours, sizeof(ours));
}
