// SPDX-License-Identifier: GPL-2.0-only
/* run.c - run commands in network namespaces. */
#include "run.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 256
#define LINE_LEN  8192

static void become(const struct netns *ns, char *line, int out, int errors)
{
	char *argv[WORDS_MAX + 1], *save;
	int n = 0;

	for (char *word = strtok_r(line, " ", &save); word && n < WORDS_MAX;
	     word = strtok_r(NULL, " ", &save))
		argv[n++] = word;
	argv[n] = NULL;
	if (ns && setns(ns->fd, CLONE_NEWNET))
		err(127, "enter netns %s", ns->name);
	dup2(out, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	execvp(argv[0], argv);
	err(127, "%s", argv[0]);
}

static pid_t start(const struct netns *ns, const char *line, int out, int errors)
{
	char copy[LINE_LEN];
	pid_t pid;

	snprintf(copy, sizeof(copy), "%s", line);
	fflush(NULL);
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (!pid)
		become(ns, copy, out, errors);
	return pid;
}

/* False at the end of the stream. What doesn't fit is read and thrown away. */
static bool take(int fd, char *text, size_t *len)
{
	size_t room = RUN_TEXT_MAX - 1 - *len;
	char waste[4096];
	ssize_t n = room ? read(fd, text + *len, room) : read(fd, waste, sizeof(waste));

	if (n > 0 && room)
		*len += n;
	text[*len] = '\0';
	return n > 0 || (n < 0 && errno == EINTR);
}

static void listen_to(struct run *r, int out, int errors)
{
	struct pollfd fds[2] = { { out, POLLIN, 0 }, { errors, POLLIN, 0 } };
	char *text[2] = { r->out, r->err };
	size_t len[2] = { 0, 0 };

	r->out[0] = r->err[0] = '\0';
	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			err(1, "poll");
		for (int i = 0; i < 2; i++)
			if (fds[i].fd >= 0 && fds[i].revents && !take(fds[i].fd, text[i], &len[i]))
				fds[i].fd = -1;
	}
}

static int run_line(struct run *r, const struct netns *ns, const char *line)
{
	int out[2], errors[2], status;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(errors, O_CLOEXEC))
		err(1, "pipe");
	pid = start(ns, line, out[1], errors[1]);
	close(out[1]);
	close(errors[1]);
	listen_to(r, out[0], errors[0]);
	close(out[0]);
	close(errors[0]);
	if (waitpid(pid, &status, 0) != pid)
		err(1, "wait for: %s", line);
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return r->status;
}

int run(struct run *r, const struct netns *ns, const char *fmt, ...)
{
	char line[LINE_LEN];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	return run_line(r, ns, line);
}

void run_in_turn(struct run *r, const struct netns *ns, const char *line)
{
	do
		run_line(r, ns, line);
	while (r->status && strstr(r->err, "have held the lock"));
}

void run_ok(const struct netns *ns, const char *fmt, ...)
{
	static struct run r;
	char line[LINE_LEN];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (run_line(&r, ns, line))
		errx(1, "`%s` in netns %s: exit %d: %s", line, ns ? ns->name : "here", r.status,
		     r.err);
}

pid_t run_start(const struct netns *ns, const char *fmt, ...)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	char line[LINE_LEN];
	va_list ap;
	pid_t pid;

	if (null < 0)
		err(1, "/dev/null");
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	pid = start(ns, line, null, null);
	close(null);
	return pid;
}
