/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * told.h - what a telling program would have done, for who runs it: mb_told.
 *
 * What becomes of the frame itself is in its control block, as with MB_F_TRACE. Both sides of this
 * are of one build: it is no part of the contract.
 */
#ifndef MB_TOLD_H
#define MB_TOLD_H

#include <linux/types.h>

#include "abi/base.h"
#include "abi/reason.h"

#define MB_TOLD_COPIES	8192u /* each endpoint once, and as often by source lists */
#define MB_TOLD_REASONS 64u

_Static_assert(MB_TOLD_COPIES >= 2 * MB_ENDPOINTS_MAX, "not all copies are told");
_Static_assert(MB_R_COUNT <= MB_TOLD_REASONS, "not all reasons are told");

struct mb_told {
	__u32 copies;
	__u32 counted[MB_TOLD_REASONS]; /* by enum mb_reason */
	__u32 copy[MB_TOLD_COPIES];	/* ifindex: a hostdev; the lower: the host */
};

#endif /* MB_TOLD_H */
