/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* netlink.h - a netlink socket for requests to rtnetlink. Errors are -errno as the kernel gave
 * them. */
#ifndef MB_NETLINK_H
#define MB_NETLINK_H

#include <errno.h>

struct mb_netlink;

/* A socket in the netns, of which -1 is the calling thread's. */
int mb_netlink_open(struct mb_netlink **out, int netns_fd);

/* The same of another family, e.g. NETLINK_NETFILTER. */
int mb_netlink_open_family(struct mb_netlink **out, int netns_fd, int family);
void mb_netlink_close(struct mb_netlink *nl);

/* The answer was lost, or the kernel had no memory for one: what was asked for may be done. */
#define MB_NETLINK_UNHEARD (-ENOBUFS)

/* What the kernel said about the last refusal (extack); "" if nothing. */
const char *mb_netlink_hint(const struct mb_netlink *nl);

#endif /* MB_NETLINK_H */
