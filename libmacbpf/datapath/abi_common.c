// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* abi_common.c - what the records of several contracts have in common. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/record.h"

void mb_abi_take_head(struct mb_port_rec *rec, const struct mb_abi_head *head)
{
	rec->needs = head->needs;
	rec->lower = head->lower;
	rec->netns = head->netns;
	rec->next_id = head->next_id;
	rec->flags = head->flags;
	rec->bc_cutoff = head->bc_cutoff;
	rec->turn = head->turn;
	memcpy(rec->lower_mac, head->lower_mac, sizeof(rec->lower_mac));
}

/* In one request; an array's elements come in order. */
int mb_abi_read_slots(const struct mb_maps *maps, uint32_t count, void *endpoints)
{
	mb_auto_free uint32_t *slots = calloc(count + 1, sizeof(*slots));
	uint32_t next, found = count;
	int err;

	if (!slots)
		return -ENOMEM;
	if (!count)
		return 0;
	err = bpf_map_lookup_batch(maps->fd[MB_MAP_ENDPOINTS], NULL, &next, slots, endpoints,
				   &found, NULL);
	/* The end of the map is one of them. */
	if (err && err != -ENOENT)
		return err;
	return found == count ? 0 : -EIO;
}
