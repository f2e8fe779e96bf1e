/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* added.h - whether somebody added multicast groups to an endpoint's device by hand. */
#ifndef MB_ADDED_H
#define MB_ADDED_H

#include "world/world.h"

/* 1, 0, or -errno where it can't be seen. Of a netns all is read once. */
int mb_added_find(struct macbpf *mb, struct mb_world *w, const struct mb_dev *hostdev);
void mb_added_free(struct mb_world *w);

#endif /* MB_ADDED_H */
