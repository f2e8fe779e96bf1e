/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* link_add.h - the two halves of an add, for what adds or sets. */
#ifndef MB_LINK_ADD_H
#define MB_LINK_ADD_H

#include "endpoint/change.h"

/* What can be checked without looking, and the defaults. */
int mb_link_add_prepare(struct mb_change *c);

/* Of struct mb_change: the rest, as a writing function's work. */
int mb_link_add_locked(struct macbpf *mb, struct mb_world *w, void *arg);

/* The device that endpoints are made on if this one is given; NULL: there is none of that name. */
const struct mb_dev *mb_link_add_lower(const struct mb_world *w, const char *name);

/* What is told, and may be done, when the lock is given back. */
void mb_link_add_tell(const struct mb_change *c);

#endif /* MB_LINK_ADD_H */
