// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* netlink.c - a netlink socket: requests to rtnetlink, and the answers that belong to them. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/netns.h"
#include "common/own.h"

#define TRIES	 10
#define DATAGRAM (1 << 16) /* bytes that the largest is expected to have */

struct mb_netlink {
	int fd, family;
	bool is_stale; /* it may hold a part of an answer: to be replaced before the next request */
	uint32_t seq;  /* of the last request */
	char *datagram;
	size_t size;
	char hint[160];
};

/* One request, or two that go together, and what the kernel says to each. */
struct exchange {
	struct nl_msg *msg[2];
	uint32_t count;
	struct {
		bool done;
		int error;
	} reply[2];
	bool changed; /* what is listed changed while it was told */
	int (*on_message)(struct nlmsghdr *nlh, void *arg);
	void (*forget)(void *arg); /* what was told */
	void *arg;
	int err; /* of on_message */
};

/* ---------------------------------------------------------------- the socket */

static int open_socket(void *arg)
{
	struct mb_netlink *nl = arg;
	int one = 1, fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, nl->family);

	if (fd < 0)
		return -errno;
	/* Older kernels lack these; the sentences are then shorter. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	mb_close_fd(&nl->fd);
	nl->fd = fd;
	nl->is_stale = false;
	return 0;
}

/* A socket knows in which netns it was made. */
static int replace_socket(struct mb_netlink *nl)
{
	mb_auto_close int netns_fd = ioctl(nl->fd, SIOCGSKNS);

	return netns_fd < 0 ? -errno : mb_netns_call(netns_fd, open_socket, nl);
}

int mb_netlink_open_family(struct mb_netlink **out, int netns_fd, int family)
{
	struct mb_netlink *nl = calloc(1, sizeof(*nl));
	int err;

	if (!nl)
		return -ENOMEM;
	nl->fd = -1;
	nl->family = family;
	nl->size = DATAGRAM;
	err = netns_fd < 0 ? open_socket(nl) : mb_netns_call(netns_fd, open_socket, nl);
	if (err)
		mb_netlink_close(nl);
	else
		*out = nl;
	return err;
}

int mb_netlink_open(struct mb_netlink **out, int netns_fd)
{
	return mb_netlink_open_family(out, netns_fd, NETLINK_ROUTE);
}

void mb_netlink_close(struct mb_netlink *nl)
{
	if (!nl)
		return;
	mb_close_fd(&nl->fd);
	free(nl->datagram);
	free(nl);
}

const char *mb_netlink_hint(const struct mb_netlink *nl)
{
	return nl->hint;
}

/* ---------------------------------------------------------------- what the kernel says */

/* Its place among the requests; an answer to an older one has none. */
static uint32_t place_of(const struct mb_netlink *nl, const struct exchange *x,
			 const struct nlmsghdr *nlh)
{
	return nlh->nlmsg_seq - (nl->seq + 1 - x->count);
}

/* With NETLINK_CAP_ACK the attributes follow the error directly. */
static int read_refusal(struct mb_netlink *nl, struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = nlmsg_data(nlh);
	struct nlattr *text = NULL;

	if (!nlmsg_valid_hdr(nlh, sizeof(*err)))
		return -EPROTO;
	if (err->error && nlh->nlmsg_flags & NLM_F_CAPPED && nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		text = nlmsg_find_attr(nlh, sizeof(*err), NLMSGERR_ATTR_MSG);
	if (text)
		nla_strlcpy(nl->hint, text, sizeof(nl->hint));
	return err->error;
}

static void hand_on(struct exchange *x, struct nlmsghdr *nlh)
{
	if (x->on_message && !x->err)
		x->err = x->on_message(nlh, x->arg);
}

static void take(struct mb_netlink *nl, struct exchange *x, struct nlmsghdr *nlh)
{
	uint32_t i = place_of(nl, x, nlh);

	if (i >= x->count || nlh->nlmsg_type == NLMSG_NOOP)
		return;
	x->changed |= !!(nlh->nlmsg_flags & NLM_F_DUMP_INTR);
	if (nlh->nlmsg_type == NLMSG_ERROR)
		x->reply[i].error = read_refusal(nl, nlh);
	else if (nlh->nlmsg_type == NLMSG_DONE && nlmsg_valid_hdr(nlh, sizeof(int)))
		x->reply[i].error = *(int *)nlmsg_data(nlh);
	else if (nlh->nlmsg_type >= NLMSG_MIN_TYPE)
		hand_on(x, nlh);
	x->reply[i].done = nlh->nlmsg_type <= NLMSG_DONE || !(nlh->nlmsg_flags & NLM_F_MULTI);
}

static int make_room(struct mb_netlink *nl)
{
	if (!nl->datagram)
		nl->datagram = malloc(nl->size);
	return nl->datagram ? 0 : -ENOMEM;
}

static int too_large(struct mb_netlink *nl, size_t size)
{
	free(nl->datagram);
	nl->datagram = NULL;
	nl->size = size;
	return -EMSGSIZE;
}

/*
 * Takes the next datagram. An answer is there when sendmsg() returns, and the next part of a list
 * when recvmsg() does: what isn't there won't come.
 */
static int receive(struct mb_netlink *nl, struct exchange *x)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { nl->datagram, nl->size };
	struct msghdr hdr = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	struct nlmsghdr *nlh = iov.iov_base;
	ssize_t n;
	int left;

	do
		n = recvmsg(nl->fd, &hdr, MSG_DONTWAIT | MSG_TRUNC);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	if (!n || from.nl_pid)
		return -EPROTO; /* not from the kernel */
	if (hdr.msg_flags & MSG_TRUNC)
		return too_large(nl, (size_t)n);
	for (left = (int)n; nlmsg_ok(nlh, left); nlh = nlmsg_next(nlh, &left))
		take(nl, x, nlh);
	return 0;
}

static bool is_answered(const struct exchange *x)
{
	return x->reply[0].done && (x->count == 1 || x->reply[1].done);
}

/* Who only asks needn't search for what may be left: it is asked again. */
static bool is_question(const struct exchange *x)
{
	return !(nlmsg_hdr(x->msg[0])->nlmsg_flags & NLM_F_ACK);
}

static int collect(struct mb_netlink *nl, struct exchange *x)
{
	int err = 0;

	for (int failed = 0; !is_answered(x) && failed < TRIES; failed += !!err) {
		err = make_room(nl) ?: receive(nl, x);
		if (err == -EAGAIN || (err && is_question(x)))
			break;
		if (x->err == MB_NETLINK_ENOUGH)
			return 0;
	}
	return is_answered(x) ? 0 : MB_NETLINK_UNHEARD;
}

/* ---------------------------------------------------------------- talking */

static int send_requests(struct mb_netlink *nl, struct exchange *x)
{
	struct iovec iov[2];
	struct msghdr hdr = { .msg_iov = iov, .msg_iovlen = x->count };

	for (uint32_t i = 0; i < x->count; i++) {
		struct nlmsghdr *nlh = nlmsg_hdr(x->msg[i]);

		nlh->nlmsg_seq = ++nl->seq;
		iov[i] = (struct iovec){ nlh, nlh->nlmsg_len };
		x->reply[i].done = false;
	}
	return sendmsg(nl->fd, &hdr, 0) < 0 ? -errno : 0;
}

static void begin_anew(struct exchange *x)
{
	if (x->forget)
		x->forget(x->arg);
	x->changed = false;
	x->err = 0;
}

/* What was not sent, and what only asks, is tried again. */
static int converse(struct mb_netlink *nl, struct exchange *x)
{
	int err = 0;

	nl->hint[0] = '\0';
	for (int i = 0; i < TRIES; i++) {
		err = (nl->is_stale ? replace_socket(nl) : 0) ?: send_requests(nl, x);
		if (err)
			continue;
		err = collect(nl, x);
		nl->is_stale = err || !is_answered(x);
		if (err ? !is_question(x) : !x->changed)
			return err;
		begin_anew(x);
	}
	return err ?: -EAGAIN;
}

int mb_netlink_list(struct mb_netlink *nl, struct nl_msg *msg,
		    int (*on_message)(struct nlmsghdr *nlh, void *arg), void (*forget)(void *arg),
		    void *arg)
{
	struct exchange x = { { msg }, 1, .on_message = on_message, .forget = forget, .arg = arg };
	int err = msg ? converse(nl, &x) : -ENOMEM;

	nlmsg_free(msg);
	return err ?: x.reply[0].error ?: x.err;
}

int mb_netlink_talk(struct mb_netlink *nl, struct nl_msg *msg,
		    int (*on_message)(struct nlmsghdr *nlh, void *arg), void *arg)
{
	return mb_netlink_list(nl, msg, on_message, NULL, arg);
}

int mb_netlink_talk_both(struct mb_netlink *nl, struct nl_msg *first, struct nl_msg *second,
			 int *first_err)
{
	struct exchange x = { .msg = { first, second }, .count = 2 };
	int err = converse(nl, &x);

	*first_err = err ?: x.reply[0].error;
	nlmsg_free(first);
	nlmsg_free(second);
	return err ?: x.reply[1].error;
}
