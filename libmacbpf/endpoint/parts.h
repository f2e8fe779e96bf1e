/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* parts.h - all that an endpoint has. */
#ifndef MB_PARTS_H
#define MB_PARTS_H

#include "endpoint/change.h"

/* Makes all parts what is wanted; after an error they are what they were. */
int mb_parts_apply(struct mb_change *c);
void mb_parts_undo(struct mb_change *c);

#endif /* MB_PARTS_H */
