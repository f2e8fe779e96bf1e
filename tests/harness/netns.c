// SPDX-License-Identifier: GPL-2.0-only
/* netns.c - make, enter and drop network namespaces. */
#include "netns.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define NETNS_DIR "/run/netns"

static int home = -1;

static void home_open(void)
{
	if (home >= 0)
		return;
	home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (home < 0)
		err(1, "own netns");
}

void netns_sandbox(const char *suite)
{
	if (geteuid()) {
		fprintf(stderr, "%s: skipped: needs root\n", suite);
		exit(77);
	}
	home_open();
	if (unshare(CLONE_NEWNS))
		err(1, "unshare mounts");
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		err(1, "make mounts private");
	if (mkdir(NETNS_DIR, 0755) && errno != EEXIST)
		err(1, NETNS_DIR);
	if (mount("none", NETNS_DIR, "tmpfs", 0, NULL))
		err(1, "mount " NETNS_DIR);
}

static void path_of(const struct netns *ns, char path[64])
{
	snprintf(path, 64, NETNS_DIR "/%s", ns->name);
}

static void ipv6_off(const char *conf)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/net/ipv6/conf/%s/disable_ipv6", conf);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return; /* a kernel without IPv6 */
	if (write(fd, "1", 1) != 1)
		err(1, "%s", path);
	close(fd);
}

void netns_make(struct netns *ns, const char *name)
{
	char path[64];
	int fd;

	home_open();
	snprintf(ns->name, sizeof(ns->name), "%s", name);
	path_of(ns, path);
	fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd < 0)
		err(1, "%s", path);
	close(fd);
	if (unshare(CLONE_NEWNET))
		err(1, "unshare network");
	if (mount("/proc/thread-self/ns/net", path, "none", MS_BIND, NULL))
		err(1, "bind %s", path);
	ipv6_off("all");
	ipv6_off("default");
	ns->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (ns->fd < 0)
		err(1, "%s", path);
	netns_leave();
}

void netns_drop(struct netns *ns)
{
	char path[64];

	if (ns->fd < 0)
		return;
	path_of(ns, path);
	close(ns->fd);
	ns->fd = -1;
	if (umount2(path, MNT_DETACH) || unlink(path))
		err(1, "drop %s", path);
}

void netns_enter(const struct netns *ns)
{
	home_open();
	if (setns(ns->fd, CLONE_NEWNET))
		err(1, "enter netns %s", ns->name);
}

void netns_leave(void)
{
	if (setns(home, CLONE_NEWNET))
		err(1, "leave netns");
}
