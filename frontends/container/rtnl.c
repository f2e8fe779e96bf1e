// SPDX-License-Identifier: GPL-2.0-only
/* rtnl.c - requests to rtnetlink. */
#include "container/rtnl.h"

#include <errno.h>
#include <netlink/errno.h>
#include <netlink/handlers.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>

#define DUMP_TRIES     10
#define RECEIVE_BUFFER (1 << 20) /* bytes; a dump of thousands of devices must not overrun */

struct rtnl {
	struct nl_sock *sock;
	struct nl_cb *cb;
	int error; /* of the request under way */
	bool done; /* it was acknowledged, refused, or its dump has ended */
	char hint[160];
	void (*on_message)(const struct nlmsghdr *nlh, void *arg);
	void *arg;
};

/* With NETLINK_CAP_ACK the attributes follow the error directly. */
static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)((char *)err - NLMSG_HDRLEN);
	struct nlattr *text = NULL;
	struct rtnl *rtnl = arg;

	(void)from;
	rtnl->error = err->error;
	rtnl->done = true;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		text = nlmsg_find_attr(nlh, sizeof(*err), NLMSGERR_ATTR_MSG);
	if (text)
		nla_strlcpy(rtnl->hint, text, sizeof(rtnl->hint));
	return NL_STOP;
}

static int on_done(struct nl_msg *msg, void *arg)
{
	struct rtnl *rtnl = arg;

	(void)msg;
	rtnl->done = true;
	return NL_STOP;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct rtnl *rtnl = arg;

	if (rtnl->on_message)
		rtnl->on_message(nlmsg_hdr(msg), rtnl->arg);
	return NL_OK;
}

static int connect_socket(struct rtnl *rtnl)
{
	int one = 1, fd;

	if (nl_connect(rtnl->sock, NETLINK_ROUTE))
		return -EIO;
	fd = nl_socket_get_fd(rtnl->sock);
	/* Older kernels lack these; the sentences are then shorter. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	nl_socket_set_buffer_size(rtnl->sock, RECEIVE_BUFFER, 0);
	nl_socket_set_msg_buf_size(rtnl->sock, 1 << 16);
	return 0;
}

int rtnl_open(struct rtnl **out)
{
	struct rtnl *rtnl = calloc(1, sizeof(*rtnl));
	int err = -ENOMEM;

	if (!rtnl)
		return -ENOMEM;
	rtnl->sock = nl_socket_alloc();
	rtnl->cb = nl_cb_alloc(NL_CB_DEFAULT);
	if (rtnl->sock && rtnl->cb)
		err = connect_socket(rtnl);
	if (err) {
		rtnl_close(rtnl);
		return err;
	}
	nl_cb_set(rtnl->cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, rtnl);
	nl_cb_set(rtnl->cb, NL_CB_ACK, NL_CB_CUSTOM, on_done, rtnl);
	nl_cb_set(rtnl->cb, NL_CB_FINISH, NL_CB_CUSTOM, on_done, rtnl);
	nl_cb_err(rtnl->cb, NL_CB_CUSTOM, on_error, rtnl);
	*out = rtnl;
	return 0;
}

void rtnl_close(struct rtnl *rtnl)
{
	if (!rtnl)
		return;
	nl_cb_put(rtnl->cb);
	nl_socket_free(rtnl->sock);
	free(rtnl);
}

const char *rtnl_hint(const struct rtnl *rtnl)
{
	return rtnl->hint;
}

struct nl_msg *rtnl_request(int type, int flags, const void *header, size_t len)
{
	struct nl_msg *msg = nlmsg_alloc_simple(type, NLM_F_REQUEST | NLM_F_ACK | flags);

	if (msg && nlmsg_append(msg, (void *)header, len, NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

int rtnl_talk(struct rtnl *rtnl, struct nl_msg *msg,
	      void (*on_message)(const struct nlmsghdr *nlh, void *arg), void *arg)
{
	int err;

	if (!msg)
		return -ENOMEM;
	rtnl->error = 0;
	rtnl->done = false;
	rtnl->hint[0] = '\0';
	rtnl->on_message = on_message;
	rtnl->arg = arg;
	err = nl_send_auto(rtnl->sock, msg);
	nlmsg_free(msg);
	while (err >= 0 && !rtnl->done)
		err = nl_recvmsgs(rtnl->sock, rtnl->cb);
	if (rtnl->error)
		return rtnl->error;
	if (err == -NLE_DUMP_INTR)
		return -EAGAIN;
	return err < 0 ? -EIO : 0;
}

int rtnl_dump(struct rtnl *rtnl, int type, const void *header, size_t len,
	      void (*on_message)(const struct nlmsghdr *nlh, void *arg), void *arg)
{
	int err = -EAGAIN;

	for (int i = 0; err == -EAGAIN && i < DUMP_TRIES; i++)
		err = rtnl_talk(rtnl, rtnl_request(type, NLM_F_DUMP, header, len), on_message, arg);
	return err;
}
