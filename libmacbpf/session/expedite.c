// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * expedite.c - /sys/kernel/rcu_expedited, switched on while batches run that ask for it.
 *
 * The switch is one for the machine, so its trace is, too: a file in /run that holds what was there
 * before. Each process that needs the switch holds a shared lock on the file. Who gets the lock for
 * itself alone finds the file empty, or what processes have left there that died.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "common/own.h"
#include "session/expedite.h"

#define KNOB	 "/sys/kernel/rcu_expedited"
#define TRACE	 "/run/macbpf.rcu_expedited"
#define ISOLATED "/sys/devices/system/cpu/isolated"
#define TRIES	 100
#define TEXT	 16 /* bytes of a number */

/* What a file begins with, without the newline. */
static int read_text(const char *path, char text[TEXT])
{
	mb_auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return -errno;
	len = read(fd, text, TEXT - 1);
	if (len < 0)
		return -errno;
	text[len] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

static int write_knob(const char *text)
{
	mb_auto_close int fd = open(KNOB, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		return -errno;
	return 0;
}

/* Opens the trace and locks it; -EWOULDBLOCK: others have it. The last to go removes the file. */
static int open_trace(int flags, int operation)
{
	struct stat st = { 0 };
	int fd = -1, err;

	do {
		mb_close_fd(&fd);
		fd = open(TRACE, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
		if (fd < 0)
			return -errno;
		if (flock(fd, operation) || fstat(fd, &st)) {
			err = -errno;
			close(fd);
			return err;
		}
	} while (!st.st_nlink);
	return fd;
}

/* With the lock for us alone: puts back what the trace says. True if it said something. */
static bool restore(int trace)
{
	char text[TEXT] = "";

	return pread(trace, text, TEXT - 1, 0) > 0 && !write_knob(text) && !ftruncate(trace, 0);
}

static void repair(struct macbpf *mb, int trace)
{
	if (restore(trace))
		mb_log(mb, MACBPF_LOG_WARN,
		       "a batch that died had left " KNOB " switched on: it is off again");
}

/* With the lock for us alone. What could not be put back is for the next. */
static void remove_trace(int trace)
{
	struct stat st;

	if (!fstat(trace, &st) && !st.st_size)
		unlink(TRACE);
}

void mb_expedite_repair(struct macbpf *mb)
{
	mb_auto_close int trace = open_trace(0, LOCK_EX | LOCK_NB);

	if (trace < 0)
		return;
	repair(mb, trace);
	remove_trace(trace);
}

/* ---------------------------------------------------------------- on and off */

static int refuse(struct macbpf *mb, int err)
{
	if (err == -ENOENT)
		return mb_fail(mb, -EOPNOTSUPP, "this kernel has no " KNOB ": do without it");
	return mb_fail(mb, err, "can't switch " KNOB " on: %s", strerror(-err));
}

static bool has_isolated(char cpus[TEXT])
{
	return !read_text(ISOLATED, cpus) && *cpus;
}

static int check_cpus(struct macbpf *mb)
{
	char cpus[TEXT];

	if (!has_isolated(cpus))
		return 0;
	return mb_fail(mb, -EBUSY,
		       "CPUs %s are isolated, and " KNOB " would interrupt them: do without it",
		       cpus);
}

static bool is_on(void)
{
	char text[TEXT];

	return !read_text(KNOB, text) && strcmp(text, "0") != 0;
}

/* With the knob as it was: who switches it on later is to find no record by which it goes off. */
static int take_back(struct macbpf *mb, int trace, int err)
{
	if (ftruncate(trace, 0))
		unlink(TRACE);
	return refuse(mb, err);
}

/* The old value is on record before there is a new one. */
static int switch_on(struct macbpf *mb, int trace)
{
	char old[TEXT];
	int err;

	repair(mb, trace);
	err = read_text(KNOB, old);
	if (err)
		return refuse(mb, err);
	/* Whoever has it on, maybe a batch with a /run of its own, will switch it off. */
	if (strcmp(old, "0") != 0)
		return 0;
	if (pwrite(trace, old, strlen(old), 0) < 0)
		return refuse(mb, -errno);
	err = write_knob("1");
	return err ? take_back(mb, trace, err) : 0;
}

static int begin_alone(struct macbpf *mb, int trace)
{
	int err = switch_on(mb, trace);

	if (!err) {
		flock(trace, LOCK_SH);
		return trace;
	}
	remove_trace(trace);
	close(trace);
	return err;
}

/* Others have it on, or have just switched it off: then we look again. */
static int begin_beside(void)
{
	int trace = open_trace(O_CREAT, LOCK_SH);

	if (trace < 0 || is_on())
		return trace;
	close(trace);
	return -EAGAIN;
}

int mb_expedite_begin(struct macbpf *mb)
{
	int trace, tries = 0, err = check_cpus(mb);

	if (err)
		return err;
	do {
		trace = open_trace(O_CREAT, LOCK_EX | LOCK_NB);
		if (trace >= 0)
			return begin_alone(mb, trace);
		if (trace == -EWOULDBLOCK)
			trace = begin_beside();
	} while (trace == -EAGAIN && ++tries < TRIES);
	return trace < 0 ? mb_fail(mb, trace, "can't lock " TRACE ": %s", strerror(-trace)) : trace;
}

void mb_expedite_end(int trace)
{
	if (!flock(trace, LOCK_EX | LOCK_NB)) {
		restore(trace);
		remove_trace(trace);
	}
	close(trace);
}

int mb_expedite_probe(void)
{
	mb_auto_close int fd = open(KNOB, O_WRONLY | O_CLOEXEC);
	char cpus[TEXT];

	if (fd < 0)
		return errno == ENOENT || errno == EROFS ? 0 : -errno;
	return !has_isolated(cpus);
}
