// SPDX-License-Identifier: GPL-2.0-only
/* sysctl.c - settings of devices in the current netns. */
#include "container/sysctl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int sysctl_set(const char *family, const char *device, const char *key, const char *value)
{
	char path[128];
	int fd, err = 0;

	/* Paths have no dots to be confused by: a device may be called eth0.10. */
	snprintf(path, sizeof(path), "/proc/sys/net/%s/conf/%s/%s", family, device, key);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, value, strlen(value)) < 0)
		err = -errno;
	close(fd);
	return err;
}
