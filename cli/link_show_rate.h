/* SPDX-License-Identifier: GPL-2.0-only */
/* link_show_rate.h - how much an endpoint may get in a second, as a listing tells it */
#ifndef CLI_LINK_SHOW_RATE_H
#define CLI_LINK_SHOW_RATE_H

#include "link.h"

void link_show_rate(struct out *out, const struct macbpf_link_info *info);

#endif /* CLI_LINK_SHOW_RATE_H */
