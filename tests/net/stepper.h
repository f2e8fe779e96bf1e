/* SPDX-License-Identifier: GPL-2.0-only */
/* stepper.h - kill a command at a chosen step of what it does to the kernel. */
#ifndef NET_STEPPER_H
#define NET_STEPPER_H

#include <stdbool.h>

#include "tests/harness/netns.h"

/*
 * Runs a line of words, and kills it with SIGKILL when its system call number `step`, counting only
 * those that can change the world (sendmsg, sendto, ioctl, and bpf where it isn't asking), has been
 * carried out. False if it came to its end before.
 */
bool kill_at_step(const struct netns *ns, const char *line, int step);

#endif
