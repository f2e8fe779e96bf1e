// SPDX-License-Identifier: GPL-2.0-only
/* stepper.c - follow a command's system calls with ptrace. */
#include "stepper.h"

#include <check.h>
#include <err.h>
#include <linux/bpf.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STEP_STOP (SIGTRAP | 0x80)

static pid_t start_traced(const struct netns *ns, const char *line)
{
	char copy[512], *argv[64], *save;
	pid_t pid = fork();
	int n = 0;

	if (pid)
		return pid;
	snprintf(copy, sizeof(copy), "%s", line);
	for (char *word = strtok_r(copy, " ", &save); word && n < 63;
	     word = strtok_r(NULL, " ", &save))
		argv[n++] = word;
	argv[n] = NULL;
	/* A traced process can't look for its leaks. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	if (setns(ns->fd, CLONE_NEWNET) || ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		err(127, "start %s", line);
	execv(argv[0], argv);
	err(127, "%s", argv[0]);
}

static bool bpf_changes(uint64_t command)
{
	return command == BPF_MAP_CREATE || command == BPF_MAP_UPDATE_ELEM ||
	       command == BPF_MAP_DELETE_ELEM || command == BPF_PROG_LOAD ||
	       command == BPF_PROG_ATTACH || command == BPF_PROG_DETACH ||
	       command == BPF_PROG_BIND_MAP;
}

static bool changes_the_world(uint64_t nr, const uint64_t *args)
{
	if (nr == SYS_bpf)
		return bpf_changes(args[0]);
	return nr == SYS_sendmsg || nr == SYS_sendto || nr == SYS_ioctl;
}

/* Lets it run to its next stop; false if it ended. */
static bool next_stop(pid_t pid, int *status)
{
	ck_assert_int_eq(ptrace(PTRACE_SYSCALL, pid, NULL, NULL), 0);
	ck_assert_int_eq(waitpid(pid, status, 0), pid);
	return WIFSTOPPED(*status);
}

/* Runs it until that many steps have been carried out; false if it ended before. */
static bool go(pid_t pid, int steps)
{
	struct __ptrace_syscall_info info;
	int status;
	bool counts = false;

	while (next_stop(pid, &status)) {
		if (WSTOPSIG(status) != STEP_STOP)
			continue;
		ck_assert_int_gt(ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info), 0);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
			counts = changes_the_world(info.entry.nr, info.entry.args);
		else if (counts && steps-- == 0)
			return true;
	}
	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "the command failed: %#x", status);
	return false;
}

bool kill_at_step(const struct netns *ns, const char *line, int step)
{
	pid_t pid = start_traced(ns, line);
	int status;

	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSTOPPED(status));
	ck_assert_int_eq(
		ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL), 0);
	if (!go(pid, step))
		return false;
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == pid && !WIFSIGNALED(status))
		;
	return true;
}
