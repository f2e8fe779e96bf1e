// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* netlink.c - a netlink socket: requests to rtnetlink, and the answers. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/netns.h"
#include "common/own.h"

#define RECEIVE_BUFFER (1 << 20) /* bytes; a dump of thousands of devices must not overrun */

struct mb_netlink {
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
	struct mb_netlink *nl = arg;
	struct nlattr *msg;

	(void)from;
	nl->error = err->error;
	nl->done = true;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS) {
		msg = nlmsg_find_attr(nlh, sizeof(*err), NLMSGERR_ATTR_MSG);
		if (msg)
			nla_strlcpy(nl->hint, msg, sizeof(nl->hint));
	}
	return NL_STOP;
}

static int on_done(struct nl_msg *msg, void *arg)
{
	struct mb_netlink *nl = arg;

	(void)msg;
	nl->done = true;
	return NL_STOP;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct mb_netlink *nl = arg;
	int err;

	if (!nl->on_message)
		return NL_OK;
	nl->done = !(nlmsg_hdr(msg)->nlmsg_flags & NLM_F_MULTI);
	err = nl->on_message(nlmsg_hdr(msg), nl->arg);
	if (err && !nl->error)
		nl->error = err;
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

static void expect_answer(struct mb_netlink *nl, int (*on_message)(struct nlmsghdr *nlh, void *arg),
			  void *arg)
{
	nl->error = 0;
	nl->done = false;
	nl->hint[0] = '\0';
	nl->on_message = on_message;
	nl->arg = arg;
}

/* Waits for the answer, the acknowledgement, or the end of the dump. */
static int receive_answer(struct mb_netlink *nl)
{
	int err = 0;

	while (err >= 0 && !nl->done)
		err = nl_recvmsgs(nl->sock, nl->cb);
	if (nl->error)
		return nl->error;
	return err < 0 ? nl_to_errno(err) : 0;
}

int mb_netlink_talk(struct mb_netlink *nl, struct nl_msg *msg,
		    int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg)
{
	int err;

	expect_answer(nl, on_message, arg);
	err = nl_send_auto(nl->sock, msg);
	nlmsg_free(msg);
	return err < 0 ? nl_to_errno(err) : receive_answer(nl);
}

static int send_both(struct mb_netlink *nl, struct nl_msg *first, struct nl_msg *second)
{
	struct iovec iov[2];

	nl_complete_msg(nl->sock, first);
	nl_complete_msg(nl->sock, second);
	iov[0] = (struct iovec){ nlmsg_hdr(first), nlmsg_hdr(first)->nlmsg_len };
	iov[1] = (struct iovec){ nlmsg_hdr(second), nlmsg_hdr(second)->nlmsg_len };
	return nl_send_iovec(nl->sock, first, iov, 2);
}

int mb_netlink_talk_both(struct mb_netlink *nl, struct nl_msg *first, struct nl_msg *second,
			 int *first_err)
{
	int err = send_both(nl, first, second);

	nlmsg_free(first);
	nlmsg_free(second);
	if (err < 0)
		return *first_err = nl_to_errno(err);
	expect_answer(nl, NULL, NULL);
	*first_err = receive_answer(nl);
	expect_answer(nl, NULL, NULL);
	return receive_answer(nl);
}

static int open_socket(void *arg)
{
	struct mb_netlink *nl = arg;
	int one = 1, fd, err;

	err = nl_connect(nl->sock, NETLINK_ROUTE);
	if (err)
		return nl_to_errno(err);
	fd = nl_socket_get_fd(nl->sock);
	/* Older kernels lack these; the sentences are then shorter. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	nl_socket_set_buffer_size(nl->sock, RECEIVE_BUFFER, 0);
	nl_socket_set_msg_buf_size(nl->sock, 1 << 16);
	return 0;
}

int mb_netlink_open(struct mb_netlink **out, int netns_fd)
{
	struct mb_netlink *nl = calloc(1, sizeof(*nl));
	int err = -ENOMEM;

	if (!nl)
		return -ENOMEM;
	nl->sock = nl_socket_alloc();
	nl->cb = nl_cb_alloc(NL_CB_DEFAULT);
	if (!nl->sock || !nl->cb)
		goto fail;
	nl_socket_disable_auto_ack(nl->sock); /* mb_netlink_request() knows who wants one */
	nl_cb_set(nl->cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, nl);
	nl_cb_set(nl->cb, NL_CB_ACK, NL_CB_CUSTOM, on_done, nl);
	nl_cb_set(nl->cb, NL_CB_FINISH, NL_CB_CUSTOM, on_done, nl);
	nl_cb_err(nl->cb, NL_CB_CUSTOM, on_error, nl);
	/* A socket stays in the netns in which it was made. */
	err = mb_netns_call(netns_fd, open_socket, nl);
	if (err)
		goto fail;
	*out = nl;
	return 0;

fail:
	mb_netlink_close(nl);
	return err;
}

void mb_netlink_close(struct mb_netlink *nl)
{
	if (!nl)
		return;
	nl_cb_put(nl->cb);
	nl_socket_free(nl->sock);
	free(nl);
}

const char *mb_netlink_hint(const struct mb_netlink *nl)
{
	return nl->hint;
}
