// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* open.c - the context: opening and closing it. */
#include <errno.h>
#include <sys/stat.h>

#include "common/netns.h"
#include "common/own.h"
#include "base/context.h"
#include "kernel/rtnl.h"
#include "session/expedite.h"

#define LOCK_TIMEOUT_MS 30000

const char *macbpf__version(void)
{
	return MACBPF_VERSION;
}

static int open_home(struct macbpf *mb, const char *netns)
{
	struct stat st;

	mb->netns_fd = netns ? mb_netns_open(netns) : mb_netns_open_current();
	if (mb->netns_fd < 0)
		return mb->netns_fd;
	if (fstat(mb->netns_fd, &st))
		return -errno;
	mb->netns_dev = st.st_dev;
	mb->netns_ino = st.st_ino;
	return mb_netlink_open(&mb->rtnl, mb->netns_fd);
}

int macbpf__open(struct macbpf **out, const struct macbpf_open_opts *opts)
{
	struct macbpf_open_opts o = { 0 };
	struct macbpf *mb;
	int err;

	err = mb_opts_copy(&o, sizeof(o), opts);
	if (err) {
		errno = -err;
		return err;
	}
	if (o.hook > MACBPF_HOOK_CLSACT || o.kind > MACBPF_KIND_NETKIT || o.haste > 1 ||
	    o.reserved) {
		errno = EINVAL;
		return -EINVAL;
	}
	mb = calloc(1, sizeof(*mb));
	if (!mb)
		return -ENOMEM;
	mb->lock_fd = -1;
	mb->log = o.log;
	mb->log_arg = o.log_arg;
	mb->hook = o.hook;
	mb->kind = o.kind;
	mb->always_haste = mb->haste = o.haste;
	mb->lock_timeout_ms = o.lock_timeout_ms ? o.lock_timeout_ms : LOCK_TIMEOUT_MS;
	err = open_home(mb, o.netns);
	if (err) {
		macbpf__close(mb);
		errno = -err;
		return err;
	}
	mb_expedite_repair(mb);
	*out = mb;
	return 0;
}

void macbpf__close(struct macbpf *mb)
{
	if (!mb)
		return;
	macbpf_batch__end(mb);
	mb_netlink_close(mb->rtnl);
	mb_close_fd(&mb->netns_fd);
	free(mb);
}
