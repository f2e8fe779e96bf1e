/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* adopt.h - the tap of another program's that an add is to take over. */
#ifndef MB_ADOPT_H
#define MB_ADOPT_H

#include "endpoint/change.h"

/*
 * Looks whether there is one to be had, and takes from it what isn't given; of another kind, it
 * does nothing. Changes nothing but `c`.
 */
int mb_adopt_find(struct mb_change *c);

#endif /* MB_ADOPT_H */
