// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* run.c - runs a public function's work with the lowers' netns as the current one. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "common/netns.h"
#include "base/context.h"
#include "session/run.h"

struct run {
	struct macbpf *mb;
	int (*fn)(struct macbpf *mb, void *arg);
	void *arg;
};

static int run_in_thread(void *data)
{
	struct run *run = data;

	return run->fn(run->mb, run->arg);
}

static bool at_home(const struct macbpf *mb)
{
	struct stat st;

	return !stat("/proc/thread-self/ns/net", &st) && st.st_dev == mb->netns_dev &&
	       st.st_ino == mb->netns_ino;
}

int mb_run(struct macbpf *mb, int (*fn)(struct macbpf *mb, void *arg), void *arg)
{
	struct run run = { mb, fn, arg };
	int err;

	mb_begin(mb);
	if (at_home(mb))
		err = fn(mb, arg);
	else
		err = mb_netns_call(mb->netns_fd, run_in_thread, &run);
	if (err && !mb->error[0])
		mb_fail(mb, err, "%s", strerror(-err));
	errno = -err;
	return err;
}
