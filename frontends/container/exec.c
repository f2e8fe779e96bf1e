// SPDX-License-Identifier: GPL-2.0-only
/* exec.c - running another program: text in, text out. */
#include "container/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUSY_TRIES 5 /* with a second between them, as libcni does it */

struct pipes {
	int in[2], out[2];
};

static bool is_program(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

bool exec_find(const char *folders, const char *name, char path[PATH_MAX])
{
	while (*folders) {
		size_t len = strcspn(folders, ":");

		if (len &&
		    (size_t)snprintf(path, PATH_MAX, "%.*s/%s", (int)len, folders, name) <
			    PATH_MAX &&
		    is_program(path))
			return true;
		folders += len + (folders[len] == ':');
	}
	return false;
}

static void close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
	pair[0] = pair[1] = -1;
}

static int open_pipes(struct pipes *p)
{
	*p = (struct pipes){ { -1, -1 }, { -1, -1 } };
	if (!pipe2(p->in, O_CLOEXEC) && !pipe2(p->out, O_CLOEXEC) &&
	    fcntl(p->in[1], F_SETFL, O_NONBLOCK) >= 0)
		return 0;
	close_pair(p->in);
	close_pair(p->out);
	return -errno;
}

/* We ignore SIGPIPE; the program shall have it as everybody does. */
static int spawn(const char *const argv[], const struct pipes *p, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t defaults;
	int err;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, p->in[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, p->out[1], STDOUT_FILENO);
	err = posix_spawn(pid, argv[0], &files, &attr, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return -err;
}

/* Whoever doesn't want to read all of it needn't. */
static void feed(int *fd, const char **in, size_t *left)
{
	ssize_t n = write(*fd, *in, *left);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		*in += n;
		*left -= (size_t)n;
	}
	if (n < 0 || !*left) {
		close(*fd);
		*fd = -1;
	}
}

/* Reads on when the buffer is full, so that the program can end. */
static void drain(int *fd, struct exec *exec)
{
	char more[4096];
	size_t room = EXEC_OUT_MAX - exec->len;
	ssize_t n = read(*fd, more, sizeof(more));

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close(*fd);
		*fd = -1;
		return;
	}
	if ((size_t)n < room)
		room = (size_t)n;
	memcpy(exec->out + exec->len, more, room);
	exec->len += room;
}

static void converse(struct pipes *p, const char *in, size_t left, struct exec *exec)
{
	while (p->out[0] >= 0) {
		struct pollfd fds[] = {
			{ .fd = p->out[0], .events = POLLIN },
			{ .fd = p->in[1], .events = POLLOUT },
		};

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return;
		if (fds[0].revents)
			drain(&p->out[0], exec);
		if (fds[1].revents && p->in[1] >= 0)
			feed(&p->in[1], &in, &left);
	}
}

static int run_once(const char *const argv[], const char *in, size_t len, struct exec *exec)
{
	struct pipes p;
	pid_t pid;
	int err = open_pipes(&p);

	if (err)
		return err;
	err = spawn(argv, &p, &pid);
	close(p.in[0]);
	close(p.out[1]);
	p.in[0] = p.out[1] = -1;
	if (!err) {
		converse(&p, in, len, exec);
		while (waitpid(pid, &exec->status, 0) < 0 && errno == EINTR)
			;
	}
	close_pair(p.in);
	close_pair(p.out);
	return err;
}

int exec_run(const char *const argv[], const char *in, size_t in_len, struct exec *exec)
{
	int err = -ETXTBSY;

	*exec = (struct exec){ .out = malloc(EXEC_OUT_MAX + 1) };
	if (!exec->out)
		return -ENOMEM;
	for (int i = 0; err == -ETXTBSY && i < BUSY_TRIES; i++) {
		if (i)
			sleep(1);
		err = run_once(argv, in, in_len, exec);
	}
	exec->out[exec->len] = '\0';
	return err;
}
