/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* make.h - what making the devices of any kind has in common. */
#ifndef MB_MAKE_H
#define MB_MAKE_H

#include "base/context.h"
#include "kernel/rtnl.h"

/*
 * The host's own stack is not to be heard on a hostdev: no IPv6, else at least no address, without
 * which a host that forwards still reports to what groups it listens.
 */
int mb_make_silence(struct macbpf *mb, uint32_t ifindex, const char *name);

/* A sentence for a device that could not be made, with what the kernel said to it; "": nothing. */
int mb_make_failed(struct macbpf *mb, const struct mb_device_spec *spec, int err, const char *hint);

/* What the kinds that are a pair share: what they can't be made with. */
int mb_pair_check(struct macbpf *mb, const struct macbpf_link_opts *o);

/* And that they are made; `add` asks the kernel for it. */
int mb_pair_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		 struct mb_dev *hostdev,
		 int (*add)(struct mb_netlink *, const struct mb_device_spec *));

#endif /* MB_MAKE_H */
