/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* survey.h - the devices of endpoints for a listing: where many are, all are asked for at once. */
#ifndef MB_SURVEY_H
#define MB_SURVEY_H

#include "world/world.h"

struct mb_survey {
	struct mb_world *w;
	size_t wanted; /* how many devices will be asked for */
	bool stats;    /* what they have counted is wanted */
	struct mb_far_devs *far;
	size_t count;
};

/* The device at the far end of a hostdev, as mb_peer_get(). */
int mb_survey_get(struct macbpf *mb, struct mb_survey *s, const struct mb_dev *hostdev,
		  struct mb_dev *dev);
void mb_survey_free(struct mb_survey *s);

#endif /* MB_SURVEY_H */
