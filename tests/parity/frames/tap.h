/* SPDX-License-Identifier: GPL-2.0-only */
/* tap.h - a lower that is a tap, whose wire is a file: frames that no packet socket would send. */
#ifndef PARITY_TAP_H
#define PARITY_TAP_H

#include "tests/harness/capture.h"
#include "tests/harness/netns.h"
#include "topology.h"

struct tap {
	struct netns ns; /* of the lower and of all devices */
	int fd;
	struct capture capture;
	const struct topology *topology; /* all of it beside the lower, and none in mode source */
	uint32_t fence;
};

void tap_make(struct tap *tap, const struct topology *t, const char *tool, const char *name);

/* 0, or the errno that the kernel gave. */
int tap_write(struct tap *tap, const void *frame, size_t len);

/* Returns when all that was written before has arrived, and notes it. */
void tap_settle(struct tap *tap);

void tap_drop(struct tap *tap);

#endif
