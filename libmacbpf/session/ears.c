// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* ears.c - what the kernel tells of devices and commands of what they did, by one descriptor. */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/epoll.h>

#include "common/own.h"
#include "kernel/privilege.h"
#include "session/ears.h"

int mb_ears_add(struct mb_ears *ears, int fd)
{
	struct epoll_event in = { .events = EPOLLIN };

	return epoll_ctl(ears->poll_fd, EPOLL_CTL_ADD, fd, &in) ? -errno : 0;
}

static int open_all(struct mb_ears *ears, bool filters)
{
	int err = mb_linkwatch_open(&ears->links, filters);

	if (err)
		return err;
	ears->bus_fd = mb_bus_listen();
	if (ears->bus_fd < 0)
		return ears->bus_fd;
	ears->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (ears->poll_fd < 0)
		return -errno;
	return mb_ears_add(ears, ears->links.fd) ?: mb_ears_add(ears, ears->bus_fd);
}

int mb_ears_open(struct macbpf *mb, struct mb_ears *ears, bool filters)
{
	int err;

	*ears = MB_EARS_NONE;
	ears->hear_all = mb_privilege_has(CAP_NET_BROADCAST);
	err = open_all(ears, filters);
	if (!err)
		return 0;
	mb_ears_close(ears);
	return mb_fail(mb, err, "can't listen for changes: %s", strerror(-err));
}

void mb_ears_close(struct mb_ears *ears)
{
	mb_close_fd(&ears->poll_fd);
	mb_close_fd(&ears->bus_fd);
	mb_linkwatch_close(&ears->links);
	*ears = MB_EARS_NONE;
}

int mb_ears_next(struct mb_ears *ears, struct mb_heard *heard)
{
	int got = mb_linkwatch_next(&ears->links, &heard->link);

	heard->type = MB_HEARD_DEVICE;
	if (!got) {
		heard->type = MB_HEARD_COMMAND;
		got = mb_bus_next(ears->bus_fd, &heard->command, &heard->pid);
	}
	if (got != -ENOBUFS)
		return got;
	heard->type = MB_HEARD_LOSS;
	return 1;
}
