/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* netlink_msg.h - the messages that a netlink socket carries, as libnl makes and reads them. */
#ifndef MB_NETLINK_MSG_H
#define MB_NETLINK_MSG_H

#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stddef.h>
#include <stdint.h>

#include "common/netlink.h"

/* A request, acknowledged or answered, with `len` bytes of header. NULL: out of memory. */
struct nl_msg *mb_netlink_request(int type, int flags, const void *header, size_t len);

/* Nothing happens if `mac` or `text` is NULL. */
void mb_netlink_put_mac(struct nl_msg *msg, int attr, const uint8_t *mac);
void mb_netlink_put_text(struct nl_msg *msg, int attr, const char *text);

/* 0 if it is not there. */
uint32_t mb_netlink_get_u32(struct nlattr **tb, int attr);

/*
 * Sends `msg`, which it frees, and waits for the answer; on_message is NULL for what has none. What
 * is lost on the way, or changes while it is told, is asked for again; on_message may hear a thing
 * twice. MB_NETLINK_UNHEARD: a change that was asked for may have been made.
 */
int mb_netlink_talk(struct mb_netlink *nl, struct nl_msg *msg,
		    int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg);

/* What on_message may return of a list: nothing of what follows matters. */
#define MB_NETLINK_ENOUGH (-E2BIG)

/* The same where on_message keeps a list: forget() is called before it is told from the beginning.
 */
int mb_netlink_list(struct mb_netlink *nl, struct nl_msg *msg,
		    int (*on_message)(struct nlmsghdr *nlh, void *arg), void (*forget)(void *arg),
		    void *arg);

/*
 * Both changes, whose messages it frees, are carried out before a signal can stop us; the first may
 * fail (*first_err).
 */
int mb_netlink_talk_both(struct mb_netlink *nl, struct nl_msg *first, struct nl_msg *second,
			 int *first_err);

#endif /* MB_NETLINK_MSG_H */
