/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* tbf.h - tbf, the queueing discipline that holds what a device sends to a rate (tc-tbf(8)). */
#ifndef MB_TBF_H
#define MB_TBF_H

#include "kernel/rtnl.h"

struct mb_tbf {
	uint64_t rate;	/* bytes per second */
	uint32_t burst; /* bytes that it lets go at once */
	uint32_t limit; /* bytes that wait; what is more is dropped */
};

/*
 * Puts it in the place of the kernel's own, or changes ours, which its handle tells from others'.
 * `anyway`: in the place of whatever is there. -EEXIST: it is somebody else's; -ENOENT: this kernel
 * has no tbf.
 */
int mb_tbf_put(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tbf *tbf, bool anyway);

/* Whether that of a device as it was listed is ours; also if the kernel can't say. */
bool mb_tbf_is_on(struct mb_netlink *rtnl, const struct mb_dev *dev);

/* -ENOENT: there is none of ours. */
int mb_tbf_del(struct mb_netlink *rtnl, uint32_t ifindex);

#endif /* MB_TBF_H */
