/* SPDX-License-Identifier: GPL-2.0-only */
/* setup.h - giving the container's interface its addresses and routes */
#ifndef CONTAINER_SETUP_H
#define CONTAINER_SETUP_H

#include "cni/call.h"
#include "cni/result.h"

/* In the container's netns: `ifindex` has the addresses and routes of `result` afterwards. */
int setup_interface(struct call *call, int netns_fd, int ifindex, const struct result *result);

#endif
