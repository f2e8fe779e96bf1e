// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* mcast.c - multicast groups that somebody added to a device by hand (ip maddr add). */
#include <errno.h>
#include <stdio.h>

#include "common/netns.h"
#include "common/own.h"
#include "kernel/mcast.h"
#include "kernel/proc.h"

struct list {
	uint32_t *ifindex;
	size_t count;
};

/* No request of netlink tells it. */
static int read_list(void *arg)
{
	FILE *file = fopen("/proc/thread-self/net/dev_mcast", "re");
	struct list *l = arg;
	uint32_t ifindex;
	int err = 0;

	if (!file)
		return -errno;
	while (!err && mb_proc_added_group(file, &ifindex)) {
		err = mb_grow(&l->ifindex, l->count) ? 0 : -ENOMEM;
		if (!err)
			l->ifindex[l->count++] = ifindex;
	}
	fclose(file);
	return err;
}

int mb_mcast_added(int netns_fd, uint32_t **ifindex, size_t *count)
{
	struct list l = { *ifindex, *count };
	int err = mb_netns_call(netns_fd, read_list, &l);

	*ifindex = l.ifindex;
	*count = l.count;
	return err;
}
