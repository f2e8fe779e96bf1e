/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* count.h - what was counted of an endpoint, by reason: mb_ep_counts. */
#ifndef MB_ABI_COUNT_H
#define MB_ABI_COUNT_H

#include <linux/types.h>

#include "reason.h"

#define MB_EP_REASONS 64u /* a power of two, with room for those to come */

/*
 * mb_ep_counts[hostdev]: made with the endpoint, so that what is no endpoint's is counted in
 * mb_reasons alone. A frame is counted of who sent it, but of who was to get it if it is a copy, or
 * came back.
 */
struct mb_ep_counts {
	__u64 frames[MB_EP_REASONS]; /* by enum mb_reason; programs add */
};
_Static_assert(sizeof(struct mb_ep_counts) == 512, "mb_ep_counts has padding");
_Static_assert(MB_R_COUNT <= MB_EP_REASONS, "the reasons outgrow mb_ep_counts");

#endif /* MB_ABI_COUNT_H */
