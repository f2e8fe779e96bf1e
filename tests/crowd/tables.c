// SPDX-License-Identifier: GPL-2.0-only
/* tables.c - the maps behind a lower's program: that they agree, and that they go. */
#include <bpf/bpf.h>
#include <err.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bpf/abi/abi.h"
#include "crowd.h"
#include "maps.h"
#include "tests/harness/wait.h"

#define IDS_MAX 256

static uint32_t program_ids[IDS_MAX], map_ids[IDS_MAX];
static size_t programs, maps;

static void expect(bool fact, int lower, const char *what)
{
	if (!fact)
		errx(1, "%s: %s", lower_name(lower), what);
}

/* ---------------------------------------------------------------- whether they agree */

struct view {
	int lower, fdb, front;
	uint32_t endpoints, members, counted, addresses, crowded, in_front;
};

static void on_member(const void *key, const void *value, size_t size, void *arg)
{
	struct view *v = arg;

	(void)key, (void)size;
	v->members += !!((const struct mb_dest *)value)->hostdev;
}

static void on_endpoint(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_abi_endpoint *rec = value;
	struct view *v = arg;

	(void)key, (void)size;
	if (rec->state == MB_EP_FREE)
		return;
	expect(rec->state == MB_EP_LIVE, v->lower, "a record is half made");
	v->endpoints++;
}

static void on_counts(const void *key, const void *value, size_t size, void *arg)
{
	struct view *v = arg;

	(void)key, (void)value, (void)size;
	v->counted++;
}

/* Each address is in the front, with the same way, or its slot sends to the FDB. */
static void on_address(const void *key, const void *value, size_t size, void *arg)
{
	const struct mb_fdb_key *k = key;
	const struct mb_dest *dest = value;
	struct view *v = arg;
	bool own;
	__u64 entry = maps_front_entry(v->front, k->mac, &own);

	(void)size;
	v->addresses++;
	if (own) {
		expect(mb_front_dest(entry).hostdev == dest->hostdev, v->lower,
		       "front and FDB don't agree");
		v->in_front++;
	} else {
		expect(entry & MB_FRONT_CROWDED, v->lower, "an address is not in the front");
	}
}

static void on_front(const void *key, const void *value, size_t size, void *arg)
{
	uint32_t *full = arg;

	(void)key, (void)size;
	*full += !!(*(const __u64 *)value & MB_FRONT_HOSTDEV);
}

void tables_compare(int lower, uint32_t program, uint32_t endpoints)
{
	struct view v = { .lower = lower };
	uint32_t full = 0;

	v.front = maps_open(program, "mb_front", NULL);
	maps_each(program, "mb_members", on_member, &v);
	maps_each(program, "mb_endpoints", on_endpoint, &v);
	maps_each(program, "mb_ep_counts", on_counts, &v);
	maps_each(program, "mb_fdb", on_address, &v);
	maps_each(program, "mb_front", on_front, &full);
	close(v.front);
	expect(v.endpoints == endpoints, lower, "records and endpoints don't agree");
	expect(v.members == endpoints, lower, "members and endpoints don't agree");
	expect(v.counted == endpoints, lower, "counters and endpoints don't agree");
	expect(full == v.in_front, lower, "the front has addresses that the FDB has not");
	tables_remember(program);
}

/* ---------------------------------------------------------------- whether they go */

void tables_remember(uint32_t program)
{
	uint32_t ids[MAPS_MAX], count = maps_of(program, ids);

	program_ids[programs++ % IDS_MAX] = program;
	for (uint32_t i = 0; i < count; i++)
		map_ids[maps++ % IDS_MAX] = ids[i];
}

static bool is_gone(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd < 0;
}

static bool all_gone(void *arg)
{
	(void)arg;
	for (size_t i = 0; i < programs && i < IDS_MAX; i++)
		if (!is_gone(bpf_prog_get_fd_by_id(program_ids[i])))
			return false;
	for (size_t i = 0; i < maps && i < IDS_MAX; i++)
		if (!is_gone(bpf_map_get_fd_by_id(map_ids[i])))
			return false;
	return true;
}

void tables_expect_gone(void)
{
	if (!wait_until(all_gone, NULL, WAIT_MS))
		errx(1, "programs or maps are left");
}
