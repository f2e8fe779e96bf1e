// SPDX-License-Identifier: GPL-2.0-only
/* text.c - the world of the fakes as text, for telling whether two are the same. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libmacbpf/base/mac.h"
#include "tests/unit/fakes/fake.h"
#include "tests/unit/fakes/text_rate.h"

static int compare_macs(const void *a, const void *b)
{
	return memcmp(a, b, 6);
}

static void print_filters(FILE *out, struct fake_dev *dev)
{
	char text[MB_MAC_TEXT];

	qsort(dev->filter, dev->filters, 6, compare_macs);
	for (size_t i = 0; i < dev->filters; i++)
		fprintf(out, "  receives for %s\n", mb_mac_text(text, dev->filter[i]));
}

static void print_prog(FILE *out, const struct fake_dev *dev, const struct fake_prog *prog)
{
	const struct mb_config *c = &prog->config;

	fprintf(out, "  runs %s at %u for lower %u:", fake_prog_name(prog), dev->hook, c->lower);
#define PRINT_FEATURE(id, name)                                                                    \
	if (c->features & MB_F_##id)                                                               \
		fprintf(out, " " #name);
	MB_FEATURES(PRINT_FEATURE)
#undef PRINT_FEATURE
	fprintf(out, "\n");
}

static void print_dev(FILE *out, struct fake_dev *place)
{
	struct mb_dev d = fake_dev_read(place);
	char mac[MB_MAC_TEXT], brd[MB_MAC_TEXT];

	fprintf(out,
		"device %u in netns %d: %s link %u netnsid %d flags %#x mtu %u qlen %u "
		"queues %u/%u group %u address %s brd %s alias '%s' hostname '%s'%s%s%s%s%s%s\n",
		d.ifindex, place->netns, d.name, d.link, d.link_netnsid, d.flags, d.mtu,
		d.txqueuelen, d.numtxqueues, d.numrxqueues, d.group, mb_mac_text(mac, d.address),
		mb_mac_text(brd, d.broadcast), d.alias, d.hostname,
		place->no_ipv6 ? " no-ipv6" : "", place->deaf ? " deaf" : "",
		place->clsact ? " clsact" : "", place->behind ? " closed" : "",
		place->is_tap ? " tap" : "", place->is_kept ? " kept" : "");
	if (place->tbf.rate || strcmp(d.qdisc, "noqueue") != 0)
		fprintf(out, "  qdisc %s rate %llu burst %u limit %u\n", d.qdisc,
			(unsigned long long)place->tbf.rate, place->tbf.burst, place->tbf.limit);
	print_filters(out, place);
	for (size_t i = 0; i < place->progs; i++)
		print_prog(out, place, place->prog[i]);
}

/* ---------------------------------------------------------------- maps */

static void print_facts(FILE *out, const struct fake_entry *e)
{
	struct mb_port_facts facts;

	memcpy(&facts, e->value, sizeof(facts));
	fprintf(out, "port abi %u\n", facts.abi);
}

static void print_record(FILE *out, const struct fake_entry *e)
{
	struct mb_abi_port rec;
	char mac[MB_MAC_TEXT] = "its own";

	memcpy(&rec, e->value, sizeof(rec));
	if (rec.head.flags & MB_PORT_SET_MAC)
		mb_mac_text(mac, rec.head.lower_mac);
	fprintf(out, "  record: size %u needs %#x lower %u flags %#x bc_cutoff %d mac %s\n",
		rec.head.size, rec.head.needs, rec.head.lower, rec.head.flags, rec.head.bc_cutoff,
		mac);
}

static void print_vlans(FILE *out, const struct fake_entry *e)
{
	struct mb_vlans vlans;

	memcpy(&vlans, e->value, sizeof(vlans));
	for (uint32_t i = 0; i < MB_TAG_COUNT * MB_VIDS; i++)
		if (mb_vlans_have(&vlans, i / MB_VIDS, i % MB_VIDS))
			fprintf(out, "  leaves tag %u of kind %u to a VLAN device\n", i % MB_VIDS,
				i / MB_VIDS);
}

static void print_endpoint(FILE *out, const struct fake_entry *e)
{
	struct mb_abi_endpoint rec;
	char mac[MB_MAC_TEXT];
	uint32_t slot;

	memcpy(&slot, e->key, sizeof(slot));
	memcpy(&rec, e->value, sizeof(rec));
	if (rec.state == MB_EP_FREE)
		return;
	fprintf(out,
		"  endpoint %u: state %u status %#x hostdev %u id %u kind %u mode %u flags %u "
		"bc_queue_len %u mac %s queues %u macaddr-limit %u learning %u guard %#x name "
		"%.16s\n",
		slot, rec.state, rec.status, rec.hostdev, rec.id, rec.kind, rec.mode, rec.flags,
		rec.bc_queue_len, mb_mac_text(mac, rec.mac), rec.queues, rec.macaddr_limit,
		rec.learning, rec.guard, rec.name);
}

static void print_dest(FILE *out, const struct fake_entry *e)
{
	struct mb_dest dest;

	memcpy(&dest, e->value, sizeof(dest));
	fprintf(out, "hostdev %u mode %u flags %u\n", dest.hostdev, dest.mode, dest.flags);
}

static void print_member(FILE *out, const struct fake_entry *e)
{
	struct mb_dest dest;
	uint32_t slot;

	memcpy(&slot, e->key, sizeof(slot));
	memcpy(&dest, e->value, sizeof(dest));
	if (!dest.hostdev)
		return;
	fprintf(out, "  member %u: ", slot);
	print_dest(out, e);
}

static void print_address(FILE *out, const struct fake_entry *e)
{
	struct mb_fdb_key key;
	char mac[MB_MAC_TEXT];

	memcpy(&key, e->key, sizeof(key));
	fprintf(out, "  fdb %u %s: ", key.vid, mb_mac_text(mac, key.mac));
	print_dest(out, e);
}

/* A slot that is only crowded sends the reader on, as an empty one would. */
static void print_front(FILE *out, const struct fake_entry *e)
{
	uint32_t slot;
	__u64 entry;

	memcpy(&slot, e->key, sizeof(slot));
	memcpy(&entry, e->value, sizeof(entry));
	if (entry & MB_FRONT_HOSTDEV)
		fprintf(out, "  front %u: %#llx\n", slot, (unsigned long long)entry);
}

static void print_source(FILE *out, const struct fake_entry *e)
{
	struct mb_source source;
	char mac[MB_MAC_TEXT];

	memcpy(&source, e->value, sizeof(source));
	fprintf(out, "  source %s: hostdev %u slot %u flags %u\n", mb_mac_text(mac, e->key),
		source.hostdev, source.slot, source.flags);
}

/* The kernel takes these out with their devices. */
static void print_alive(FILE *out, const struct fake_entry *e)
{
	(void)out;
	(void)e;
}

static void print_reason(FILE *out, const struct fake_entry *e)
{
	(void)out;
	(void)e;
}

/* What programs learn comes and goes by itself: it is told only if its owner is gone. */
static void print_neigh(FILE *out, const struct fake_entry *e)
{
	struct mb_neigh neigh;

	memcpy(&neigh, e->value, sizeof(neigh));
	if (!fake_dev_at(FAKE_HOME, neigh.hostdev))
		fprintf(out, "  STALE: an address of hostdev %u\n", neigh.hostdev);
}

static void print_ring(FILE *out, const struct fake_entry *e)
{
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	if (!fake_dev_at(FAKE_HOME, hostdev))
		fprintf(out, "  STALE: the list of addresses of hostdev %u\n", hostdev);
}

static void print_station(FILE *out, const struct fake_entry *e)
{
	struct mb_station station;
	char mac[MB_MAC_TEXT];

	memcpy(&station, e->value, sizeof(station));
	mb_mac_text(mac, e->key + offsetof(struct mb_fdb_key, mac));
	if (!station.hostdev)
		fprintf(out, "  nobody learns %s\n", mac);
	else if (!fake_dev_at(FAKE_HOME, station.hostdev))
		fprintf(out, "  STALE: %s of hostdev %u\n", mac, station.hostdev);
}

static void print_learner(FILE *out, const struct fake_entry *e)
{
	struct mb_learner learner;
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	memcpy(&learner, e->value, sizeof(learner));
	fprintf(out, "  hostdev %u learns, in slot %u, up to %u\n", hostdev, learner.slot,
		learner.limit);
}

static void print_counts(FILE *out, const struct fake_entry *e)
{
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	fprintf(out, "  hostdev %u is counted\n", hostdev);
}

static void print_guard(FILE *out, const struct fake_entry *e)
{
	struct mb_guard guard;
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	memcpy(&guard, e->value, sizeof(guard));
	fprintf(out, "  guard of hostdev %u: flags %#x", hostdev, guard.flags);
	for (uint32_t i = 0; i < guard.count && i < MB_GUARD_ADDRS; i++)
		fprintf(out, " %llx:%llx", (unsigned long long)guard.addr[i].high,
			(unsigned long long)guard.addr[i].low);
	fprintf(out, "\n");
}

static void print_guard_front(FILE *out, const struct fake_entry *e)
{
	uint64_t pair;

	memcpy(&pair, e->value, sizeof(pair));
	if (pair)
		fprintf(out, "  guard front: %#llx\n", (unsigned long long)pair);
}

static void print_groups(FILE *out, const struct fake_entry *e)
{
	struct mb_group_list list;
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	memcpy(&list, e->value, sizeof(list));
	fprintf(out, "  groups of hostdev %u, in slot %u\n", hostdev, list.slot);
}

/* Of slots that get all multicast. */
static void print_sets(FILE *out, const struct fake_map *map)
{
	const struct mb_group_set *sets = map->shared;

	for (uint32_t word = 0; sets && word < MB_GROUP_WORDS; word++)
		if (sets[MB_GROUP_ALWAYS].word[word])
			fprintf(out, "  all multicast: %u %llx\n", word,
				(unsigned long long)sets[MB_GROUP_ALWAYS].word[word]);
}

static int compare_keys(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(((struct fake_entry *)0)->key));
}

/* By MAC and then by what it leads to: the n-th place is nobody's business. */
static int compare_sources(const void *a, const void *b)
{
	const struct fake_entry *x = a, *y = b;
	int by_mac = memcmp(x->key, y->key, 6);

	return by_mac ? by_mac : memcmp(x->value, y->value, sizeof(struct mb_source));
}

/* Readers ask for n = 0, 1, ... and stop at the first that is not there. */
static void print_gaps(FILE *out, const struct fake_map *map)
{
	struct mb_source_key key, other;
	unsigned int same;

	for (size_t i = 0; i < map->count; i++) {
		memcpy(&key, map->entry[i].key, sizeof(key));
		same = 0;
		for (size_t j = 0; j < map->count; j++) {
			memcpy(&other, map->entry[j].key, sizeof(other));
			same += !memcmp(key.mac, other.mac, sizeof(key.mac));
		}
		if (key.n >= same)
			fprintf(out, "  GAP: entry %u of %u in the sources of one MAC\n", key.n,
				same);
	}
}

static void print_map(FILE *out, struct fake_map *map)
{
	static void (*const print[MB_MAP_COUNT])(FILE *, const struct fake_entry *) = {
		[MB_MAP_PORT] = print_facts,	     [MB_MAP_RECORD] = print_record,
		[MB_MAP_VLANS] = print_vlans,	     [MB_MAP_ENDPOINTS] = print_endpoint,
		[MB_MAP_MEMBERS] = print_member,     [MB_MAP_FRONT] = print_front,
		[MB_MAP_ALIVE] = print_alive,	     [MB_MAP_FDB] = print_address,
		[MB_MAP_SOURCES] = print_source,     [MB_MAP_REASONS] = print_reason,
		[MB_MAP_NEIGH] = print_neigh,	     [MB_MAP_NEIGH_RINGS] = print_ring,
		[MB_MAP_GROUP_LISTS] = print_groups, [MB_MAP_STATIONS] = print_station,
		[MB_MAP_LEARNERS] = print_learner,   [MB_MAP_EP_COUNTS] = print_counts,
		[MB_MAP_GUARDS] = print_guard,	     [MB_MAP_GUARD_FRONT] = print_guard_front,
		[MB_MAP_RATES] = fake_print_rate,    [MB_MAP_GROUP_RATES] = fake_print_group_rate,
		[MB_MAP_PACES] = fake_print_pace,
	};
	bool sources = map->kind == MB_MAP_SOURCES;

	if (map->kind == MB_MAP_GROUPS)
		print_sets(out, map);
	if (sources)
		print_gaps(out, map);
	if (map->count)
		qsort(map->entry, map->count, sizeof(*map->entry),
		      sources ? compare_sources : compare_keys);
	for (size_t i = 0; i < map->count; i++)
		print[map->kind](out, &map->entry[i]);
}

/* Each port once: by its mb_port map, in the order of the devices that lead to it. */
static void print_ports(FILE *out)
{
	const struct fake_map *seen[FAKE_DEVS * FAKE_PROGS];
	struct fake_prog *prog;
	size_t count = 0, k;

	for (size_t i = 0; i < FAKE_DEVS; i++) {
		for (size_t j = 0; j < fake.dev[i].progs; j++) {
			prog = fake.dev[i].prog[j];
			for (k = 0; k < count && seen[k] != prog->map[MB_MAP_PORT]; k++)
				continue;
			if (k < count)
				continue;
			seen[count++] = prog->map[MB_MAP_PORT];
			for (int map = 0; map < MB_MAP_COUNT; map++)
				if (prog->map[map])
					print_map(out, prog->map[map]);
		}
	}
}

static int open_handles(enum fake_handle kind)
{
	int count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += !!fake_object(fd, kind);
	return count;
}

char *fake_text(void)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	for (uint32_t ifindex = 1; ifindex < fake.next_ifindex; ifindex++)
		for (size_t i = 0; i < FAKE_DEVS; i++)
			if (!fake_dev_gone(&fake.dev[i]) && fake.dev[i].dev.ifindex == ifindex)
				print_dev(out, &fake.dev[i]);
	print_ports(out);
	fprintf(out, "open: %d netns, %d programs, %d maps, %d queues, %d turns, %d sockets; %s\n",
		open_handles(FAKE_FD_NETNS), open_handles(FAKE_FD_PROG), open_handles(FAKE_FD_MAP),
		open_handles(FAKE_FD_QUEUE), open_handles(FAKE_FD_TURN), fake.sockets,
		fake.locked ? "LOCKED" : "not locked");
	fclose(out);
	return text;
}
