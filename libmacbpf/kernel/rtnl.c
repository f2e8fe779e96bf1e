// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rtnl.c - a netlink socket: requests to rtnetlink, and the answers. */
#include <errno.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netns.h"
#include "common/own.h"
#include "kernel/rtnl_msg.h"

#define RECEIVE_BUFFER (1 << 20) /* bytes; a dump of thousands of devices must not overrun */

struct mb_rtnl {
	struct nl_sock *sock;
	struct nl_cb *cb;
	int error; /* of the request under way */
	bool done; /* it was answered, acknowledged or refused, or its dump has ended */
	char hint[160];
	int (*on_message)(struct nlmsghdr *nlh, void *arg);
	void *arg;
};

/* With NETLINK_CAP_ACK the attributes follow the error directly. */
static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)((char *)err - NLMSG_HDRLEN);
	struct mb_rtnl *rtnl = arg;
	struct nlattr *msg;

	(void)from;
	rtnl->error = err->error;
	rtnl->done = true;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS) {
		msg = nlmsg_find_attr(nlh, sizeof(*err), NLMSGERR_ATTR_MSG);
		if (msg)
			nla_strlcpy(rtnl->hint, msg, sizeof(rtnl->hint));
	}
	return NL_STOP;
}

static int on_done(struct nl_msg *msg, void *arg)
{
	struct mb_rtnl *rtnl = arg;

	(void)msg;
	rtnl->done = true;
	return NL_STOP;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct mb_rtnl *rtnl = arg;
	int err;

	if (!rtnl->on_message)
		return NL_OK;
	rtnl->done = !(nlmsg_hdr(msg)->nlmsg_flags & NLM_F_MULTI);
	err = rtnl->on_message(nlmsg_hdr(msg), rtnl->arg);
	if (err && !rtnl->error)
		rtnl->error = err;
	return NL_OK;
}

static int nl_to_errno(int nle)
{
	switch (-nle) {
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_PERM:
		return -EPERM;
	case NLE_DUMP_INTR:
		return -EAGAIN;
	default:
		return -EIO;
	}
}

static void expect_answer(struct mb_rtnl *rtnl, int (*on_message)(struct nlmsghdr *nlh, void *arg),
			  void *arg)
{
	rtnl->error = 0;
	rtnl->done = false;
	rtnl->hint[0] = '\0';
	rtnl->on_message = on_message;
	rtnl->arg = arg;
}

/* Waits for the answer, the acknowledgement, or the end of the dump. */
static int receive_answer(struct mb_rtnl *rtnl)
{
	int err = 0;

	while (err >= 0 && !rtnl->done)
		err = nl_recvmsgs(rtnl->sock, rtnl->cb);
	if (rtnl->error)
		return rtnl->error;
	return err < 0 ? nl_to_errno(err) : 0;
}

int mb_nl_talk(struct mb_rtnl *rtnl, struct nl_msg *msg,
	       int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg)
{
	int err;

	expect_answer(rtnl, on_message, arg);
	err = nl_send_auto(rtnl->sock, msg);
	nlmsg_free(msg);
	return err < 0 ? nl_to_errno(err) : receive_answer(rtnl);
}

static int send_both(struct mb_rtnl *rtnl, struct nl_msg *first, struct nl_msg *second)
{
	struct iovec iov[2];

	nl_complete_msg(rtnl->sock, first);
	nl_complete_msg(rtnl->sock, second);
	iov[0] = (struct iovec){ nlmsg_hdr(first), nlmsg_hdr(first)->nlmsg_len };
	iov[1] = (struct iovec){ nlmsg_hdr(second), nlmsg_hdr(second)->nlmsg_len };
	return nl_send_iovec(rtnl->sock, first, iov, 2);
}

int mb_nl_talk_both(struct mb_rtnl *rtnl, struct nl_msg *first, struct nl_msg *second,
		    int *first_err)
{
	int err = send_both(rtnl, first, second);

	nlmsg_free(first);
	nlmsg_free(second);
	if (err < 0)
		return *first_err = nl_to_errno(err);
	expect_answer(rtnl, NULL, NULL);
	*first_err = receive_answer(rtnl);
	expect_answer(rtnl, NULL, NULL);
	return receive_answer(rtnl);
}

static int open_socket(void *arg)
{
	struct mb_rtnl *rtnl = arg;
	int one = 1, fd, err;

	err = nl_connect(rtnl->sock, NETLINK_ROUTE);
	if (err)
		return nl_to_errno(err);
	fd = nl_socket_get_fd(rtnl->sock);
	/* Older kernels lack these; the sentences are then shorter. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	nl_socket_set_buffer_size(rtnl->sock, RECEIVE_BUFFER, 0);
	nl_socket_set_msg_buf_size(rtnl->sock, 1 << 16);
	return 0;
}

int mb_rtnl_open(struct mb_rtnl **out, int netns_fd)
{
	struct mb_rtnl *rtnl = calloc(1, sizeof(*rtnl));
	int err = -ENOMEM;

	if (!rtnl)
		return -ENOMEM;
	rtnl->sock = nl_socket_alloc();
	rtnl->cb = nl_cb_alloc(NL_CB_DEFAULT);
	if (!rtnl->sock || !rtnl->cb)
		goto fail;
	nl_socket_disable_auto_ack(rtnl->sock); /* mb_nl_message() knows who wants one */
	nl_cb_set(rtnl->cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, rtnl);
	nl_cb_set(rtnl->cb, NL_CB_ACK, NL_CB_CUSTOM, on_done, rtnl);
	nl_cb_set(rtnl->cb, NL_CB_FINISH, NL_CB_CUSTOM, on_done, rtnl);
	nl_cb_err(rtnl->cb, NL_CB_CUSTOM, on_error, rtnl);
	/* A socket stays in the netns in which it was made. */
	err = mb_netns_call(netns_fd, open_socket, rtnl);
	if (err)
		goto fail;
	*out = rtnl;
	return 0;

fail:
	mb_rtnl_close(rtnl);
	return err;
}

void mb_rtnl_close(struct mb_rtnl *rtnl)
{
	if (!rtnl)
		return;
	nl_cb_put(rtnl->cb);
	nl_socket_free(rtnl->sock);
	free(rtnl);
}

const char *mb_rtnl_hint(const struct mb_rtnl *rtnl)
{
	return rtnl->hint;
}

/* Of the four messages that rtnetlink has for each subject. What is asked for is answer enough. */
static bool is_get(int type)
{
	return (type & 3) == (RTM_GETLINK & 3);
}

struct nl_msg *mb_nl_message(int type, int flags, const void *header, size_t len)
{
	int ack = is_get(type) ? 0 : NLM_F_ACK;
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | ack | flags);

	if (msg && nlmsg_append(msg, (void *)header, len, NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

struct nl_msg *mb_nl_link_message(int type, int flags, const struct ifinfomsg *ifi)
{
	return mb_nl_message(type, flags, ifi, sizeof(*ifi));
}

void mb_nl_put_mac(struct nl_msg *msg, int attr, const uint8_t *mac)
{
	if (mac)
		nla_put(msg, attr, 6, mac);
}

void mb_nl_put_text(struct nl_msg *msg, int attr, const char *text)
{
	if (text)
		nla_put_string(msg, attr, text);
}

uint32_t mb_nl_get_u32(struct nlattr **tb, int attr)
{
	return tb[attr] && nla_len(tb[attr]) >= 4 ? nla_get_u32(tb[attr]) : 0;
}

static int on_nsid(struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *id = nlmsg_find_attr(nlh, sizeof(struct rtgenmsg), NETNSA_NSID);

	if (!id)
		return -EPROTO;
	*(int32_t *)arg = nla_get_s32(id);
	return 0;
}

int mb_rtnl_nsid(struct mb_rtnl *rtnl, int netns_fd, int32_t *nsid)
{
	struct rtgenmsg gen = { .rtgen_family = AF_UNSPEC };
	struct nl_msg *msg = mb_nl_message(RTM_GETNSID, 0, &gen, sizeof(gen));
	int32_t id = NETNSA_NSID_NOT_ASSIGNED;
	int err;

	if (!msg)
		return -ENOMEM;
	nla_put_u32(msg, NETNSA_FD, (uint32_t)netns_fd);
	err = mb_nl_talk(rtnl, msg, on_nsid, &id);
	if (err)
		return err;
	if (id == NETNSA_NSID_NOT_ASSIGNED)
		return -ENOENT;
	*nsid = id;
	return 0;
}
