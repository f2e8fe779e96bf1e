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
	ssize_t done;
	int fd, err = 0;

	/* Paths have no dots to be confused by: a device may be called eth0.10. */
	snprintf(path, sizeof(path), "/proc/sys/net/%s/conf/%s/%s", family, device, key);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	done = write(fd, value, strlen(value));
	if (done != (ssize_t)strlen(value))
		err = done < 0 ? -errno : -EIO;
	close(fd);
	return err;
}
