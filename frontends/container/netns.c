// SPDX-License-Identifier: GPL-2.0-only
/* netns.c - the container's network namespace. */
#include "container/netns.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "common/netns.h"

/* The file that a netns was mounted on outlives it. */
int netns_open(const char *path)
{
	int fd = mb_netns_open(path);

	return fd == -ENOTDIR || fd == -EINVAL ? -ENOENT : fd;
}

bool netns_is_own(int fd)
{
	struct stat own, other;

	return !stat("/proc/self/ns/net", &own) && !fstat(fd, &other) &&
	       own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

static int cant_enter(const struct attachment *at, int err)
{
	return error_set(at->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
			 "can't enter the container's network namespace: %s%s", strerror(-err),
			 err == -EPERM ? " (be root)" : "");
}

int netns_call(const struct attachment *at, int (*fn)(void *arg), void *arg)
{
	int err = mb_netns_call(at->netns_fd, fn, arg);

	return err < 0 ? cant_enter(at, err) : err;
}

int netns_socket(const struct attachment *at, bool inside, struct mb_netlink **nl)
{
	int err = mb_netlink_open(nl, inside ? at->netns_fd : -1);

	if (err && inside)
		return cant_enter(at, err);
	if (err)
		return error_set(at->error, ERROR_INTERNAL, "can't talk to rtnetlink: %s",
				 strerror(-err));
	return 0;
}
