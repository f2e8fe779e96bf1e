// SPDX-License-Identifier: GPL-2.0-only
/* netns.c - the container's network namespace. */
#include "container/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

static int home = -1;

int netns_open(struct error *error, const char *path, int *fd)
{
	struct statfs fs;

	*fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*fd < 0 && errno != ENOENT && errno != ENOTDIR)
		return error_set(error, ERROR_ENVIRONMENT, "can't open CNI_NETNS \"%s\": %s", path,
				 strerror(errno));
	if (*fd < 0 || (!fstatfs(*fd, &fs) && fs.f_type == NSFS_MAGIC))
		return 0;
	/* The file that the netns was mounted on outlives it. */
	close(*fd);
	*fd = -1;
	return 0;
}

bool netns_is_own(int fd)
{
	struct stat own, other;

	return !stat("/proc/self/ns/net", &own) && !fstat(fd, &other) &&
	       own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

int netns_enter(struct error *error, int fd)
{
	home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (home >= 0 && !setns(fd, CLONE_NEWNET))
		return 0;
	return error_set(error, errno == EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
			 "can't enter the container's network namespace: %s%s", strerror(errno),
			 errno == EPERM ? " (be root)" : "");
}

void netns_leave(void)
{
	if (setns(home, CLONE_NEWNET)) {
		perror("macbpf-cni: can't leave the container's network namespace");
		abort();
	}
	close(home);
	home = -1;
}
