/* SPDX-License-Identifier: GPL-2.0-only */
/* link_show_stats.h - what was counted of an endpoint, as a listing tells it */
#ifndef CLI_LINK_SHOW_STATS_H
#define CLI_LINK_SHOW_STATS_H

#include "link.h"

void link_show_stats(struct app *app, const struct macbpf_link *link,
		     const struct macbpf_link_info *info);

#endif /* CLI_LINK_SHOW_STATS_H */
