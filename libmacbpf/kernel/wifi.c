// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* wifi.c - whether a device is one of wireless LAN, of which rtnetlink says nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kernel/wifi.h"

#define CLASS "/sys/class/net/"

/* What sysfs shows is the netns in which it was mounted: another may have the name, too. */
static bool is_shown(const char *name, uint32_t ifindex)
{
	char path[64], line[16] = "";
	FILE *file;

	snprintf(path, sizeof(path), CLASS "%s/ifindex", name);
	file = fopen(path, "re");
	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		*line = '\0';
	fclose(file);
	return strtoul(line, NULL, 10) == ifindex;
}

bool mb_wifi_is(const char *name, uint32_t ifindex)
{
	char path[64];

	snprintf(path, sizeof(path), CLASS "%s/phy80211", name);
	return !access(path, F_OK) && is_shown(name, ifindex);
}
