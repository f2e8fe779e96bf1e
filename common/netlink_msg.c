// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* netlink_msg.c - the messages that a netlink socket carries. */
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdbool.h>

#include "common/netlink_msg.h"

/*
 * Of the four messages that rtnetlink has for each subject; other families number theirs otherwise.
 * What is asked for is answer enough.
 */
static bool is_get(int type, int flags)
{
	return (type & 3) == (RTM_GETLINK & 3) || (flags & NLM_F_DUMP) == NLM_F_DUMP;
}

struct nl_msg *mb_netlink_request(int type, int flags, const void *header, size_t len)
{
	int ack = is_get(type, flags) ? 0 : NLM_F_ACK;
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | ack | flags);

	if (msg && nlmsg_append(msg, (void *)header, len, NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

void mb_netlink_put_mac(struct nl_msg *msg, int attr, const uint8_t *mac)
{
	if (mac)
		nla_put(msg, attr, 6, mac);
}

void mb_netlink_put_text(struct nl_msg *msg, int attr, const char *text)
{
	if (text)
		nla_put_string(msg, attr, text);
}

uint32_t mb_netlink_get_u32(struct nlattr **tb, int attr)
{
	return tb[attr] && nla_len(tb[attr]) >= 4 ? nla_get_u32(tb[attr]) : 0;
}
