// SPDX-License-Identifier: GPL-2.0-only
/* closer.c - threads that close sockets. */
#include "closer.h"

#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

#define CLOSERS 16 /* grace periods are waited for together */

static int queue[2] = { -1, -1 };
static pid_t owner; /* threads don't survive a fork */

static void *close_all(void *arg)
{
	int fd;

	while (read(queue[0], &fd, sizeof(fd)) == sizeof(fd))
		close(fd);
	return arg;
}

static void start(void)
{
	struct rlimit files;
	pthread_t thread;

	if (getrlimit(RLIMIT_NOFILE, &files))
		err(1, "limit of files");
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) || pipe2(queue, O_CLOEXEC))
		err(1, "prepare to close sockets");
	for (int i = 0; i < CLOSERS; i++)
		if (pthread_create(&thread, NULL, close_all, NULL) || pthread_detach(thread))
			errx(1, "can't start a thread");
	owner = getpid();
}

void close_later(int fd)
{
	if (owner != getpid())
		start();
	if (write(queue[1], &fd, sizeof(fd)) != sizeof(fd))
		err(1, "close a socket");
}
