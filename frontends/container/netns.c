// SPDX-License-Identifier: GPL-2.0-only
/* netns.c - the container's network namespace. */
#include "container/netns.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "common/netns.h"

/* The file that a netns was mounted on outlives it. */
int netns_open(struct error *error, const char *path, int *fd)
{
	int err = mb_netns_open(path);

	*fd = err < 0 ? -1 : err;
	if (*fd >= 0 || err == -ENOENT || err == -ENOTDIR || err == -EINVAL)
		return 0;
	return error_set(error, ERROR_ENVIRONMENT, "can't open CNI_NETNS \"%s\": %s", path,
			 strerror(-err));
}

bool netns_is_own(int fd)
{
	struct stat own, other;

	return !stat("/proc/self/ns/net", &own) && !fstat(fd, &other) &&
	       own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

static int cant_enter(struct error *error, int err)
{
	return error_set(error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
			 "can't enter the container's network namespace: %s%s", strerror(-err),
			 err == -EPERM ? " (be root)" : "");
}

int netns_call(struct error *error, int fd, int (*fn)(void *arg), void *arg)
{
	int err = mb_netns_call(fd, fn, arg);

	return err < 0 ? cant_enter(error, err) : err;
}

int netns_socket(struct error *error, int fd, struct mb_netlink **nl)
{
	int err = mb_netlink_open(nl, fd);

	if (err && fd >= 0)
		return cant_enter(error, err);
	if (err)
		return error_set(error, ERROR_INTERNAL, "can't talk to rtnetlink: %s",
				 strerror(-err));
	return 0;
}
