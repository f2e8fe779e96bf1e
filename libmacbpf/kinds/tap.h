/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* tap.h - what taps have in common, be they ours or somebody else's. */
#ifndef MB_TAP_H
#define MB_TAP_H

#include "world/world.h"

/*
 * Its user has the alias behind our mark and a blank. The address is the guest's, which the tap's
 * need not be.
 */
void mb_tap_view(const struct mb_endpoint *ep, struct mb_dev *dev);
int mb_tap_wrap_alias(const struct mb_endpoint *ep, const char *alias,
		      char wrapped[MB_IFALIAS_LEN]);

#endif /* MB_TAP_H */
