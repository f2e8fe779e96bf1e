// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* monitor.c - hearing that something has changed: what the kernel and other commands tell. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "session/ears.h"
#include "session/run.h"

struct macbpf_monitor {
	struct mb_ears ears;
};

static int open_run(struct macbpf *mb, void *arg)
{
	struct macbpf_monitor *m = arg;

	return mb_ears_open(mb, &m->ears, false);
}

int macbpf_monitor__open(struct macbpf *mb, struct macbpf_monitor **out)
{
	struct macbpf_monitor *m = calloc(1, sizeof(*m));
	int err = m ? mb_run(mb, open_run, m) : mb_no_memory(mb);

	if (err)
		free(m);
	else
		*out = m;
	return err;
}

void macbpf_monitor__close(struct macbpf_monitor *monitor)
{
	if (monitor)
		mb_ears_close(&monitor->ears);
	free(monitor);
}

int macbpf_monitor__hears_all(const struct macbpf_monitor *monitor)
{
	return monitor->ears.hear_all;
}

int macbpf_monitor__fd(const struct macbpf_monitor *monitor)
{
	return monitor->ears.poll_fd;
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
	struct mb_heard heard;
	int got = mb_ears_next(&monitor->ears, &heard);

	if (got <= 0)
		return got;
	if (heard.type == MB_HEARD_DEVICE)
		fill_device(event, &heard.link);
	else if (heard.type == MB_HEARD_COMMAND)
		fill_command(event, &heard.command, heard.pid);
	else
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
