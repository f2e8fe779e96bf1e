// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* maps.c - the maps of a port, and those that have no file of their own. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>

#include "common/own.h"
#include "datapath/hush.h"
#include "datapath/maps.h"

const char *const mb_map_names[MB_MAP_COUNT] = {
#define MB_MAP_NAME(id, name, kind, entries, key, value) [MB_MAP_##id] = "mb_" #name,
	MB_MAPS(MB_MAP_NAME)
#undef MB_MAP_NAME
};

void mb_maps_close(struct mb_maps *maps)
{
	for (int i = 0; i < MB_MAP_COUNT; i++) {
		mb_close_fd(&maps->fd[i]);
		maps->fd[i] = -1;
	}
}

int mb_maps_write_member(const struct mb_maps *maps, uint32_t slot, const struct mb_dest *dest)
{
	return bpf_map_update_elem(maps->fd[MB_MAP_MEMBERS], &slot, dest, 0);
}

/* An entry that is there is left there: one that is written anew is gone for a moment. */
int mb_maps_set_alive(const struct mb_maps *maps, uint32_t ifindex)
{
	uint32_t old;
	int err;

	if (maps->fd[MB_MAP_ALIVE] < 0)
		return 0;
	err = bpf_map_lookup_elem(maps->fd[MB_MAP_ALIVE], &ifindex, &old);
	if (err != -ENOENT)
		return err;
	err = bpf_map_update_elem(maps->fd[MB_MAP_ALIVE], &ifindex, &ifindex, 0);
	return err == -EINVAL ? 0 : err;
}

/* Of a failure the number says enough, as of a program that can't be loaded. */
int mb_maps_cpus(void)
{
	int cpus;

	mb_hush_begin();
	cpus = libbpf_num_possible_cpus();
	mb_hush_end();
	return cpus;
}

int mb_maps_read_reasons(const struct mb_maps *maps, uint64_t frames[MB_R_COUNT])
{
	mb_auto_free uint64_t *per_cpu = NULL;
	int cpus = mb_maps_cpus();
	int err;

	if (cpus < 0)
		return cpus;
	per_cpu = calloc((size_t)cpus, sizeof(*per_cpu));
	if (!per_cpu)
		return -ENOMEM;
	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++) {
		frames[reason] = 0;
		err = bpf_map_lookup_elem(maps->fd[MB_MAP_REASONS], &reason, per_cpu);
		/* An older program doesn't know the newest reasons. */
		if (err == -ENOENT)
			continue;
		if (err)
			return err;
		for (int cpu = 0; cpu < cpus; cpu++)
			frames[reason] += per_cpu[cpu];
	}
	return 0;
}
