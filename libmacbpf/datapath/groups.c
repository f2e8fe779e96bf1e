// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* groups.c - who listens to which group, as programs learn it: begun, asked for, forgotten. */
#include <bpf/bpf.h>
#include <errno.h>

#include "datapath/maps.h"
#include "datapath/shared.h"

#define SETS_SIZE (sizeof(struct mb_group_set) * MB_GROUP_SETS)

/* Of bits in a word that programs change as well. */
static void set_bit(struct mb_group_set *set, uint32_t slot, bool on)
{
	uint32_t word = slot / MB_GROUP_WORD;
	uint64_t bit = 1ull << slot % MB_GROUP_WORD;

	if (!on) {
		__atomic_fetch_and(&set->word[word], ~bit, __ATOMIC_SEQ_CST);
		return;
	}
	__atomic_fetch_or(&set->word[word], bit, __ATOMIC_SEQ_CST);
	__atomic_fetch_or(&set->words, 1ull << word, __ATOMIC_SEQ_CST);
}

static bool has_bit(const struct mb_group_set *set, uint32_t slot)
{
	return set->word[slot / MB_GROUP_WORD] >> slot % MB_GROUP_WORD & 1;
}

static struct mb_group_set *map_sets(const struct mb_maps *maps)
{
	return mb_shared_map(maps->fd[MB_MAP_GROUPS], SETS_SIZE);
}

int mb_groups_make(const struct mb_maps *maps)
{
	return mb_shared_make(maps->fd[MB_MAP_GROUPS], sizeof(struct mb_group_set), MB_GROUP_SETS);
}

int mb_groups_drop(const struct mb_maps *maps)
{
	return mb_shared_drop(maps->fd[MB_MAP_GROUPS]);
}

int mb_groups_begin(const struct mb_maps *maps, uint32_t hostdev, uint32_t slot)
{
	struct mb_group_list list = { .slot = slot };

	return bpf_map_update_elem(maps->fd[MB_MAP_GROUP_LISTS], &hostdev, &list, 0);
}

int mb_groups_forget(const struct mb_maps *maps, uint32_t hostdev, uint32_t slot)
{
	int err = bpf_map_delete_elem(maps->fd[MB_MAP_GROUP_LISTS], &hostdev);
	struct mb_group_set *sets;

	if (err == -ENOENT)
		return 0;
	sets = err ? NULL : map_sets(maps);
	if (!sets)
		return err ? err : errno == ENOENT ? 0 : -errno;
	for (uint32_t i = 0; i < MB_GROUP_SETS; i++)
		if (has_bit(&sets[i], slot))
			set_bit(&sets[i], slot, false);
	mb_shared_unmap(sets, SETS_SIZE);
	return 0;
}

int mb_groups_set_always(const struct mb_maps *maps, const uint32_t *slots, size_t count, bool on)
{
	struct mb_group_set *sets = map_sets(maps);

	if (!sets)
		return -errno;
	for (size_t i = 0; i < count; i++)
		set_bit(&sets[MB_GROUP_ALWAYS], slots[i], on);
	mb_shared_unmap(sets, SETS_SIZE);
	return 0;
}

int mb_groups_is_always(const struct mb_maps *maps, uint32_t slot, bool *always)
{
	struct mb_group_set *sets = map_sets(maps);

	*always = sets && has_bit(&sets[MB_GROUP_ALWAYS], slot);
	if (!sets)
		return errno == ENOENT ? 0 : -errno;
	mb_shared_unmap(sets, SETS_SIZE);
	return 0;
}

int mb_groups_get(const struct mb_maps *maps, uint32_t hostdev, struct mb_group_list *list)
{
	return bpf_map_lookup_elem(maps->fd[MB_MAP_GROUP_LISTS], &hostdev, list);
}
