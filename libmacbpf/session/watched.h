/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* watched.h - the devices whose changes matter to endpoints, of a world that was loaded. */
#ifndef MB_WATCHED_H
#define MB_WATCHED_H

#include "world/world.h"

struct mb_watched_dev {
	int32_t nsid; /* where it is; -1: in the lowers' netns */
	uint32_t ifindex;
	uint32_t hostdev; /* of the endpoint that it belongs to; 0: it is a lower, or its bridge */
};

struct mb_watched {
	struct mb_watched_dev *dev; /* sorted */
	size_t count;
};

/* Replaces them by those of this world. -ENOMEM: they are as they were. */
int mb_watched_learn(struct mb_watched *w, const struct mb_world *world);
void mb_watched_free(struct mb_watched *w);

/* NULL: it is none of them. */
const struct mb_watched_dev *mb_watched_find(const struct mb_watched *w, int32_t nsid,
					     uint32_t ifindex);

#endif /* MB_WATCHED_H */
