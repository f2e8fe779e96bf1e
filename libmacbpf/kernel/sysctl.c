// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* sysctl.c - settings of a device for which rtnetlink has no words. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/own.h"
#include "kernel/sysctl.h"

#define CONF "/proc/sys/net/ipv6/conf/"

static bool says(const char *device, char wanted)
{
	mb_auto_close int fd = -1;
	char path[128], value;

	snprintf(path, sizeof(path), CONF "%s/disable_ipv6", device);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd >= 0 && read(fd, &value, 1) == 1 && value == wanted;
}

/* Whether a new device has none anyway: to look costs less than a path that nobody walked before.
 */
static bool is_off_by_default(void)
{
	return says("default", '1');
}

static int write_conf(const char *device, const char *file, const char *value, size_t len)
{
	mb_auto_close int fd = -1;
	char path[128];
	ssize_t done;

	snprintf(path, sizeof(path), CONF "%s/%s", device, file);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	done = fd < 0 ? -1 : write(fd, value, len);
	if (done < 0)
		return -errno;
	return done == (ssize_t)len ? 0 : -EIO;
}

int mb_sysctl_no_ipv6(const char *device)
{
	return is_off_by_default() ? 0 : write_conf(device, "disable_ipv6", "1", 1);
}

bool mb_sysctl_has_ipv6(const char *device)
{
	return says(device, '0');
}

int mb_sysctl_again_ipv6(const char *device)
{
	return write_conf(device, "disable_ipv6", "0", 1);
}

int mb_sysctl_default_dad(const char *device)
{
	mb_auto_close int fd = open(CONF "default/accept_dad", O_RDONLY | O_CLOEXEC);
	char value[16];
	ssize_t len;

	/* A kernel without IPv6 has no duplicates. */
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	len = read(fd, value, sizeof(value));
	return len <= 0 ? -EIO : write_conf(device, "accept_dad", value, (size_t)len);
}

uint32_t mb_sysctl_backlog(void)
{
	mb_auto_close int fd = open("/proc/sys/net/core/netdev_max_backlog", O_RDONLY | O_CLOEXEC);
	char value[16] = "";
	long frames;

	if (fd < 0 || read(fd, value, sizeof(value) - 1) <= 0)
		return 0;
	frames = strtol(value, NULL, 10);
	return frames > 0 && frames < INT32_MAX ? (uint32_t)frames : 0;
}
