// SPDX-License-Identifier: GPL-2.0-only
/* state_tables.c - the tables of the port on the lower, and what listings tell of it. */
#include <bpf/bpf.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <macbpf/macbpf.h>

#include "bpf/abi/abi.h"
#include "place.h"
#include "state.h"
#include "tests/crowd/maps.h"

#define MAC	"%02x:%02x:%02x:%02x:%02x:%02x"
#define OF(mac) (mac)[0], (mac)[1], (mac)[2], (mac)[3], (mac)[4], (mac)[5]

struct tables {
	struct state *s;
	int members, front;
	uint32_t in_front; /* addresses */
};

static const char *owner_of(uint32_t hostdev)
{
	const char *label = state_label(hostdev);

	return *label ? label : "nobody";
}

static void on_record(const void *key, const void *value, size_t size, void *arg)
{
	static const uint8_t none[MB_MAC_LEN];
	const struct mb_abi_head *rec = value;
	const uint8_t *mac = rec->flags & MB_PORT_SET_MAC ? rec->lower_mac : none;
	struct tables *t = arg;

	(void)key, (void)size;
	state_add(t->s, "port flags %x needs %x bc_cutoff %d restores " MAC, rec->flags, rec->needs,
		  rec->bc_cutoff, OF(mac));
}

static void on_endpoint(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_abi_endpoint *rec = value;
	struct mb_dest member = { 0 };
	struct tables *t = arg;

	(void)size;
	if (bpf_map_lookup_elem(t->members, key, &member))
		errx(1, "no such member");
	if (rec->state != MB_EP_FREE)
		state_add(t->s,
			  "record %.16s state %u kind %u mode %u status %x flags %x queue %u "
			  "address " MAC " guard %x of %s",
			  rec->name, rec->state, rec->kind, rec->mode, rec->status, rec->flags,
			  rec->bc_queue_len, OF(rec->mac), rec->guard, owner_of(rec->hostdev));
	if (member.hostdev)
		state_add(t->s, "member %s mode %u flags %x record %.16s", owner_of(member.hostdev),
			  member.mode, member.flags, rec->name);
}

static void on_address(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_dest *dest = value;
	const struct mb_fdb_key *k = key;
	struct tables *t = arg;
	const char *front = "disagrees";
	bool own;
	__u64 entry = maps_front_entry(t->front, k->mac, &own);

	(void)size;
	if (!own && entry & MB_FRONT_CROWDED)
		front = "sends here";
	else if (own && mb_front_dest(entry).hostdev == dest->hostdev &&
		 mb_front_dest(entry).mode == dest->mode)
		front = "agrees";
	t->in_front += own;
	state_add(t->s, "address " MAC " of %s mode %u flags %x, the front %s", OF(k->mac),
		  owner_of(dest->hostdev), dest->mode, dest->flags, front);
}

static void on_front(const void *key, const void *value, size_t size, void *arg)
{
	struct tables *t = arg;

	(void)key, (void)size;
	t->in_front -= !!(*(const __u64 *)value & MB_FRONT_HOSTDEV);
}

static void on_source(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_source_key *k = key;
	const struct mb_source *source = value;
	struct tables *t = arg;

	(void)size;
	state_add(t->s, "source " MAC " of %s flags %x", OF(k->mac), owner_of(source->hostdev),
		  source->flags);
}

/* What is counted goes on by itself. */
static void on_guard(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_guard *guard = value;
	const uint32_t *hostdev = key;
	struct tables *t = arg;
	__u64 sum = 0;

	(void)size;
	for (uint32_t i = 0; i < guard->count && i < MB_GUARD_ADDRS; i++)
		sum += (guard->addr[i].high + i) ^ guard->addr[i].low;
	state_add(t->s, "guard of %s flags %x, %u addresses: %llx", owner_of(*hostdev),
		  guard->flags, guard->count, (unsigned long long)sum);
}

static void on_guard_front(const void *key, const void *value, size_t size, void *arg)
{
	const __u64 *pair = value;
	struct tables *t = arg;

	(void)key, (void)size;
	if (*pair)
		state_add(t->s, "guard front: %x of %s", (__u32)*pair,
			  owner_of((__u32)(*pair >> 32)));
}

static void on_counts(const void *key, const void *value, size_t size, void *arg)
{
	const uint32_t *hostdev = key;
	struct tables *t = arg;

	(void)value, (void)size;
	state_add(t->s, "counts of %s", owner_of(*hostdev));
}

static void on_rate(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_rate *rate = value;
	const uint32_t *hostdev = key;
	struct tables *t = arg;

	(void)size;
	state_add(t->s, "rate of %s: in %llu burst %u out %llu burst %u group %u",
		  owner_of(*hostdev), (unsigned long long)rate->bits[MB_RATE_IN],
		  rate->burst[MB_RATE_IN], (unsigned long long)rate->bits[MB_RATE_OUT],
		  rate->burst[MB_RATE_OUT], rate->group);
}

void state_add_tables(struct state *s, uint32_t program)
{
	struct tables t = { .s = s };

	t.members = maps_open(program, "mb_members", NULL);
	t.front = maps_open(program, "mb_front", NULL);
	maps_each(program, "mb_record", on_record, &t);
	maps_each(program, "mb_endpoints", on_endpoint, &t);
	maps_each(program, "mb_fdb", on_address, &t);
	maps_each(program, "mb_front", on_front, &t);
	maps_each(program, "mb_sources", on_source, &t);
	maps_each(program, "mb_ep_counts", on_counts, &t);
	maps_each(program, "mb_guards", on_guard, &t);
	maps_each(program, "mb_guard_front", on_guard_front, &t);
	maps_each(program, "mb_rates", on_rate, &t);
	if (t.in_front)
		state_add(s, "the front has addresses that the FDB has not");
	close(t.members);
	close(t.front);
}

/* ---------------------------------------------------------------- listings */

static void add_link(struct state *s, const struct macbpf_link *link)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };

	macbpf_link__info(link, &info);
	state_add(s,
		  "listed %s (%s) of %s mode %u flags %u mtu %u hook %u owns %u in \"%s\" "
		  "address " MAC,
		  info.name, info.created_name, info.lower, info.mode, info.flags, info.mtu,
		  info.hook, info.owns_address, info.netns, OF(info.address));
}

void state_add_listing(struct state *s)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .netns = "host" };
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	struct macbpf *mb;

	if (macbpf__open(&mb, &opts))
		errx(1, "open the netns");
	if (macbpf_links__get(mb, NULL, &links)) {
		state_add(s, "no listing: %s", macbpf__error(mb));
	} else {
		while ((link = macbpf_links__next(links, link)))
			add_link(s, link);
		macbpf_links__free(links);
	}
	macbpf__close(mb);
}
