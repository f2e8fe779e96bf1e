// SPDX-License-Identifier: GPL-2.0-only
/* monitor_look.c - what became otherwise since `macbpf monitor` looked last */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "monitor.h"

/* What was seen, and what is seen now. */
struct look {
	struct watch *w;
	struct watch now;
};

static bool is_watched(const struct watch *w, const char *lower)
{
	return !*w->lower || !strcmp(w->lower, lower);
}

/* ---------------------------------------------------------------- endpoints */

static int compare_links(const void *a, const void *b)
{
	const struct macbpf_link_info *x = a, *y = b;

	return (x->hostdev_ifindex > y->hostdev_ifindex) -
	       (x->hostdev_ifindex < y->hostdev_ifindex);
}

static const struct macbpf_link_info *link_of(const struct watch *w, uint32_t hostdev)
{
	const struct macbpf_link_info key = { .hostdev_ifindex = hostdev };

	return w->link_count ? bsearch(&key, w->link, w->link_count, sizeof(key), compare_links)
			     : NULL;
}

/* The row of a listing, for what no info has. */
static const struct macbpf_link *row_of(const struct macbpf_links *links, uint32_t hostdev)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;

	while ((link = macbpf_links__next(links, link))) {
		macbpf_link__info(link, &info);
		if (info.hostdev_ifindex == hostdev)
			return link;
	}
	return NULL;
}

static const char *mode_name(const struct macbpf_link_info *link)
{
	const char *mode = macbpf_mode__name(link->mode);

	return mode ? mode : "unknown";
}

static const char *place_name(const struct macbpf_link_info *link, char text[32])
{
	if (link->netnsid < 0)
		return "netns of its lower";
	if (*link->netns)
		return link->netns;
	snprintf(text, 32, "netnsid %d", (int)link->netnsid);
	return text;
}

static void compare_device(const struct about *a, const struct macbpf_link_info *old,
			   const struct macbpf_link_info *now)
{
	uint32_t flags = old->dev_flags ^ now->dev_flags;
	char from[32], to[32];

	if (strcmp(old->name, now->name) != 0)
		tell_change(a, "name", old->name, now->name);
	if (old->netnsid != now->netnsid || strcmp(old->netns, now->netns) != 0)
		tell_change(a, "netns", place_name(old, from), place_name(now, to));
	if (memcmp(old->address, now->address, sizeof(old->address)) != 0)
		tell_mac(a, old->address, now->address);
	if (old->mtu != now->mtu)
		tell_number(a, "mtu", old->mtu, now->mtu);
	if (flags & IFF_UP)
		tell_state(a, now->dev_flags & IFF_UP, "up", "down");
	if (flags & IFF_LOWER_UP)
		tell_state(a, now->dev_flags & IFF_LOWER_UP, "carrier", "no-carrier");
}

static void compare_settings(const struct look *l, const struct about *a,
			     const struct macbpf_link_info *old, const struct macbpf_link_info *now)
{
	if (old->mode != now->mode)
		tell_change(a, "mode", mode_name(old), mode_name(now));
	for (uint32_t flag = 1; flag <= MACBPF_FLAG_NODST; flag <<= 1)
		if ((old->flags ^ now->flags) & flag)
			tell_change(a, macbpf_flag__name(flag), old->flags & flag ? "on" : "off",
				    now->flags & flag ? "on" : "off");
	if (old->bc_queue_len != now->bc_queue_len)
		tell_number(a, "bcqueuelen", old->bc_queue_len, now->bc_queue_len);
	if (old->owns_address != now->owns_address)
		tell_state(a, now->owns_address, "address-owned", "address-not-owned");
	if (old->macaddr_count || now->macaddr_count)
		tell_sources(a, row_of(l->w->links, old->hostdev_ifindex),
			     row_of(l->now.links, now->hostdev_ifindex));
}

static void compare_link(const struct look *l, const struct macbpf_link_info *now)
{
	const struct macbpf_link_info *old = link_of(l->w, now->hostdev_ifindex);
	const struct about a = { l->w, now->lower, now };

	if (!is_watched(l->w, now->lower))
		return;
	if (!old || strcmp(old->hostdev, now->hostdev) != 0) {
		tell_added(&a);
		return;
	}
	compare_device(&a, old, now);
	compare_settings(l, &a, old, now);
}

static void compare_all_links(const struct look *l)
{
	for (size_t i = 0; i < l->w->link_count; i++) {
		const struct macbpf_link_info *old = &l->w->link[i];
		const struct macbpf_link_info *now = link_of(&l->now, old->hostdev_ifindex);

		if (is_watched(l->w, old->lower) &&
		    (!now || strcmp(old->hostdev, now->hostdev) != 0))
			tell_state(&(struct about){ l->w, old->lower, old }, true, "gone", "");
	}
	for (size_t i = 0; i < l->now.link_count; i++)
		compare_link(l, &l->now.link[i]);
}

/* ---------------------------------------------------------------- lowers */

static const struct macbpf_port *port_at(const struct macbpf_ports *ports, uint32_t lower,
					 struct macbpf_port_info *info)
{
	const struct macbpf_port *port = NULL;

	*info = (struct macbpf_port_info){ .sz = sizeof(*info) };
	while (ports && (port = macbpf_ports__next(ports, port))) {
		macbpf_port__info(port, info);
		if (info->lower_ifindex == lower)
			return port;
	}
	return NULL;
}

static void tell_switch(const struct about *a, const char *what, uint32_t old, uint32_t now)
{
	if (old != now)
		tell_change(a, what, old ? "on" : "off", now ? "on" : "off");
}

static void compare_port(const struct about *a, const struct macbpf_port_info *old,
			 const struct macbpf_port_info *now)
{
	uint32_t flags = old->lower_flags ^ now->lower_flags;

	if (strcmp(old->lower, now->lower) != 0)
		tell_change(a, "name", old->lower, now->lower);
	if (memcmp(old->lower_address, now->lower_address, sizeof(old->lower_address)) != 0)
		tell_mac(a, old->lower_address, now->lower_address);
	if (old->lower_mtu != now->lower_mtu)
		tell_number(a, "mtu", old->lower_mtu, now->lower_mtu);
	if (flags & IFF_UP)
		tell_state(a, now->lower_flags & IFF_UP, "up", "down");
	if (flags & IFF_LOWER_UP)
		tell_state(a, now->lower_flags & IFF_LOWER_UP, "carrier", "no-carrier");
	tell_switch(a, "arp-directed", old->arp_directed, now->arp_directed);
	tell_switch(a, "mcast-snooping", old->mcast_snooping, now->mcast_snooping);
	tell_switch(a, "host-access", old->host_access, now->host_access);
	tell_switch(a, "carrier-follow", old->carrier_follow, now->carrier_follow);
}

/* The name by which a lower was asked for goes with it. */
static void follow_name(struct watch *w, const char *old, const char *now)
{
	if (*w->lower && !strcmp(w->lower, old))
		snprintf(w->lower, sizeof(w->lower), "%s", now);
}

static void compare_all_ports(const struct look *l)
{
	struct macbpf_port_info old = { .sz = sizeof(old) }, now;
	const struct macbpf_port *port = NULL;

	while ((port = macbpf_ports__next(l->w->ports, port))) {
		macbpf_port__info(port, &old);
		if (!is_watched(l->w, old.lower))
			continue;
		if (!port_at(l->now.ports, old.lower_ifindex, &now)) {
			tell_state(&(struct about){ l->w, old.lower }, true, "without-endpoints",
				   "");
			continue;
		}
		follow_name(l->w, old.lower, now.lower);
		compare_port(&(struct about){ l->w, now.lower }, &old, &now);
	}
}

int watch_count(struct watch *w)
{
	struct macbpf_port_info now = { .sz = sizeof(now) }, old;
	const struct macbpf_port *port = NULL;
	struct macbpf_ports *ports;
	int err = macbpf_ports__get(w->app->mb, NULL, &ports);

	if (err)
		return err;
	while (w->counted && (port = macbpf_ports__next(ports, port))) {
		macbpf_port__info(port, &now);
		if (is_watched(w, now.lower))
			tell_frames(&(struct about){ w, now.lower },
				    port_at(w->counted, now.lower_ifindex, &old), port);
	}
	macbpf_ports__free(w->counted);
	w->counted = ports;
	return 0;
}

/* ---------------------------------------------------------------- looking */

static int take_infos(struct watch *w)
{
	const struct macbpf_link *link = NULL;
	size_t count = 0;

	while ((link = macbpf_links__next(w->links, link)))
		count++;
	w->link = calloc(count + 1, sizeof(*w->link));
	if (!w->link)
		return -ENOMEM;
	while ((link = macbpf_links__next(w->links, link))) {
		w->link[w->link_count].sz = sizeof(*w->link);
		macbpf_link__info(link, &w->link[w->link_count++]);
	}
	if (w->link_count)
		qsort(w->link, w->link_count, sizeof(*w->link), compare_links);
	return 0;
}

static int get(struct watch *w)
{
	MACBPF_OPTS(macbpf_links_opts, which, .skip_hooks = 1);
	int err = macbpf_ports__get(w->app->mb, NULL, &w->ports);

	if (!err)
		err = macbpf_links__get(w->app->mb, &which, &w->links);
	return err ? err : take_infos(w);
}

static void forget(struct watch *w)
{
	macbpf_ports__free(w->ports);
	macbpf_links__free(w->links);
	free(w->link);
}

void watch_free(struct watch *w)
{
	forget(w);
	macbpf_ports__free(w->counted);
}

static void keep(struct watch *w, const struct watch *now)
{
	forget(w);
	w->ports = now->ports;
	w->links = now->links;
	w->link = now->link;
	w->link_count = now->link_count;
}

int watch_look(struct watch *w)
{
	struct look l = { .w = w, .now = { .app = w->app } };
	int err = get(&l.now);

	if (err) {
		forget(&l.now);
		return err;
	}
	if (w->ports) {
		compare_all_ports(&l);
		compare_all_links(&l);
	}
	keep(w, &l.now);
	return 0;
}

bool watch_knows(const struct watch *w, const struct macbpf_event *event)
{
	struct macbpf_port_info port;

	if (event->netnsid < 0 &&
	    (port_at(w->ports, event->ifindex, &port) || link_of(w, event->ifindex)))
		return true;
	return event->link && link_of(w, event->link);
}
