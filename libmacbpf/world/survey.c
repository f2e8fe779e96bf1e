// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* survey.c - the devices of endpoints for a listing: where many are, all are asked for at once. */
#include "common/own.h"
#include "world/peer.h"
#include "world/survey.h"

#define SPARSE 4 /* as many devices as are wanted may be told for nothing, this many times */

/* The lowers' netns has hostdevs, and whatever else a machine has; of another not much is known. */
static bool is_dense(const struct mb_world *w, int32_t nsid, size_t count)
{
	return nsid >= 0 || count * SPARSE >= w->devs.count;
}

static bool is_worth_all(const struct mb_survey *s, int32_t nsid)
{
	size_t count;

	if (s->wanted < MB_FAR_SOME)
		return false;
	count = mb_far_count(s->w, nsid);
	if (count > s->wanted)
		count = s->wanted;
	return count >= MB_FAR_SOME && is_dense(s->w, nsid, count);
}

/* One that can't be had stays empty, and is not asked for again. */
static struct mb_far_devs *ask(struct macbpf *mb, struct mb_survey *s, int32_t nsid)
{
	struct mb_far_devs *far;

	if (!mb_grow(&s->far, s->count))
		return NULL;
	far = &s->far[s->count++];
	*far = (struct mb_far_devs){ .nsid = nsid };
	if (is_worth_all(s, nsid) && !mb_rtnl_dump_at(mb->rtnl, nsid, s->stats, &far->devs) &&
	    !mb_index_add_all(&far->index, &far->devs))
		mb_index_free(&far->index);
	return far;
}

static const struct mb_index *index_of(struct macbpf *mb, struct mb_survey *s, int32_t nsid)
{
	struct mb_far_devs *far = NULL;

	if (nsid < 0 && !s->stats)
		return &s->w->index;
	for (size_t i = 0; !far && i < s->count; i++)
		if (s->far[i].nsid == nsid)
			far = &s->far[i];
	if (!far)
		far = ask(mb, s, nsid);
	return far ? &far->index : NULL;
}

int mb_survey_get(struct macbpf *mb, struct mb_survey *s, const struct mb_dev *hostdev,
		  struct mb_dev *dev)
{
	const struct mb_index *index = index_of(mb, s, hostdev->link_netnsid);
	const struct mb_dev *found = index ? mb_index_at(index, hostdev->link) : NULL;

	/* It may have moved while we looked, or all could not be asked for. */
	if (!found || !mb_peer_is(hostdev, found))
		return mb_peer_get(mb, hostdev, dev);
	*dev = *found;
	return 0;
}

void mb_survey_free(struct mb_survey *s)
{
	for (size_t i = 0; i < s->count; i++)
		mb_far_free(&s->far[i]);
	free(s->far);
}
