// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rate.c - what an endpoint may get in a second, as commands keep it. */
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

int mb_rate_set(const struct mb_maps *maps, uint32_t hostdev, const struct mb_rate *rate)
{
	int err;

	if (rate->bits[MB_RATE_IN] || rate->bits[MB_RATE_OUT])
		return bpf_map_update_elem(maps->fd[MB_MAP_RATES], &hostdev, rate, 0);
	err = bpf_map_delete_elem(maps->fd[MB_MAP_RATES], &hostdev);
	return err == -ENOENT ? 0 : err;
}
