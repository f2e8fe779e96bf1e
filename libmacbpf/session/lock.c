// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* lock.c - one writer at a time in a network namespace. */
#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "base/context.h"
#include "session/lock.h"

#define POLL_MS 5

/*
 * flock() has no timeout of its own, and a library must not use signals to make one: ask again
 * every few ms. The kernel drops the lock with its owner, so a dead writer never holds it.
 */
int mb_lock(struct macbpf *mb)
{
	struct timespec tick = { .tv_nsec = POLL_MS * 1000 * 1000 };
	uint64_t waited = 0;

	while (flock(mb->netns_fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return mb_fail(mb, -errno, "can't lock the network namespace: %s",
				       strerror(errno));
		if (waited >= mb->lock_timeout_ms)
			return mb_fail(mb, -EBUSY,
				       "another macbpf command has held the lock of this network "
				       "namespace for %llu ms; try again when it is done",
				       (unsigned long long)waited);
		nanosleep(&tick, NULL);
		waited += POLL_MS;
	}
	return 0;
}

void mb_unlock(struct macbpf *mb)
{
	flock(mb->netns_fd, LOCK_UN);
}
