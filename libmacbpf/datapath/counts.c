// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* counts.c - what programs count of an endpoint: its row, from the making to the end. */
#include <bpf/bpf.h>
#include <errno.h>

#include "datapath/maps.h"

int mb_counts_begin(const struct mb_maps *maps, uint32_t hostdev)
{
	struct mb_ep_counts none = { 0 };

	return bpf_map_update_elem(maps->fd[MB_MAP_EP_COUNTS], &hostdev, &none, 0);
}

int mb_counts_ensure(const struct mb_maps *maps, uint32_t hostdev)
{
	struct mb_ep_counts none = { 0 };
	int err = bpf_map_update_elem(maps->fd[MB_MAP_EP_COUNTS], &hostdev, &none, BPF_NOEXIST);

	return err == -EEXIST ? 0 : err;
}

/* A port that an older library made has no such map. */
int mb_counts_get(const struct mb_maps *maps, uint32_t hostdev, uint64_t frames[MB_R_COUNT])
{
	struct mb_ep_counts counts;
	int err;

	if (maps->fd[MB_MAP_EP_COUNTS] < 0)
		return -ENOENT;
	err = bpf_map_lookup_elem(maps->fd[MB_MAP_EP_COUNTS], &hostdev, &counts);
	for (uint32_t id = 0; !err && id < MB_R_COUNT; id++)
		frames[id] = counts.frames[id];
	return err;
}

int mb_counts_end(const struct mb_maps *maps, uint32_t hostdev)
{
	int err;

	if (maps->fd[MB_MAP_EP_COUNTS] < 0)
		return 0;
	err = bpf_map_delete_elem(maps->fd[MB_MAP_EP_COUNTS], &hostdev);
	return err == -ENOENT ? 0 : err;
}
