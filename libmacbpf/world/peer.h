/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * peer.h - the device at the far end of a hostdev.
 *
 * While a netns ends, the kernel still tells the number of what was in it, but no longer where:
 * that is then the number of somebody else's device beside the hostdev. So a device is taken for
 * the far end only if it says so itself. A tap is its own far end.
 */
#ifndef MB_PEER_H
#define MB_PEER_H

#include "base/context.h"
#include "kernel/rtnl.h"

bool mb_peer_is(const struct mb_dev *hostdev, const struct mb_dev *dev);

/* As it is now. -ENODEV: it is gone, or going. */
int mb_peer_get(struct macbpf *mb, const struct mb_dev *hostdev, struct mb_dev *dev);

#endif /* MB_PEER_H */
