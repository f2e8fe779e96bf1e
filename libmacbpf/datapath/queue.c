// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* queue.c - the devices through which what an endpoint sends goes first, as programs find them. */
#include <bpf/bpf.h>
#include <errno.h>

#include "datapath/maps.h"

static int get(const struct mb_maps *maps, uint32_t from, uint32_t *to)
{
	return bpf_map_lookup_elem(maps->fd[MB_MAP_PACES], &from, to);
}

static int put(const struct mb_maps *maps, uint32_t from, uint32_t to)
{
	return bpf_map_update_elem(maps->fd[MB_MAP_PACES], &from, &to, 0);
}

static int del(const struct mb_maps *maps, uint32_t from)
{
	int err = bpf_map_delete_elem(maps->fd[MB_MAP_PACES], &from);

	return err == -ENOENT ? 0 : err;
}

int mb_queue_get(const struct mb_maps *maps, uint32_t hostdev, uint32_t *in)
{
	return get(maps, hostdev, in);
}

int mb_queue_get_out(const struct mb_maps *maps, uint32_t in, uint32_t *out)
{
	return get(maps, in, out);
}

/* Each leads on to the next, so what one that dies or fails leaves is found again. */
int mb_queue_set(const struct mb_maps *maps, uint32_t hostdev, uint32_t in, uint32_t out)
{
	uint32_t old;

	if (!get(maps, hostdev, &old) && old != in)
		mb_queue_del(maps, hostdev);
	return put(maps, hostdev, in) ?: put(maps, in, out) ?: put(maps, out, hostdev);
}

int mb_queue_del(const struct mb_maps *maps, uint32_t hostdev)
{
	uint32_t in = 0, out = 0;
	int err = get(maps, hostdev, &in);

	if (err)
		return err == -ENOENT ? 0 : err;
	err = get(maps, in, &out);
	if (!err)
		err = del(maps, out);
	return err && err != -ENOENT ? err : del(maps, in) ?: del(maps, hostdev);
}
