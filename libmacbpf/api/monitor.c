// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* monitor.c - hearing that something has changed: what the kernel and other commands tell. */
#include <errno.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

#include "common/own.h"
#include "kernel/bus.h"
#include "kernel/linkwatch.h"
#include "kernel/privilege.h"
#include "session/run.h"

struct macbpf_monitor {
	int poll_fd, bus_fd;
	struct mb_linkwatch links;
	bool hears_all;
};

static int watch(const struct macbpf_monitor *m, int fd)
{
	struct epoll_event in = { .events = EPOLLIN };

	return epoll_ctl(m->poll_fd, EPOLL_CTL_ADD, fd, &in) ? -errno : 0;
}

static int listen_all(struct macbpf_monitor *m)
{
	int err = mb_linkwatch_open(&m->links);

	if (err)
		return err;
	m->bus_fd = mb_bus_listen();
	if (m->bus_fd < 0)
		return m->bus_fd;
	m->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (m->poll_fd < 0)
		return -errno;
	return watch(m, m->links.fd) ?: watch(m, m->bus_fd);
}

static int open_run(struct macbpf *mb, void *arg)
{
	struct macbpf_monitor **out = arg;
	struct macbpf_monitor *m = calloc(1, sizeof(*m));
	int err;

	if (!m)
		return -ENOMEM;
	m->poll_fd = m->bus_fd = m->links.fd = -1;
	m->hears_all = mb_privilege_has(CAP_NET_BROADCAST);
	err = listen_all(m);
	if (err) {
		macbpf_monitor__close(m);
		return mb_fail(mb, err, "can't listen for changes: %s", strerror(-err));
	}
	*out = m;
	return 0;
}

int macbpf_monitor__open(struct macbpf *mb, struct macbpf_monitor **out)
{
	return mb_run(mb, open_run, out);
}

void macbpf_monitor__close(struct macbpf_monitor *monitor)
{
	if (!monitor)
		return;
	mb_close_fd(&monitor->poll_fd);
	mb_close_fd(&monitor->bus_fd);
	mb_linkwatch_close(&monitor->links);
	free(monitor);
}

int macbpf_monitor__hears_all(const struct macbpf_monitor *monitor)
{
	return monitor->hears_all;
}

int macbpf_monitor__fd(const struct macbpf_monitor *monitor)
{
	return monitor->poll_fd;
}

static void fill_device(struct macbpf_event *event, const struct mb_linkevent *link)
{
	event->type = MACBPF_EVENT_DEVICE;
	event->ifindex = link->ifindex;
	event->link = link->link;
	event->netnsid = link->nsid;
	event->gone = link->gone;
	memcpy(event->name, link->name, sizeof(event->name));
}

static void fill_command(struct macbpf_event *event, const struct mb_bus_message *message,
			 pid_t pid)
{
	event->type = MACBPF_EVENT_COMMAND;
	event->pid = (uint32_t)pid;
	memcpy(event->command, message->command, sizeof(event->command));
	memcpy(event->lower, message->lower, sizeof(event->lower));
	memcpy(event->hostdev, message->hostdev, sizeof(event->hostdev));
	memcpy(event->name, message->name, sizeof(event->name));
	memcpy(event->changed, message->changed, sizeof(event->changed));
}

static int next(struct macbpf_monitor *monitor, struct macbpf_event *event)
{
	struct mb_bus_message message;
	struct mb_linkevent link;
	pid_t pid;
	int got = mb_linkwatch_next(&monitor->links, &link);

	if (got > 0) {
		fill_device(event, &link);
		return 1;
	}
	if (!got)
		got = mb_bus_next(monitor->bus_fd, &message, &pid);
	if (got > 0)
		fill_command(event, &message, pid);
	if (got != -ENOBUFS)
		return got;
	event->type = MACBPF_EVENT_LOST;
	return 1;
}

int macbpf_monitor__next(struct macbpf_monitor *monitor, struct macbpf_event *event)
{
	struct macbpf_event ours = { .netnsid = -1 };
	int got = mb_opts_has_size(event) ? next(monitor, &ours) : -EINVAL;

	if (got > 0)
		mb_opts_give(event, &ours, sizeof(ours));
	if (got < 0)
		errno = -got;
	return got;
}
