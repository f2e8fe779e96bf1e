// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* hostdev.c - what tells a hostdev: its name, and the mark in its alias. */
#include <stdio.h>
#include <string.h>

#include "world/hostdev.h"

#define ALIAS_PREFIX "macbpf:"

const char *mb_hostdev_name(char buf[MB_IFNAME_LEN], uint32_t id)
{
	snprintf(buf, MB_IFNAME_LEN, "mb%u", id);
	return buf;
}

const char *mb_hostdev_queue_name(char buf[MB_IFNAME_LEN], uint32_t id, const char *end)
{
	snprintf(buf, MB_IFNAME_LEN, "mb%u-%s", id, end);
	return buf;
}

const char *mb_hostdev_shown(const struct mb_dev *hostdev)
{
	return *hostdev->hostname ? hostdev->hostname : hostdev->name;
}

/* A tap's alias is also its user's, who may write over ours: it has the other name besides. */
bool mb_hostdev_is(const struct mb_dev *dev)
{
	return mb_hostdev_mark(dev->alias) || *dev->hostname;
}

const char *mb_hostdev_alias(char buf[MB_IFALIAS_LEN], const char *lower, const char *name,
			     const char *owner)
{
	snprintf(buf, MB_IFALIAS_LEN, ALIAS_PREFIX "%s:%s%s%s", lower, name, owner ? ":" : "",
		 owner ?: "");
	return buf;
}

/* Neither names nor owners have blanks; a tap's user may have an alias of his own behind one. */
size_t mb_hostdev_mark(const char *alias)
{
	bool is_ours = !strncmp(alias, ALIAS_PREFIX, strlen(ALIAS_PREFIX));

	return is_ours ? strcspn(alias, " ") : 0;
}

const char *mb_hostdev_alias_behind(const struct mb_dev *hostdev)
{
	size_t mark = mb_hostdev_mark(hostdev->alias);

	return hostdev->alias + mark + (mark && hostdev->alias[mark]);
}

/* Owners may have slashes in theirs, names don't. */
bool mb_hostdev_is_made(const struct mb_dev *hostdev)
{
	const char *lower = hostdev->alias + strlen(ALIAS_PREFIX);
	const char *name = mb_hostdev_mark(hostdev->alias) ? strchr(lower, ':') : NULL;
	size_t len = name ? strcspn(name + 1, ": /") : 0;

	return name && strncmp(name + 1 + len, MB_ADOPTED, strlen(MB_ADOPTED)) != 0;
}

bool mb_hostdev_is_on(const struct mb_dev *hostdev, const char *lower)
{
	const char *name = hostdev->alias + strlen(ALIAS_PREFIX);
	size_t len = strlen(lower);

	return mb_hostdev_mark(hostdev->alias) && !strncmp(name, lower, len) && name[len] == ':';
}

/* No device's name holds a colon, nor a blank. */
static const char *copy_name(char to[MB_IFNAME_LEN], const char *from)
{
	size_t len = strcspn(from, ": ");

	snprintf(to, MB_IFNAME_LEN, "%.*s", (int)len, from);
	return from + len + (from[len] == ':');
}

void mb_hostdev_names(const struct mb_dev *hostdev, char lower[MB_IFNAME_LEN],
		      char name[MB_IFNAME_LEN])
{
	const char *rest = hostdev->alias + strlen(ALIAS_PREFIX);

	copy_name(name, copy_name(lower, rest));
}

/* No device's name holds a colon. */
const char *mb_hostdev_owner(const struct mb_dev *hostdev, char buf[MB_IFALIAS_LEN])
{
	const char *rest = buf;

	snprintf(buf, MB_IFALIAS_LEN, "%.*s", (int)mb_hostdev_mark(hostdev->alias), hostdev->alias);
	for (int i = 0; rest && i < 3; i++) {
		rest = strchr(rest, ':');
		if (rest)
			rest++;
	}
	return rest ?: "";
}

bool mb_hostdev_is_of(const struct mb_dev *hostdev, const char *owner)
{
	char buf[MB_IFALIAS_LEN];

	return hostdev && *owner && !strcmp(mb_hostdev_owner(hostdev, buf), owner);
}
