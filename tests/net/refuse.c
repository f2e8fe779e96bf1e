// SPDX-License-Identifier: GPL-2.0-only
/* refuse.c - a child with a seccomp filter on bpf(2). */
#include "refuse.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

#define REFUSE(nr)  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (SECCOMP_RET_DATA & (nr)))
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

/* For ever, and only for this process. */
static void refuse(const struct refusal *refusal)
{
	struct sock_filter code[] = {
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_bpf, 0, 4),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, refusal->first, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, refusal->last, 1, 0),
		REFUSE(refusal->error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { sizeof(code) / sizeof(code[0]), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog))
		_exit(99);
}

int refuse_bpf(const struct refusal *refusal, int (*fn)(void *arg, int fd), void *arg, char *text,
	       size_t size)
{
	int pipe_fd[2], status;
	ssize_t len;
	pid_t pid;

	ck_assert_int_eq(pipe(pipe_fd), 0);
	pid = fork();
	if (!pid) {
		netns_enter(&fx.host);
		refuse(refusal);
		_exit(fn(arg, pipe_fd[1]));
	}
	close(pipe_fd[1]);
	len = read(pipe_fd[0], text, size - 1);
	text[len > 0 ? len : 0] = '\0';
	close(pipe_fd[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}
