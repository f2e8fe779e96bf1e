// SPDX-License-Identifier: GPL-2.0-only
/* gone.c - that a netns has lost its name. */
#include "gone.h"

#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/param.h>

#include "common/netns.h"
#include "common/own.h"

/* The folder, and what it is called there. */
static const char *split(const char *netns, char dir[PATH_MAX])
{
	const char *slash = strrchr(netns, '/');

	if (!slash) {
		snprintf(dir, PATH_MAX, MB_NETNS_DIR);
		return netns;
	}
	snprintf(dir, PATH_MAX, "%.*s", (int)MAX(slash - netns, 1), netns);
	return slash + 1;
}

int gone_watch(const char *netns)
{
	mb_auto_close int fd = -1;
	char dir[PATH_MAX];

	if (!netns)
		return -1;
	split(netns, dir);
	fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (fd < 0 || inotify_add_watch(fd, dir, IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR) < 0)
		return -1;
	return mb_take_fd(fd);
}

bool gone_happened(int fd, const char *netns)
{
	_Alignas(struct inotify_event) char events[4096];
	const struct inotify_event *event;
	bool gone = false;
	char dir[PATH_MAX];
	ssize_t len;

	netns = split(netns, dir);
	while ((len = read(fd, events, sizeof(events))) > 0)
		for (char *at = events; at < events + len; at += sizeof(*event) + event->len) {
			event = (const struct inotify_event *)at;
			gone = gone || (event->len && !strcmp(event->name, netns));
		}
	return gone;
}
