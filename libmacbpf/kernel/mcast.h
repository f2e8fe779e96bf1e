/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* mcast.h - multicast groups that somebody added to a device by hand (ip maddr add). */
#ifndef MB_MCAST_H
#define MB_MCAST_H

#include <stddef.h>
#include <stdint.h>

/* Devices of a netns that have such groups, one for each; the caller frees *ifindex, also if it
 * fails. */
int mb_mcast_added(int netns_fd, uint32_t **ifindex, size_t *count);

#endif /* MB_MCAST_H */
