// SPDX-License-Identifier: GPL-2.0-only
/* calls.c - the system calls that may fail: which, how, and what they are called. */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calls.h"
#include "shared.h"

#define ERRORS_MAX 5

static const struct {
	const char *name;
	uint32_t nr;
	bool changes;
	int errors[ERRORS_MAX];
	size_t count;
} calls[] = {
	{ "bpf", SYS_bpf, true, { ENOMEM, EPERM, EAGAIN, EINTR }, 4 },
	{ "sendmsg", SYS_sendmsg, true, { ENOBUFS, EINTR, ENOMEM, EAGAIN, EPERM }, 5 },
	{ "recvmsg", SYS_recvmsg, false, { ENOBUFS, EINTR, EAGAIN, ENOMEM, NOTHING }, 5 },
	{ "openat", SYS_openat, false, { ENOMEM, EMFILE, EPERM, EINTR }, 4 },
	{ "setns", SYS_setns, true, { EPERM, ENOMEM }, 2 },
	{ "ioctl", SYS_ioctl, true, { ENOMEM, EPERM, EINTR, EBUSY }, 4 },
	{ "flock", SYS_flock, true, { EINTR, ENOLCK, EPERM }, 3 },
	{ "socket", SYS_socket, false, { ENOBUFS, EMFILE, EPERM, ENOMEM }, 4 },
	{ "mmap", SYS_mmap, false, { ENOMEM, EAGAIN, EPERM }, 3 },
	{ "clone3", SYS_clone3, false, { EAGAIN, ENOMEM, EPERM }, 3 },
	{ "clone", SYS_clone, false, { EAGAIN, ENOMEM }, 2 },
	{ "read", SYS_read, false, { NOTHING, ENOMEM, EINTR }, 3 },
	{ "pread64", SYS_pread64, false, { NOTHING, ENOMEM, EINTR }, 3 },
	{ "write", SYS_write, true, { EPERM, ENOMEM, NOTHING }, 3 },
	{ "getdents64", SYS_getdents64, false, { NOTHING, ENOMEM }, 2 },
	{ "getrandom", SYS_getrandom, false, { EAGAIN, EINTR }, 2 },
	{ "fstatfs", SYS_fstatfs, false, { ENOMEM }, 1 },
	{ "fcntl", SYS_fcntl, false, { EMFILE, EINTR }, 2 },
	{ "bind", SYS_bind, false, { ENOMEM, EAGAIN }, 2 },
	{ "sendto", SYS_sendto, true, { ENOBUFS, EINTR }, 2 },
};

#define CALLS (sizeof(calls) / sizeof(*calls))

/* ---------------------------------------------------------------- seccomp */

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

static size_t write_filter(struct sock_filter *f)
{
	const struct sock_filter notify = BPF_STMT(BPF_RET, SECCOMP_RET_USER_NOTIF);
	const struct sock_filter allow = BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
	size_t n = 0;

	f[n++] = (struct sock_filter)LOAD(nr);
	for (size_t i = 0; i < CALLS; i++) {
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, calls[i].nr, 0, 1);
		f[n++] = notify;
	}
	f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, SYS_prctl, 0, 3);
	f[n++] = (struct sock_filter)LOAD(args[0]);
	f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, BEGIN_MAGIC, 0, 1);
	f[n++] = notify;
	f[n++] = allow;
	return n;
}

int calls_listen(void)
{
	struct sock_filter filter[2 * CALLS + 8];
	struct sock_fprog program = { .filter = filter };

	program.len = (unsigned short)write_filter(filter);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
			    &program);
}

/* ---------------------------------------------------------------- what is which */

bool calls_begin(const struct seccomp_data *call)
{
	return call->nr == SYS_prctl && (uint32_t)call->args[0] == BEGIN_MAGIC;
}

static size_t row_of(uint32_t nr)
{
	size_t i = 0;

	while (i < CALLS && calls[i].nr != nr)
		i++;
	return i;
}

static bool bpf_changes(uint64_t command)
{
	return command == BPF_MAP_CREATE || command == BPF_MAP_UPDATE_ELEM ||
	       command == BPF_MAP_DELETE_ELEM || command == BPF_PROG_LOAD ||
	       command == BPF_PROG_ATTACH || command == BPF_PROG_DETACH ||
	       command == BPF_LINK_CREATE || command == BPF_MAP_FREEZE ||
	       command == BPF_PROG_BIND_MAP || command == BPF_MAP_UPDATE_BATCH;
}

static bool is_io(int nr)
{
	return nr == SYS_read || nr == SYS_write;
}

bool calls_count(const struct seccomp_data *call, bool changes)
{
	size_t row = row_of((uint32_t)call->nr);

	/* What it says is not to be lost, and what it is told not to end early. */
	if (row == CALLS || (is_io(call->nr) && call->args[0] <= STDERR_FILENO))
		return false;
	if (changes && call->nr == SYS_bpf)
		return bpf_changes(call->args[0]);
	return !changes || calls[row].changes;
}

const int *calls_errors(uint32_t nr, size_t *count, bool *each)
{
	size_t row = row_of(nr);

	*count = calls[row].count;
	*each = nr == SYS_recvmsg;
	return calls[row].errors;
}

const char *calls_name(uint32_t nr, uint32_t command, char text[32])
{
	if (nr == SYS_bpf)
		snprintf(text, 32, "bpf %u", command);
	else
		snprintf(text, 32, "%s", calls[row_of(nr)].name);
	return text;
}
