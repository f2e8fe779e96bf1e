// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* netns.c - network namespaces: opening, working in one. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/vfs.h>

#include "common/netns.h"
#include "common/own.h"

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
	len = snprintf(path, sizeof(path), MB_NETNS_DIR "/%s", name_or_path);
	if ((size_t)len >= sizeof(path))
		return -ENAMETOOLONG;
	return open_path(path);
}

int mb_netns_open_current(void)
{
	return open_path("/proc/thread-self/ns/net");
}

struct call {
	int netns_fd; /* -1: a new one */
	int (*fn)(void *arg);
	void *arg;
	int result;
};

static int enter(int netns_fd)
{
	int err = netns_fd < 0 ? unshare(CLONE_NEWNET) : setns(netns_fd, CLONE_NEWNET);

	return err ? -errno : 0;
}

static void *call_thread(void *data)
{
	struct call *call = data;

	call->result = enter(call->netns_fd) ?: call->fn(call->arg);
	return NULL;
}

/*
 * The program's handlers run in its own threads, where it expects them, and not in another netns.
 * Left is what a thread raises by what it does: blocked, most of it would end the program.
 */
static void block_signals(sigset_t *before)
{
	static const int own[] = { SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGSEGV, SIGSYS, SIGTRAP };
	sigset_t others;

	sigfillset(&others);
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		sigdelset(&others, own[i]);
	pthread_sigmask(SIG_BLOCK, &others, before);
}

static int start(pthread_t *thread, struct call *call)
{
	sigset_t before;
	int err;

	block_signals(&before);
	err = pthread_create(thread, NULL, call_thread, call);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static int run(struct call *call)
{
	pthread_t thread;
	int err = start(&thread, call);

	if (err)
		return -err;
	pthread_join(thread, NULL);
	return call->result;
}

int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg)
{
	struct call call = { netns_fd, fn, arg, 0 };

	return netns_fd < 0 ? -EBADF : run(&call);
}

int mb_netns_call_apart(int (*fn)(void *arg), void *arg)
{
	struct call call = { -1, fn, arg, 0 };

	return run(&call);
}
