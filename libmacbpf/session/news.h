/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* news.h - what was heard since somebody looked around last, as what is to be looked at. */
#ifndef MB_NEWS_H
#define MB_NEWS_H

#include "session/ears.h"
#include "session/watched.h"

/* What a pass tells others that it was. */
#define MB_NEWS_AGENT "agent"

#define MB_NEWS_HOSTDEVS 256 /* more are all */
#define MB_NEWS_LOWERS	 16

struct mb_news {
	bool all;			    /* each device is to be looked at */
	uint32_t hostdev[MB_NEWS_HOSTDEVS]; /* whose devices are to be looked at */
	size_t hostdevs;
	uint32_t moved[MB_NEWS_LOWERS]; /* lowers whose cable is another now */
	size_t moves;
};

/* Whether it is a reason to look around. */
bool mb_news_hear(struct mb_news *news, const struct mb_watched *watched,
		  const struct mb_heard *heard);

bool mb_news_has_hostdev(const struct mb_news *news, uint32_t hostdev);
bool mb_news_has_moved(const struct mb_news *news, uint32_t lower);

#endif /* MB_NEWS_H */
