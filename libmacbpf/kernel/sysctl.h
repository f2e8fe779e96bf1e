/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* sysctl.h - settings of a device for which rtnetlink has no words. Errors are -errno. */
#ifndef MB_SYSCTL_H
#define MB_SYSCTL_H

#include <stdbool.h>
#include <stdint.h>

/* No IPv6 on a device of the netns in which the thread is: it sends nothing of its own. */
int mb_sysctl_no_ipv6(const char *device);

/* 1: there is IPv6 on a device of that netns; 0: not. And puts it back there. */
bool mb_sysctl_has_ipv6(const char *device);
int mb_sysctl_again_ipv6(const char *device);

/* The device looks for duplicates of its IPv6 addresses as other new ones there do. */
int mb_sysctl_default_dad(const char *device);

/* net.core.netdev_max_backlog; 0: it can't be told, as in all netns but the first. */
uint32_t mb_sysctl_backlog(void);

#endif /* MB_SYSCTL_H */
