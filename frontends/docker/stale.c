// SPDX-License-Identifier: GPL-2.0-only
/* stale.c - endpoints that docker never took, or gave back and forgot. */
#include "docker/stale.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/own.h"
#include "docker/ask.h"

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void stale_expect(struct stale *stale)
{
	if (!stale->due)
		stale->due = now_ms() + stale->grace_ms;
}

int stale_wait_ms(const struct stale *stale)
{
	uint64_t now = now_ms();

	if (!stale->due)
		return -1;
	if (stale->due <= now)
		return 0;
	return stale->due - now < INT_MAX ? (int)(stale->due - now) : INT_MAX;
}

static void forget(char **owners, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(owners[i]);
	free(owners);
}

static bool was_seen(const struct stale *stale, const char *owner)
{
	for (size_t i = 0; i < stale->count; i++)
		if (!strcmp(stale->seen[i], owner))
			return true;
	return false;
}

/* Ours, and beside its lower. */
static bool is_waiting(const struct macbpf_link_info *info)
{
	return info->netnsid == -1 && !strncmp(info->owner, ASK_FRONT ":", sizeof(ASK_FRONT));
}

static void delete_waiting(struct macbpf *mb, const struct macbpf_link_info *info)
{
	int err = macbpf_owner__del(mb, info->owner);

	if (err && err != -ENODEV)
		fprintf(stderr, "warning: %s\n", macbpf__error(mb));
	else if (!err)
		fprintf(stderr, "info: deleted %s, which docker has not taken\n", info->name);
}

/* Those that are seen for the first time. */
static void sort_out(struct stale *next, const struct stale *last, struct macbpf *mb,
		     const struct macbpf_links *links)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;

	while ((link = macbpf_links__next(links, link))) {
		if (macbpf_link__info(link, &info) || !is_waiting(&info))
			continue;
		if (was_seen(last, info.owner))
			delete_waiting(mb, &info);
		else if (mb_grow(&next->seen, next->count) &&
			 (next->seen[next->count] = strdup(info.owner)))
			next->count++;
	}
}

/* After an error it is looked for again. */
void stale_look(struct stale *stale, struct macbpf *mb)
{
	MACBPF_OPTS(macbpf_links_opts, which, .skip_hooks = 1);
	struct stale next = { .grace_ms = stale->grace_ms };
	struct macbpf_links *links = NULL;
	int err;

	if (!stale->due || stale->due > now_ms())
		return;
	err = macbpf_links__get(mb, &which, &links);
	if (!err)
		sort_out(&next, stale, mb, links);
	macbpf_links__free(links);
	stale_free(stale);
	*stale = next;
	if (err || next.count)
		stale_expect(stale);
}

void stale_free(struct stale *stale)
{
	forget(stale->seen, stale->count);
	stale->seen = NULL;
	stale->count = 0;
}
