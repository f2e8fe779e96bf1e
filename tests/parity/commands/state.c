// SPDX-License-Identifier: GPL-2.0-only
/* state.c - what a world looks like, in words that fit both sides. */
#include <err.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "devices.h"
#include "side.h"

#define PLACE_LEN 40

/* One look at all of a side. */
struct look {
	struct devices devices[NS_COUNT];
	struct entries entries; /* of cp-low */
	struct macbpf_links *links;
};

static const char *const places[NS_COUNT] = { "low", "wire", "box" };

static void look_at(struct look *l, struct side *s)
{
	memset(l, 0, sizeof(*l));
	for (int i = 0; i < NS_COUNT; i++)
		if (s->ns[i].fd >= 0)
			devices_read(&l->devices[i], s->nl[i]);
	entries_read(&l->entries, s->nl[NS_LOW]);
	if (s->ours && macbpf_links__get(s->mb, NULL, &l->links))
		errx(1, "commands: list: %s", macbpf__error(s->mb));
}

static const char *mac_text(const uint8_t mac[6])
{
	static char text[18];

	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
	return text;
}

/* All addresses of the table begin with 02:00:00; others are random, so differ in each world. */
static const char *address_text(const uint8_t mac[6])
{
	bool ours = mac[0] == 2 && !mac[1] && !mac[2];

	return ours || mac[0] & 1 ? mac_text(mac) : "random";
}

static const char *yes(bool value)
{
	return value ? "yes" : "no";
}

/* ---------------------------------------------------------------- endpoints */

static bool is_hostdev(const char *name)
{
	return !strncmp(name, "mb", 2) && name[2] >= '0' && name[2] <= '9';
}

static bool is_tap(const struct device *d)
{
	return !strcmp(d->kind, "tun");
}

/* The row of the listing that is about this device; NULL if there is none. */
static const struct macbpf_link *row_of(const struct look *l, const struct device *d,
					struct macbpf_link_info *info)
{
	const struct macbpf_link *row = NULL;

	while (l->links && (row = macbpf_links__next(l->links, row))) {
		macbpf_link__info(row, info);
		if (info->ifindex == d->ifindex && !strcmp(info->name, d->name) &&
		    (info->hostdev_ifindex == d->link || is_tap(d)))
			return row;
	}
	return NULL;
}

static struct settings settings_of(const struct macbpf_link *row,
				   const struct macbpf_link_info *info)
{
	const uint8_t *mac = NULL;
	struct settings s = {
		.mode = info->mode,
		.flags = info->flags,
		.bc_queue_len = info->bc_queue_len,
		.bc_queue_len_used = info->bc_queue_len_used,
		.bc_cutoff = info->bc_cutoff,
		.source_count = info->macaddr_count,
	};

	for (uint32_t i = 0; i < SOURCES_MAX && (mac = macbpf_source__next(row, mac)); i++)
		memcpy(s.source[i], mac, 6);
	return s;
}

static void add_settings(struct facts *f, const char *where, const struct settings *s)
{
	facts_add(f, where, "mode", "%u", s->mode);
	facts_add(f, where, "macvlan-flags", "%u", s->flags);
	facts_add(f, where, "bcqueuelen", "%u", s->bc_queue_len);
	facts_add(f, where, "usedbcqueuelen", "%u", s->bc_queue_len_used);
	facts_add(f, where, "bclim", "%d", s->bc_cutoff);
	facts_add(f, where, "macaddr-count", "%u", s->source_count);
	for (uint32_t i = 0; i < s->source_count; i++)
		facts_add_word(f, where, "macaddr", mac_text(s->source[i]));
}

/* A tap keeps what is macbpf's in front of what is its user's. */
static const char *alias_of(const struct device *d)
{
	if (strncmp(d->alias, "macbpf:", strlen("macbpf:")) != 0)
		return d->alias;
	return strchr(d->alias, ' ') ? strchr(d->alias, ' ') + 1 : "";
}

/* The listing is to say what the device itself does. */
static bool listing_is_true(const struct macbpf_link_info *info, const struct device *d)
{
	return info->mtu == d->mtu && info->dev_flags == d->flags && info->group == d->group &&
	       info->txqueuelen == d->qlen && info->promiscuity == d->promiscuity &&
	       info->operstate == d->operstate && !strcmp(info->alias, alias_of(d)) &&
	       !strcmp(info->qdisc, d->qdisc) && !memcmp(info->address, d->address, 6) &&
	       !memcmp(info->broadcast, d->broadcast, 6);
}

static void add_macvlan(struct facts *f, const char *where, const struct look *l,
			const struct device *d)
{
	const struct device *lower = devices_at(&l->devices[NS_LOW], d->link);

	add_settings(f, where, &d->macvlan);
	facts_add(f, where, "type", "%s", d->kind);
	facts_add(f, where, "lower", "%s", lower ? lower->name : "elsewhere");
	facts_add(f, where, "listed", "truly");
}

static void add_macbpf(struct facts *f, const char *where, const struct macbpf_link *row,
		       const struct macbpf_link_info *info, const struct device *d)
{
	struct settings s = settings_of(row, info);

	add_settings(f, where, &s);
	facts_add(f, where, "type", "%s",
		  info->type == MACBPF_TYPE_MACVTAP ? "macvtap" : "macvlan");
	facts_add(f, where, "lower", "%s", info->lower);
	facts_add(f, where, "listed", listing_is_true(info, d) ? "truly" : "otherwise than it is");
}

static void add_endpoint(struct facts *f, const char *where, const struct look *l,
			 const struct device *d)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *row = row_of(l, d, &info);

	if (row)
		add_macbpf(f, where, row, &info, d);
	else if (!strcmp(d->kind, "macvlan") || !strcmp(d->kind, "macvtap"))
		add_macvlan(f, where, l, d);
	else
		return;
	f->endpoints++;
	f->down += !(d->flags & IFF_UP);
}

/* ---------------------------------------------------------------- devices */

static void add_flags(struct facts *f, const char *where, const struct device *d)
{
	facts_add(f, where, "up", "%s", yes(d->flags & IFF_UP));
	facts_add(f, where, "carrier", "%s, %u", yes(d->flags & IFF_LOWER_UP), d->operstate);
	facts_add(f, where, "noarp", "%s", yes(d->flags & IFF_NOARP));
	facts_add(f, where, "multicast", "%s", yes(d->flags & IFF_MULTICAST));
	facts_add(f, where, "shown-promisc", "%s", yes(d->flags & IFF_PROMISC));
	facts_add(f, where, "shown-allmulti", "%s", yes(d->flags & IFF_ALLMULTI));
	facts_add(f, where, "promiscuity", "%d", (int)d->promiscuity);
	facts_add(f, where, "allmulti", "%d", (int)d->allmulti);
}

static void add_numbers(struct facts *f, const char *where, const struct device *d)
{
	facts_add(f, where, "mtu", "%u of %u-%u", d->mtu, d->min_mtu, d->max_mtu);
	facts_add(f, where, "qlen", "%u", d->qlen);
	facts_add(f, where, "group", "%u", d->group);
	facts_add(f, where, "queues", "%u %u", d->txqueues, d->rxqueues);
	facts_add(f, where, "qdisc", "%s", d->qdisc);
	facts_add(f, where, "alias", "%s", alias_of(d));
	facts_add(f, where, "address", "%s", address_text(d->address));
	facts_add(f, where, "broadcast", "%s", mac_text(d->broadcast));
	if (d->ifindex == 77777) /* asked for */
		facts_add(f, where, "index", "%u", d->ifindex);
}

static void add_entries(struct facts *f, const char *where, const struct look *l,
			const struct device *d)
{
	facts_add(f, where, "fdb", "%s", "");
	facts_add(f, where, "groups", "%s", "");
	for (int i = 0; i < l->entries.count; i++) {
		const struct entry *e = &l->entries.entry[i];

		if (e->ifindex == d->ifindex)
			facts_add_word(f, where, e->address[0] & 1 ? "groups" : "fdb",
				       address_text(e->address));
	}
}

static void add_device(struct facts *f, const struct look *l, int ns, const struct device *d)
{
	char where[PLACE_LEN];

	snprintf(where, sizeof(where), "%s/%s", places[ns], d->name);
	facts_add(f, where, "exists", "yes");
	add_flags(f, where, d);
	add_numbers(f, where, d);
	if (ns == NS_LOW)
		add_entries(f, where, l, d);
	add_endpoint(f, where, l, d);
}

/* Of the lower's filter for groups macbpf switches off what macvlan fills in. */
static bool groups_come_in(const struct side *s, const struct look *l, const struct facts *f)
{
	const struct device *low = devices_named(&l->devices[NS_LOW], "low");
	const struct fact *lower = facts_find(f, "low/mv0.lower");

	return !s->ours || !lower || strcmp(lower->value, "low") != 0 || (low && low->allmulti);
}

/* Its own hostdev. */
static bool is_our_tap(const struct look *l, const struct device *d)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };

	return is_tap(d) && row_of(l, d, &info);
}

void side_facts(struct side *s, struct facts *f)
{
	struct look l;
	int hostdevs = 0;

	look_at(&l, s);
	f->count = f->endpoints = f->down = 0;
	for (int ns = 0; ns < NS_COUNT; ns++)
		for (int i = 0; i < l.devices[ns].count; i++) {
			const struct device *d = &l.devices[ns].device[i];
			bool ours = s->ours && is_hostdev(d->name);

			hostdevs += ours || (s->ours && is_our_tap(&l, d));
			if (!ours && !(d->flags & IFF_LOOPBACK))
				add_device(f, &l, ns, d);
		}
	facts_add(f, "all", "hostdevs", "%d", s->ours ? hostdevs : f->endpoints);
	facts_add(f, "all", "groups-come-in", "%s", yes(groups_come_in(s, &l, f)));
	facts_add(f, "all", "answer", "%s", s->answer);
	macbpf_links__free(l.links);
	facts_sort(f);
}

/* ---------------------------------------------------------------- everything of ours */

static void add_ports(struct side *s, struct facts *f)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port = NULL;
	struct macbpf_ports *ports;

	if (macbpf_ports__get(s->mb, NULL, &ports))
		errx(1, "commands: list ports: %s", macbpf__error(s->mb));
	while ((port = macbpf_ports__next(ports, port))) {
		macbpf_port__info(port, &info);
		facts_add(f, info.lower, "port", "%u modes %u used %u cutoff %d macs %u %u %u",
			  info.endpoints, info.modes, info.bc_queue_len_used, info.bc_cutoff,
			  info.macaddr_count, info.set_promisc, info.set_allmulti);
	}
	macbpf_ports__free(ports);
}

static void add_fdb(struct side *s, struct facts *f)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	const struct macbpf_fdb_entry *entry = NULL;
	struct macbpf_fdb *fdb;
	char what[40];

	if (macbpf_fdb__get(s->mb, NULL, &fdb))
		errx(1, "commands: list addresses: %s", macbpf__error(s->mb));
	while ((entry = macbpf_fdb__next(fdb, entry))) {
		macbpf_fdb_entry__info(entry, &info);
		snprintf(what, sizeof(what), "%s %u %s", mac_text(info.address), info.type,
			 info.hostdev);
		facts_add(f, info.lower, what, "%s mode %u peer %u vlan %u", info.name, info.mode,
			  info.peer, info.vlan);
	}
	macbpf_fdb__free(fdb);
}

static void add_owners(struct side *s, struct facts *f)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *row = NULL;
	struct macbpf_links *links;

	if (macbpf_links__get(s->mb, NULL, &links))
		errx(1, "commands: list: %s", macbpf__error(s->mb));
	while ((row = macbpf_links__next(links, row))) {
		macbpf_link__info(row, &info);
		facts_add(f, info.hostdev, "row", "%s made as %s on %s netnsid %d owns %u",
			  info.name, info.created_name, info.lower, info.netnsid,
			  info.owns_address);
	}
	macbpf_links__free(links);
}

static void add_hostdevs(struct side *s, struct facts *f)
{
	struct devices d;

	devices_read(&d, s->nl[NS_LOW]);
	for (int i = 0; i < d.count; i++)
		if (is_hostdev(d.device[i].name))
			facts_add(f, d.device[i].name, "hostdev", "%u link %u flags %#x alias %s",
				  d.device[i].ifindex, d.device[i].link,
				  d.device[i].flags & ~(uint32_t)IFF_RUNNING, /* told later */
				  d.device[i].alias);
}

void side_everything(struct side *s, struct facts *f)
{
	side_facts(s, f);
	add_ports(s, f);
	add_fdb(s, f);
	add_owners(s, f);
	add_hostdevs(s, f);
	facts_sort(f);
}
