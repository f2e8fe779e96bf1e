/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* kind.h - what an endpoint kind must do; a kind is one file. */
#ifndef MB_KIND_H
#define MB_KIND_H

#include "internal.h"
#include "rtnl.h"

struct mb_kind {
	uint32_t id; /* enum mb_endpoint_kind */
	/*
	 * Makes hostdev and device, the hostdev down and silent. On success *hostdev is its
	 * ifindex; on error neither is left. `spec->netns_fd` is -1 for the lower's own netns.
	 */
	int (*make)(struct macbpf *mb, const struct mb_veth_spec *spec, const char *alias,
		    uint32_t *hostdev);
};

extern const struct mb_kind mb_kind_veth;

#endif /* MB_KIND_H */
