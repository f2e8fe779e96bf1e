// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* netns.c - network namespaces: opening, finding, working in one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base.h"
#include "internal.h"
#include "netns.h"
#include "rtnl.h"

#define NAMED_DIR  "/run/netns"
#define DOCKER_DIR "/run/docker/netns"

static bool is_netns(int fd)
{
	struct statfs fs;

	return !fstatfs(fd, &fs) && fs.f_type == NSFS_MAGIC &&
	       ioctl(fd, NS_GET_NSTYPE) == CLONE_NEWNET;
}

static int open_path(const char *path)
{
	mb_auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (!is_netns(fd))
		return -EINVAL;
	return mb_take_fd(fd);
}

int mb_netns_open(const char *name_or_path)
{
	char path[4096];
	int len;

	if (strchr(name_or_path, '/'))
		return open_path(name_or_path);
	if (!*name_or_path || !strcmp(name_or_path, ".") || !strcmp(name_or_path, ".."))
		return -ENOENT;
	len = snprintf(path, sizeof(path), NAMED_DIR "/%s", name_or_path);
	if ((size_t)len >= sizeof(path))
		return -ENAMETOOLONG;
	return open_path(path);
}

int mb_netns_open_current(void)
{
	return open_path("/proc/thread-self/ns/net");
}

static int open_if_id(struct mb_rtnl *rtnl, const char *path, int32_t nsid)
{
	mb_auto_close int fd = open_path(path);
	int32_t id;

	if (fd < 0)
		return fd;
	if (mb_rtnl_nsid(rtnl, fd, &id) || id != nsid)
		return -ENXIO;
	return mb_take_fd(fd);
}

/* Tries dir/<entry><suffix> for each entry. */
static int search_dir(struct mb_rtnl *rtnl, const char *dir, const char *suffix, int32_t nsid)
{
	struct dirent *entry;
	char path[4096];
	int fd = -ENXIO;
	DIR *d;

	d = opendir(dir);
	if (!d)
		return -ENXIO;
	while (fd < 0 && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", dir, entry->d_name, suffix);
		fd = open_if_id(rtnl, path, nsid);
	}
	closedir(d);
	return fd < 0 ? -ENXIO : fd;
}

int mb_netns_open_by_id(struct mb_rtnl *rtnl, int32_t nsid)
{
	static const struct {
		const char *dir, *suffix;
	} places[] = {
		{ NAMED_DIR, "" },
		{ DOCKER_DIR, "" },
		{ "/proc", "/ns/net" },
	};
	int fd = -ENXIO;

	for (size_t i = 0; fd < 0 && i < ARRAY_SIZE(places); i++)
		fd = search_dir(rtnl, places[i].dir, places[i].suffix, nsid);
	return fd;
}

bool mb_netns_is(const struct macbpf *mb, int netns_fd, int32_t nsid)
{
	struct stat st;
	int32_t id;

	if (fstat(netns_fd, &st))
		return false;
	if (st.st_dev == mb->netns_dev && st.st_ino == mb->netns_ino)
		return nsid < 0;
	return nsid >= 0 && !mb_rtnl_nsid(mb->rtnl, netns_fd, &id) && id == nsid;
}

struct call {
	int netns_fd;
	int (*fn)(void *arg);
	void *arg;
	int result;
};

static void *call_thread(void *data)
{
	struct call *call = data;

	call->result = setns(call->netns_fd, CLONE_NEWNET) ? -errno : call->fn(call->arg);
	return NULL;
}

int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg)
{
	struct call call = { netns_fd, fn, arg, 0 };
	pthread_t thread;
	int err;

	err = pthread_create(&thread, NULL, call_thread, &call);
	if (err)
		return -err;
	pthread_join(thread, NULL);
	return call.result;
}

struct run {
	struct macbpf *mb;
	int (*fn)(struct macbpf *mb, void *arg);
	void *arg;
};

static int run_in_thread(void *data)
{
	struct run *run = data;

	return run->fn(run->mb, run->arg);
}

static bool at_home(const struct macbpf *mb)
{
	struct stat st;

	return !stat("/proc/thread-self/ns/net", &st) && st.st_dev == mb->netns_dev &&
	       st.st_ino == mb->netns_ino;
}

int mb_run(struct macbpf *mb, int (*fn)(struct macbpf *mb, void *arg), void *arg)
{
	struct run run = { mb, fn, arg };
	int err;

	mb_begin(mb);
	if (at_home(mb))
		err = fn(mb, arg);
	else
		err = mb_netns_call(mb->netns_fd, run_in_thread, &run);
	if (err && !mb->error[0])
		mb_fail(mb, err, "%s", strerror(-err));
	errno = -err;
	return err;
}
