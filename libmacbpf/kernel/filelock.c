// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* filelock.c - the file lock of a netns, which anybody can take who sees the netns, and keep. */
#include <errno.h>
#include <sys/file.h>

#include "kernel/filelock.h"

int mb_filelock_take(int netns_fd)
{
	return flock(netns_fd, LOCK_EX | LOCK_NB) ? -errno : 0;
}

void mb_filelock_drop(int netns_fd)
{
	flock(netns_fd, LOCK_UN);
}
