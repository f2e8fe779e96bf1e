// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* index.c - devices by number and by name: one hash table, in which each stands under all of them.
 */
#include <string.h>

#include "common/own.h"
#include "world/index.h"

#define PLACES_FIRST 64 /* a power of two */
#define KEYS	     3	/* at most, of a device */

static size_t hash_number(uint32_t ifindex)
{
	return ifindex * 2654435761u >> 8;
}

static size_t hash_name(const char *name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619u;
	return hash;
}

/* At most half of the places are taken, so that a search ends soon at a free one. */
static void put(struct mb_index *index, size_t hash, struct mb_dev *dev)
{
	size_t mask = index->places - 1, i = hash & mask;

	while (index->place[i] && index->place[i] != dev)
		i = (i + 1) & mask;
	index->taken += !index->place[i];
	index->place[i] = dev;
}

static void put_all_keys(struct mb_index *index, struct mb_dev *dev)
{
	if (dev->ifindex)
		put(index, hash_number(dev->ifindex), dev);
	if (*dev->name)
		put(index, hash_name(dev->name), dev);
	if (*dev->hostname)
		put(index, hash_name(dev->hostname), dev);
}

static bool grow(struct mb_index *index)
{
	struct mb_index more = { .places = index->places ? index->places * 2 : PLACES_FIRST };

	more.place = calloc(more.places, sizeof(struct mb_dev *));
	if (!more.place)
		return false;
	for (size_t i = 0; i < index->places; i++)
		if (index->place[i])
			put_all_keys(&more, index->place[i]);
	free(index->place);
	*index = more;
	return true;
}

bool mb_index_add(struct mb_index *index, struct mb_dev *dev)
{
	if ((index->taken + KEYS) * 2 > index->places && !grow(index))
		return false;
	put_all_keys(index, dev);
	return true;
}

bool mb_index_add_all(struct mb_index *index, const struct mb_devs *devs)
{
	for (size_t i = 0; i < devs->count; i++)
		if (!mb_index_add(index, &devs->dev[i]))
			return false;
	return true;
}

struct mb_dev *mb_index_at(const struct mb_index *index, uint32_t ifindex)
{
	size_t mask = index->places - 1;

	if (!ifindex || !index->places)
		return NULL;
	for (size_t i = hash_number(ifindex) & mask; index->place[i]; i = (i + 1) & mask)
		if (index->place[i]->ifindex == ifindex)
			return index->place[i];
	return NULL;
}

struct mb_dev *mb_index_named(const struct mb_index *index, const char *name)
{
	size_t mask = index->places - 1;

	if (!*name || !index->places)
		return NULL;
	for (size_t i = hash_name(name) & mask; index->place[i]; i = (i + 1) & mask)
		if (!strcmp(index->place[i]->name, name) ||
		    !strcmp(index->place[i]->hostname, name))
			return index->place[i];
	return NULL;
}

void mb_index_free(struct mb_index *index)
{
	free(index->place);
	*index = (struct mb_index){ 0 };
}
