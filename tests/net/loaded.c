// SPDX-License-Identifier: GPL-2.0-only
/* loaded.c - ids of programs and maps found on devices. */
#include "loaded.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <check.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/wait.h"

#define IDS_MAX	    4096
#define HOOK_MAX    64
#define TCX_INGRESS 46
#define TCX_EGRESS  47
#define NETKIT_PEER 55

struct ids {
	uint32_t id[IDS_MAX];
	int count;
};

static struct ids programs, maps;
static struct ids shared; /* those of maps that a port's programs have in common */

static void remember(struct ids *ids, uint32_t id)
{
	for (int i = 0; i < ids->count; i++)
		if (ids->id[i] == id)
			return;
	ck_assert_int_lt(ids->count, IDS_MAX);
	ids->id[ids->count++] = id;
}

/*
 * What a program has for itself are its constants, which libbpf calls after their section, and its
 * door.
 */
static bool is_shared(uint32_t map)
{
	struct bpf_map_info info = { 0 };
	uint32_t len = sizeof(info);
	int fd = bpf_map_get_fd_by_id(map);
	bool is_ours = fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &len) &&
		       !strncmp(info.name, "mb_", 3) && info.type != BPF_MAP_TYPE_PROG_ARRAY;

	if (fd >= 0)
		close(fd);
	return is_ours;
}

static void remember_map(uint32_t map)
{
	remember(&maps, map);
	if (is_shared(map))
		remember(&shared, map);
}

static void remember_maps_of(uint32_t program)
{
	uint32_t map_ids[64], len;
	struct bpf_prog_info info = { .nr_map_ids = 64, .map_ids = (uintptr_t)map_ids };
	int fd = bpf_prog_get_fd_by_id(program);

	if (fd < 0)
		return; /* gone since */
	len = sizeof(info);
	ck_assert_int_eq(bpf_obj_get_info_by_fd(fd, &info, &len), 0);
	for (uint32_t i = 0; i < info.nr_map_ids; i++)
		remember_map(map_ids[i]);
	close(fd);
}

static bool is_ours(uint32_t program)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(program);
	bool ours = fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &len) &&
		    !strncmp(info.name, "mb_", 3);

	if (fd >= 0)
		close(fd);
	return ours;
}

/* Where nobody else has filters, ours is the first of the first priority. */
static void remember_clsact(unsigned int ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, place, .ifindex = (int)ifindex, .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = 1, .priority = 1);
	libbpf_print_fn_t print = libbpf_set_print(NULL);

	if (!bpf_tc_query(&place, &opts) && is_ours(opts.prog_id)) {
		remember(&programs, opts.prog_id);
		remember_maps_of(opts.prog_id);
	}
	libbpf_set_print(print);
}

static void remember_hook(unsigned int ifindex, int hook)
{
	uint32_t ids[HOOK_MAX], count = HOOK_MAX;

	if (bpf_prog_query(ifindex, hook, 0, NULL, ids, &count))
		return; /* no such device any more */
	for (uint32_t i = 0; i < count; i++) {
		remember(&programs, ids[i]);
		remember_maps_of(ids[i]);
	}
}

void loaded_mark(const struct netns *ns)
{
	struct if_nameindex *all;

	netns_enter(ns);
	all = if_nameindex();
	for (int i = 0; all[i].if_index; i++) {
		remember_hook(all[i].if_index, TCX_INGRESS);
		remember_hook(all[i].if_index, TCX_EGRESS);
		remember_hook(all[i].if_index, NETKIT_PEER);
		remember_clsact(all[i].if_index);
	}
	if_freenameindex(all);
	netns_leave();
}

int loaded_count(void)
{
	return programs.count;
}

int loaded_map(const char *name)
{
	for (int i = 0; i < maps.count; i++) {
		struct bpf_map_info info = { 0 };
		uint32_t len = sizeof(info);
		int fd = bpf_map_get_fd_by_id(maps.id[i]);

		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &len) && !strcmp(info.name, name))
			return fd;
		if (fd >= 0)
			close(fd);
	}
	return -1;
}

/* None is opened: to close a door again may be what keeps it. */
static int still_there(const struct ids *ids, int (*next_id)(uint32_t id, uint32_t *next))
{
	int n = 0;

	for (int i = 0; i < ids->count; i++) {
		uint32_t next;

		n += !next_id(ids->id[i] - 1, &next) && next == ids->id[i];
	}
	return n;
}

static int programs_left(void)
{
	return still_there(&programs, bpf_prog_get_next_id);
}

static int maps_left(void)
{
	return still_there(&maps, bpf_map_get_next_id);
}

static bool all_gone(void *arg)
{
	(void)arg;
	return !programs_left() && !maps_left();
}

void loaded_expect_gone(void)
{
	ck_assert_msg(wait_until(all_gone, NULL, WAIT_MS),
		      "%d of %d programs and %d of %d maps are still loaded", programs_left(),
		      programs.count, maps_left(), maps.count);
	programs.count = maps.count = shared.count = 0;
}

static bool are_replaced(void *arg)
{
	(void)arg;
	return !programs_left() && maps_left() == shared.count;
}

void loaded_expect_replaced(void)
{
	ck_assert_msg(wait_until(are_replaced, NULL, WAIT_MS),
		      "%d of %d programs are still loaded, and %d maps, of which others share %d",
		      programs_left(), programs.count, maps_left(), shared.count);
	ck_assert_int_eq(still_there(&shared, bpf_map_get_next_id), shared.count);
	programs.count = 0;
	maps = shared;
}
