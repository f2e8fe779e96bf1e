// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* guard.c - what a guarded endpoint may send: its entry, and the front that programs look into. */
#include <bpf/bpf.h>
#include <endian.h>
#include <errno.h>

#include "datapath/maps.h"

/* An IPv4 address of a list; false: it is none. */
static bool is_ipv4(const struct mb_guard_addr *addr, __be32 *out)
{
	const __be32 *word = (const __be32 *)addr;

	*out = word[3];
	return !addr->high && word[2] == htobe32(0xffff);
}

static bool has(const struct mb_guard *guard, const struct mb_guard_addr *addr)
{
	for (uint32_t i = 0; i < guard->count && i < MB_GUARD_ADDRS; i++)
		if (guard->addr[i].high == addr->high && guard->addr[i].low == addr->low)
			return true;
	return false;
}

/* Who comes second to a slot is found in its entry alone. */
static int front_change(const struct mb_maps *maps, uint32_t hostdev,
			const struct mb_guard_addr *addr, bool on)
{
	uint64_t pair, now;
	uint32_t slot;
	__be32 ipv4;
	int err;

	if (!is_ipv4(addr, &ipv4))
		return 0;
	pair = mb_guard_pair(hostdev, ipv4);
	slot = mb_guard_slot(pair);
	err = bpf_map_lookup_elem(maps->fd[MB_MAP_GUARD_FRONT], &slot, &now);
	if (err || now != (on ? 0 : pair))
		return err;
	now = on ? pair : 0;
	return bpf_map_update_elem(maps->fd[MB_MAP_GUARD_FRONT], &slot, &now, 0);
}

/* Those of `list` that are not in `but`. */
static int front_change_all(const struct mb_maps *maps, uint32_t hostdev,
			    const struct mb_guard *list, const struct mb_guard *but, bool on)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < list->count && i < MB_GUARD_ADDRS; i++)
		if (!has(but, &list->addr[i]))
			err = front_change(maps, hostdev, &list->addr[i], on);
	return err;
}

int mb_guard_get(const struct mb_maps *maps, uint32_t hostdev, struct mb_guard *guard)
{
	int err = bpf_map_lookup_elem(maps->fd[MB_MAP_GUARDS], &hostdev, guard);

	if (!err && guard->count > MB_GUARD_ADDRS) /* others can write it */
		guard->count = MB_GUARD_ADDRS;
	return err;
}

/* At no time may anything pass but what both lists, or the new one, let pass. */
int mb_guard_set(const struct mb_maps *maps, uint32_t hostdev, const struct mb_guard *guard)
{
	struct mb_guard none = { 0 }, old = { 0 };
	int err = mb_guard_get(maps, hostdev, &old);

	if (err && err != -ENOENT)
		return err;
	err = front_change_all(maps, hostdev, &old, guard, false);
	if (!err)
		err = bpf_map_update_elem(maps->fd[MB_MAP_GUARDS], &hostdev, guard, 0);
	return err ? err : front_change_all(maps, hostdev, guard, &none, true);
}

int mb_guard_del(const struct mb_maps *maps, uint32_t hostdev)
{
	struct mb_guard none = { 0 }, old;
	int err = mb_guard_get(maps, hostdev, &old);

	if (!err)
		err = front_change_all(maps, hostdev, &old, &none, false);
	if (!err)
		err = bpf_map_delete_elem(maps->fd[MB_MAP_GUARDS], &hostdev);
	return err == -ENOENT ? 0 : err;
}
