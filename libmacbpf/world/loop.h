/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* loop.h - a device that was put under its own lower. */
#ifndef MB_LOOP_H
#define MB_LOOP_H

#include "world/world.h"

/*
 * Whether what leaves by the port's lower comes back to the endpoint's device: that is a port of
 * the lower, or of a device below it. The kernel refuses it of a macvlan, which it knows to be on
 * the lower (netdev_master_upper_dev_link()); of a veth it knows nothing, and frames go round.
 */
bool mb_loop_has(const struct mb_world *w, const struct mb_port *port, const struct mb_endpoint *ep,
		 const struct mb_dev *dev);

#endif /* MB_LOOP_H */
