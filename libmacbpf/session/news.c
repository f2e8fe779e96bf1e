// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* news.c - what was heard since somebody looked around last, as what is to be looked at. */
#include <ctype.h>
#include <string.h>

#include "common/own.h"
#include "session/news.h"

static bool has(const uint32_t *list, size_t count, uint32_t ifindex)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == ifindex)
			return true;
	return false;
}

bool mb_news_has_hostdev(const struct mb_news *news, uint32_t hostdev)
{
	return news->all || has(news->hostdev, news->hostdevs, hostdev);
}

bool mb_news_has_moved(const struct mb_news *news, uint32_t lower)
{
	return has(news->moved, news->moves, lower);
}

static void name_hostdev(struct mb_news *news, uint32_t hostdev)
{
	if (mb_news_has_hostdev(news, hostdev))
		return;
	if (news->hostdevs == ARRAY_SIZE(news->hostdev))
		news->all = true;
	else
		news->hostdev[news->hostdevs++] = hostdev;
}

/* What a lower has, many devices may have to have. */
static void name_lower(struct mb_news *news, const struct mb_linkevent *link)
{
	news->all = news->all || !link->is_filter;
	if (link->cable_moved && !mb_news_has_moved(news, link->ifindex) &&
	    news->moves < ARRAY_SIZE(news->moved))
		news->moved[news->moves++] = link->ifindex;
}

static bool hear_of(struct mb_news *news, const struct mb_watched_dev *dev)
{
	if (dev && dev->hostdev)
		name_hostdev(news, dev->hostdev);
	return dev;
}

/*
 * What stands on a lower, as a VLAN device; or behind an endpoint; or is an endpoint's device. In
 * which netns the other end of one elsewhere is can't be told: it may be ours.
 */
static bool hear_above(struct mb_news *news, const struct mb_watched *watched,
		       const struct mb_linkevent *link)
{
	const struct mb_watched_dev *hostdev;

	if (!link->link_is_far)
		return hear_of(news, mb_watched_find(watched, link->nsid, link->link));
	if (link->nsid < 0)
		return hear_of(news, mb_watched_find(watched, link->link_nsid, link->link));
	hostdev = mb_watched_find(watched, -1, link->link);
	return hostdev && hostdev->hostdev && hear_of(news, hostdev);
}

static bool is_hostdev_name(const char *name)
{
	return !strncmp(name, "mb", 2) && isdigit((unsigned char)name[2]);
}

/* A hostdev that is not known yet is one that was just made. */
static bool hear_device(struct mb_news *news, const struct mb_watched *watched,
			const struct mb_linkevent *link)
{
	const struct mb_watched_dev *dev = mb_watched_find(watched, link->nsid, link->ifindex);
	bool is_new = !dev && link->nsid < 0 && is_hostdev_name(link->name);

	if (dev && !dev->hostdev)
		name_lower(news, link);
	if (is_new)
		name_hostdev(news, link->ifindex);
	if (hear_of(news, dev))
		is_new = true;
	return (link->link && hear_above(news, watched, link)) || is_new;
}

bool mb_news_hear(struct mb_news *news, const struct mb_watched *watched,
		  const struct mb_heard *heard)
{
	switch (heard->type) {
	case MB_HEARD_DEVICE:
		return hear_device(news, watched, &heard->link);
	case MB_HEARD_COMMAND:
		/* What another agent has seen, this one sees. */
		return strcmp(heard->command.command, MB_NEWS_AGENT) != 0;
	default:
		news->all = true;
		return true;
	}
}
