/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* ears.h - what the kernel tells of devices and commands of what they did, by one descriptor. */
#ifndef MB_EARS_H
#define MB_EARS_H

#include "base/context.h"
#include "kernel/bus.h"
#include "kernel/linkwatch.h"

struct mb_ears {
	int poll_fd; /* readable when there may be something */
	int bus_fd;
	struct mb_linkwatch links;
	bool hear_all; /* what is changed inside of other netns, too */
};

/* Closed. */
#define MB_EARS_NONE ((struct mb_ears){ .poll_fd = -1, .bus_fd = -1, .links.fd = -1 })

enum mb_heard_type {
	MB_HEARD_DEVICE = 1,
	MB_HEARD_COMMAND,
	MB_HEARD_LOSS, /* something was lost */
};

struct mb_heard {
	enum mb_heard_type type;
	struct mb_linkevent link;
	struct mb_bus_message command;
	pid_t pid;
};

/* In the calling thread's netns; `filters`: also of filters on devices. */
int mb_ears_open(struct macbpf *mb, struct mb_ears *ears, bool filters);
void mb_ears_close(struct mb_ears *ears);

/* Another descriptor whose being readable wakes who waits. */
int mb_ears_add(struct mb_ears *ears, int fd);

/* The next that was heard: 1; 0: nothing yet; -errno. */
int mb_ears_next(struct mb_ears *ears, struct mb_heard *heard);

#endif /* MB_EARS_H */
