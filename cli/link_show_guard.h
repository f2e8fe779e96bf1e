/* SPDX-License-Identifier: GPL-2.0-only */
/* link_show_guard.h - what an endpoint may send, as a listing tells it */
#ifndef CLI_LINK_SHOW_GUARD_H
#define CLI_LINK_SHOW_GUARD_H

#include "link.h"

void link_show_guard(struct out *out, const struct macbpf_link *link,
		     const struct macbpf_link_info *info);

#endif /* CLI_LINK_SHOW_GUARD_H */
