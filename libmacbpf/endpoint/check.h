/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* check.h - whether what a caller asks for can be had; nothing is changed here. */
#ifndef MB_CHECK_H
#define MB_CHECK_H

#include "world/world.h"

/* Values that are wrong whatever the state is (macvlan_validate()). */
int mb_check_opts(struct macbpf *mb, const struct macbpf_link_opts *o);

/* What is only for add. */
int mb_check_set_only(struct macbpf *mb, const struct macbpf_link_opts *o);

int mb_check_name(struct macbpf *mb, const char *name);

int mb_check_mtu(struct macbpf *mb, const struct mb_dev *lower, uint32_t mtu);

/* The lower must be an Ethernet device and no hostdev of ours. */
int mb_check_lower(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *lower);

/* One passthru endpoint, and then nothing else; `port` may be NULL. */
int mb_check_mode_fits(struct macbpf *mb, const struct mb_port *port, const struct mb_dev *lower,
		       uint32_t mode);

/* From `old` to `mode` at run time. */
int mb_check_mode_change(struct macbpf *mb, const char *name, uint32_t old, uint32_t mode);

/* A source list belongs to mode source. */
int mb_check_macaddr(struct macbpf *mb, const struct macbpf_link_opts *o, uint32_t mode);

/* Opens the netns that an option names; -1 in *fd if it names none. */
int mb_open_target(struct macbpf *mb, const char *netns, int *fd);

/* -EEXIST if a device of this name is in that netns. */
int mb_check_name_free(struct macbpf *mb, int netns_fd, const char *name);

#endif /* MB_CHECK_H */
