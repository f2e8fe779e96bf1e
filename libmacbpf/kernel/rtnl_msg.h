/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* rtnl_msg.h - messages, as the files that talk to rtnetlink share them. */
#ifndef MB_RTNL_MSG_H
#define MB_RTNL_MSG_H

#include <linux/rtnetlink.h>
#include <netlink/msg.h>

#include "kernel/rtnl.h"

/* A request, acknowledged or answered, with `len` bytes of header. NULL: out of memory. */
struct nl_msg *mb_nl_message(int type, int flags, const void *header, size_t len);
struct nl_msg *mb_nl_link_message(int type, int flags, const struct ifinfomsg *ifi);

/* Nothing happens if `mac` or `text` is NULL. */
void mb_nl_put_mac(struct nl_msg *msg, int attr, const uint8_t *mac);
void mb_nl_put_text(struct nl_msg *msg, int attr, const char *text);

/* 0 if it is not there. */
uint32_t mb_nl_get_u32(struct nlattr **tb, int attr);

/* Sends `msg`, which it frees, and waits for the answer; on_message is NULL for what has none. */
int mb_nl_talk(struct mb_rtnl *rtnl, struct nl_msg *msg,
	       int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg);

/*
 * Both requests, which it frees, are carried out before a signal can stop us; the first may fail
 * (*first_err).
 */
int mb_nl_talk_both(struct mb_rtnl *rtnl, struct nl_msg *first, struct nl_msg *second,
		    int *first_err);

#endif /* MB_RTNL_MSG_H */
