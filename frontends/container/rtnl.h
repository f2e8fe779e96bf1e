/* SPDX-License-Identifier: GPL-2.0-only */
/* rtnl.h - requests to rtnetlink; errors are -errno as the kernel gave them */
#ifndef CONTAINER_RTNL_H
#define CONTAINER_RTNL_H

#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stddef.h>

struct rtnl; /* a socket in the netns where it was opened */

int rtnl_open(struct rtnl **out);
void rtnl_close(struct rtnl *rtnl);

/* What the kernel said about the last refusal; "" if nothing. */
const char *rtnl_hint(const struct rtnl *rtnl);

/* A request with its header; NULL: out of memory. */
struct nl_msg *rtnl_request(int type, int flags, const void *header, size_t len);

/*
 * Sends `msg`, which it frees, and hands each message of the answer to `on_message` (NULL: there is
 * none).
 */
int rtnl_talk(struct rtnl *rtnl, struct nl_msg *msg,
	      void (*on_message)(const struct nlmsghdr *nlh, void *arg), void *arg);

/* The same for a dump. If what is dumped changes meanwhile it is told again from the beginning. */
int rtnl_dump(struct rtnl *rtnl, int type, const void *header, size_t len,
	      void (*on_message)(const struct nlmsghdr *nlh, void *arg), void *arg);

#endif
