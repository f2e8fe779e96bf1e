// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* sysctl.c - settings of a device for which rtnetlink has no words. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>

#include "base.h"
#include "sysctl.h"

#define CONF "/proc/sys/net/ipv6/conf/"

/* Whether a new device has none anyway: to look costs less than a path that nobody walked before.
 */
static bool is_default(void)
{
	mb_auto_close int fd = open(CONF "default/disable_ipv6", O_RDONLY | O_CLOEXEC);
	char value;

	return fd >= 0 && read(fd, &value, 1) == 1 && value == '1';
}

int mb_sysctl_no_ipv6(const char *device)
{
	mb_auto_close int fd = -1;
	char path[128];

	if (is_default())
		return 0;
	snprintf(path, sizeof(path), CONF "%s/disable_ipv6", device);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "1", 1) != 1)
		return -errno;
	return 0;
}
