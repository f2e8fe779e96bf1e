// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* sysctl.c - settings of a device for which rtnetlink has no words. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "base.h"
#include "sysctl.h"

int mb_sysctl_no_ipv6(const char *device)
{
	mb_auto_close int fd = -1;
	char path[128];

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/disable_ipv6", device);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "1", 1) != 1)
		return -errno;
	return 0;
}
