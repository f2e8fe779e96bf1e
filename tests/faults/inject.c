// SPDX-License-Identifier: GPL-2.0-only
/*
 * inject.c - runs a command in which one thing goes wrong.
 *
 * seccomp tells us of each call that may fail before the kernel carries it out, and we answer that
 * it is to go on, or with an error; so threads and other processes of the command are no special
 * case. Allocations are counted by a library that is preloaded.
 */
#include "inject.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"

#define PATIENCE_MS 60000 /* with a command */

static struct shared *shared;
static int shared_fd;
static const char *shim_path;

void inject_open(const char *shim)
{
	shim_path = shim;
	shared_fd = memfd_create("faults", 0);
	if (shared_fd < 0 || ftruncate(shared_fd, sizeof(*shared)))
		err(1, "memory to share");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, shared_fd, 0);
	if (shared == MAP_FAILED)
		err(1, "memory to share");
}

/* ---------------------------------------------------------------- the command */

static void replace_fd(int fd, int at)
{
	if (dup2(fd, at) < 0)
		_exit(126);
	close(fd);
}

static void set_environment(const struct command *c)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", shared_fd);
	setenv(SHARED_FD, number, 1);
	setenv("LD_PRELOAD", shim_path, 1);
	for (char *const *word = c->env; word && *word; word++)
		putenv(*word);
}

/* It waits until we have its listener. */
static void become(const struct command *c, int in, int out, int errors)
{
	if (setns(c->ns->fd, CLONE_NEWNET))
		_exit(126);
	replace_fd(in, STDIN_FILENO);
	replace_fd(out, STDOUT_FILENO);
	replace_fd(errors, STDERR_FILENO);
	set_environment(c);
	personality(ADDR_NO_RANDOMIZE); /* the same place is the same number each time */
	shared->listener = calls_listen();
	raise(SIGSTOP);
	execv(c->argv[0], c->argv);
	_exit(127);
}

static int listener_of(pid_t pid)
{
	int status, fd, pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
		errx(1, "a command could not be prepared");
	if (shared->listener < 0)
		errx(1, "seccomp can't tell of system calls here");
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, shared->listener, 0);
	if (fd < 0)
		err(1, "seccomp's listener");
	close(pidfd);
	kill(pid, SIGCONT);
	return fd;
}

/* ---------------------------------------------------------------- its calls */

struct watch {
	pid_t pid;
	int listener;
	const struct fault *f;
	struct result *r;
	bool began;
};

static bool is_struck(struct watch *w, const struct seccomp_data *call)
{
	struct result *r = w->r;
	uint32_t n;

	if (!w->began || r->struck || !calls_count(call, w->f->kind == FAULT_KILL))
		return false;
	n = r->calls++;
	if (n >= CALLS_MAX)
		errx(1, "too many calls");
	r->call[n].nr = (uint32_t)call->nr;
	r->call[n].command = (uint32_t)call->args[0];
	if (n == w->f->at)
		r->struck = w->f->kind == FAULT_KILL ||
			    (w->f->kind == FAULT_CALL && (uint32_t)call->nr == w->f->nr);
	return r->struck;
}

static void answer(struct watch *w, const struct seccomp_notif *told)
{
	struct seccomp_notif_resp resp = {
		.id = told->id,
		.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE,
	};

	if (calls_begin(&told->data)) {
		w->began = true;
		resp.flags = 0;
	} else if (is_struck(w, &told->data)) {
		if (w->f->kind == FAULT_KILL) {
			kill(w->pid, SIGKILL);
			return;
		}
		resp.flags = 0;
		resp.error = -w->f->error;
	}
	/* Who was killed meanwhile hears no answer. */
	ioctl(w->listener, SECCOMP_IOCTL_NOTIF_SEND, &resp);
}

/* Until all that it consists of has ended. */
static void watch(struct watch *w)
{
	struct pollfd fd = { .fd = w->listener, .events = POLLIN };
	struct seccomp_notif told;

	for (;;) {
		if (poll(&fd, 1, PATIENCE_MS) != 1) {
			kill(w->pid, SIGKILL);
			errx(1, "a command hangs");
		}
		if (!(fd.revents & POLLIN))
			return;
		memset(&told, 0, sizeof(told));
		if (!ioctl(w->listener, SECCOMP_IOCTL_NOTIF_RECV, &told))
			answer(w, &told);
	}
}

/* ---------------------------------------------------------------- all of it */

static int file_of(const char *text)
{
	int fd = memfd_create("said", MFD_CLOEXEC);

	if (fd < 0 || (text && write(fd, text, strlen(text)) < 0) || lseek(fd, 0, SEEK_SET))
		err(1, "memory for what is said");
	return fd;
}

static void read_said(int fd, char text[SAID_MAX])
{
	ssize_t n = pread(fd, text, SAID_MAX - 1, 0);

	text[n < 0 ? 0 : n] = '\0';
	close(fd);
}

static void end_command(struct watch *w)
{
	int status;

	if (waitpid(w->pid, &status, 0) != w->pid)
		err(1, "wait");
	close(w->listener);
	w->r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	w->r->allocations = shared->allocations;
	if (w->f->kind == FAULT_ALLOCATION)
		w->r->struck = shared->allocations > w->f->at;
}

void inject_run(const struct command *c, const struct fault *f, struct result *r)
{
	int in = file_of(c->input), out = file_of(NULL), errors = file_of(NULL);
	struct watch w = { .f = f, .r = r };

	r->struck = false;
	r->calls = 0;
	shared->allocations = 0;
	shared->counts = f->kind == FAULT_NONE;
	shared->fail_at = f->kind == FAULT_ALLOCATION ? f->at : NEVER;
	w.pid = fork();
	if (w.pid < 0)
		err(1, "fork");
	if (!w.pid)
		become(c, in, out, errors);
	w.listener = listener_of(w.pid);
	watch(&w);
	end_command(&w);
	close(in);
	read_said(out, r->out);
	read_said(errors, r->err);
	if (f->kind == FAULT_NONE)
		memcpy(r->site, shared->site, sizeof(r->site));
}
