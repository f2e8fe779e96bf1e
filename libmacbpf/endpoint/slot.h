/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* slot.h - an endpoint's slot in its port: taken before all else, and its record with it. */
#ifndef MB_SLOT_H
#define MB_SLOT_H

#include "endpoint/change.h"

/* Steps of an add. The record comes first: whoever finds it still building knows what to remove. */
int mb_slot_reserve(void *change);
void mb_slot_release(void *change);

/* A command that was killed before leaves an endpoint half made, which the next one removes. */
int mb_slot_finish(void *change);

#endif /* MB_SLOT_H */
