// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* far.c - devices in other network namespaces: one by one, or all of one at once. */
#include <errno.h>

#include "common/own.h"
#include "world/peer.h"
#include "world/world.h"

#define MANY (2 * MB_LOOKS) /* devices in another netns, not to ask for all of it any more */

static int compare_nsids(const void *a, const void *b)
{
	int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;

	return (left > right) - (left < right);
}

static bool sort_nsids(struct mb_world *w)
{
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->port[i]->count; j++) {
			const struct mb_dev *hostdev = w->port[i]->ep[j].hostdev;

			if (!hostdev)
				continue;
			if (!mb_grow(&w->nsids, w->nsid_count))
				return false;
			w->nsids[w->nsid_count++] = hostdev->link_netnsid;
		}
	if (w->nsid_count)
		qsort(w->nsids, w->nsid_count, sizeof(*w->nsids), compare_nsids);
	return true;
}

static size_t first_of(const struct mb_world *w, int64_t nsid)
{
	size_t low = 0, high = w->nsid_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (w->nsids[middle] < nsid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t mb_far_count(struct mb_world *w, int32_t nsid)
{
	if (!w->nsid_count && !sort_nsids(w))
		return 0;
	return first_of(w, (int64_t)nsid + 1) - first_of(w, nsid);
}

/* Whether it is quicker to list a netns than to ask for the devices that are looked at. */
static bool is_listed(struct mb_world *w, int32_t nsid)
{
	size_t count = mb_far_count(w, nsid);

	return count >= MB_FAR_SOME && count <= MANY;
}

void mb_far_free(struct mb_far_devs *far)
{
	mb_index_free(&far->index);
	mb_rtnl_free_devs(&far->devs);
}

/* NULL: it is not listed, or can't be. */
static const struct mb_index *far_index(struct macbpf *mb, struct mb_world *w, int32_t nsid)
{
	struct mb_far_devs *far;

	for (size_t i = 0; i < w->far_count; i++)
		if (w->far[i].nsid == nsid)
			return &w->far[i].index;
	if (!is_listed(w, nsid) || !mb_grow(&w->far, w->far_count))
		return NULL;
	far = &w->far[w->far_count];
	*far = (struct mb_far_devs){ .nsid = nsid };
	if (mb_rtnl_dump_at(mb->rtnl, nsid, false, &far->devs) ||
	    !mb_index_add_all(&far->index, &far->devs)) {
		mb_far_free(far);
		return NULL;
	}
	w->far_count++;
	return &far->index;
}

int mb_world_far_dev(struct macbpf *mb, struct mb_world *w, const struct mb_dev *hostdev,
		     struct mb_dev *dev)
{
	const struct mb_index *index = &w->index;
	const struct mb_dev *found;

	if (hostdev->link_netnsid >= 0)
		index = far_index(mb, w, hostdev->link_netnsid);
	if (!index)
		return mb_peer_get(mb, hostdev, dev);
	found = mb_index_at(index, hostdev->link);
	if (!found || !mb_peer_is(hostdev, found))
		return -ENODEV;
	*dev = *found;
	return 0;
}
