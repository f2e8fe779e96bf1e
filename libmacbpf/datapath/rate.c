// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rate.c - what an endpoint may get and send in a second, as commands keep it. */
#include <bpf/bpf.h>
#include <errno.h>

#include "datapath/maps.h"

int mb_rate_get(const struct mb_maps *maps, uint32_t hostdev, struct mb_rate *rate)
{
	int err = bpf_map_lookup_elem(maps->fd[MB_MAP_RATES], &hostdev, rate);

	if (err == -ENOENT)
		*rate = (struct mb_rate){ 0 };
	return err == -ENOENT ? 0 : err;
}

static int del(const struct mb_maps *maps, enum mb_map map, uint32_t hostdev)
{
	int err = bpf_map_delete_elem(maps->fd[map], &hostdev);

	return err == -ENOENT ? 0 : err;
}

/* Another number begins with a second's worth. */
static int set_group(const struct mb_maps *maps, uint32_t hostdev, uint32_t frames)
{
	struct mb_group_rate rate = { 0 };

	if (!frames)
		return del(maps, MB_MAP_GROUP_RATES, hostdev);
	rate.interval = MB_NS_PER_SECOND / frames;
	return bpf_map_update_elem(maps->fd[MB_MAP_GROUP_RATES], &hostdev, &rate, 0);
}

int mb_rate_set(const struct mb_maps *maps, uint32_t hostdev, const struct mb_rate *rate)
{
	int err;

	if (rate->bits[MB_RATE_IN] || rate->bits[MB_RATE_OUT] || rate->group)
		err = bpf_map_update_elem(maps->fd[MB_MAP_RATES], &hostdev, rate, 0);
	else
		err = del(maps, MB_MAP_RATES, hostdev);
	return err ?: set_group(maps, hostdev, rate->group);
}
