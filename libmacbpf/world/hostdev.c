// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* hostdev.c - what tells a hostdev: its name, and the mark in its alias. */
#include <stdio.h>
#include <string.h>

#include "world/world.h"

#define ALIAS_PREFIX "macbpf:"

const char *mb_hostdev_name(char buf[MB_IFNAME_LEN], uint32_t id)
{
	snprintf(buf, MB_IFNAME_LEN, "mb%u", id);
	return buf;
}

const char *mb_hostdev_shown(const struct mb_dev *hostdev)
{
	return *hostdev->hostname ? hostdev->hostname : hostdev->name;
}

bool mb_alias_is_ours(const char *alias)
{
	return !strncmp(alias, ALIAS_PREFIX, strlen(ALIAS_PREFIX));
}

/* A tap's alias is also its user's, who may write over ours: it has the other name besides. */
bool mb_is_hostdev(const struct mb_dev *dev)
{
	return mb_alias_is_ours(dev->alias) || *dev->hostname;
}

/* No device's name holds a colon; a tap's user may have an alias of his own behind a blank. */
const char *mb_endpoint_owner(const struct mb_endpoint *ep, char buf[MB_IFALIAS_LEN])
{
	const char *rest = buf;

	snprintf(buf, MB_IFALIAS_LEN, "%s", ep->hostdev ? ep->hostdev->alias : "");
	buf[strcspn(buf, " ")] = '\0';
	for (int i = 0; rest && i < 3; i++) {
		rest = strchr(rest, ':');
		if (rest)
			rest++;
	}
	return rest ?: "";
}
