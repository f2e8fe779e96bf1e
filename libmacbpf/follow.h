/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* follow.h - what was done to a device or its lower without macbpf. */
#ifndef MB_FOLLOW_H
#define MB_FOLLOW_H

#include "world.h"

/*
 * Makes tables and device follow: the device's netns and MAC, the lower's MTU and, in passthru, its
 * MAC. The kernel's driver is told by notifiers (macvlan_device_event()); we look. What can't be
 * followed now is left to the next command.
 */
void mb_endpoint_follow(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
			struct mb_endpoint *ep);

#endif /* MB_FOLLOW_H */
