// SPDX-License-Identifier: GPL-2.0-only
/* kernel.c - a kernel in place of the system calls that a netlink socket is made of. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netns.h"
#include "common/own.h"
#include "tests/unit/common/kernel.h"

#define PART 6 /* devices in one datagram of a list */

struct kernel kernel;
struct fault fault;

static struct datagram *queue(void)
{
	ck_assert_uint_lt(kernel.end, ARRAY_SIZE(kernel.queue));
	kernel.queue[kernel.end] = (struct datagram){ 0 };
	return &kernel.queue[kernel.end++];
}

static void *put(struct datagram *d, int type, int flags, uint32_t seq, size_t len)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)(d->byte + d->len);

	ck_assert_uint_le(d->len + NLMSG_SPACE(len), sizeof(d->byte));
	*nlh = (struct nlmsghdr){
		.nlmsg_len = (uint32_t)NLMSG_LENGTH(len),
		.nlmsg_type = (uint16_t)type,
		.nlmsg_flags = (uint16_t)flags,
		.nlmsg_seq = seq,
	};
	d->len += NLMSG_SPACE(len);
	return NLMSG_DATA(nlh);
}

static void put_device(struct datagram *d, int flags, uint32_t seq, uint32_t index)
{
	struct ifinfomsg *ifi = put(d, RTM_NEWLINK, flags, seq, sizeof(*ifi));

	ifi->ifi_index = (int)index;
}

static void acknowledge(uint32_t seq, int error)
{
	int flags = error ? NLM_F_CAPPED | NLM_F_ACK_TLVS : NLM_F_CAPPED;
	size_t text = error ? NLA_ALIGN(NLA_HDRLEN + sizeof(SENTENCE)) : 0;
	char *data = put(queue(), NLMSG_ERROR, flags, seq, sizeof(struct nlmsgerr) + text);
	struct nlattr *attr = (struct nlattr *)(data + sizeof(struct nlmsgerr));

	((struct nlmsgerr *)data)->error = error;
	if (!error)
		return;
	attr->nla_type = NLMSGERR_ATTR_MSG;
	attr->nla_len = NLA_HDRLEN + sizeof(SENTENCE);
	memcpy(attr + 1, SENTENCE, sizeof(SENTENCE));
}

/* The end has a datagram of its own. */
static void tell_on(void)
{
	int flags = NLM_F_MULTI | (kernel.unsteady && kernel.told == 1 ? NLM_F_DUMP_INTR : 0);
	struct datagram *d;

	if (!kernel.list_seq)
		return;
	d = queue();
	for (int i = 0; i < PART && kernel.list_next <= DEVICES; i++)
		put_device(d, flags, kernel.list_seq, kernel.list_next++);
	if (d->len)
		return;
	*(int *)put(d, NLMSG_DONE, flags, kernel.list_seq, sizeof(int)) = 0;
	kernel.list_seq = 0;
}

static void carry_out(const struct nlmsghdr *nlh)
{
	const struct ifinfomsg *ifi = NLMSG_DATA(nlh);

	if (nlh->nlmsg_type == RTM_SETLINK) {
		kernel.changed[ifi->ifi_index]++;
		acknowledge(nlh->nlmsg_seq, ifi->ifi_index == REFUSED ? -EPERM : 0);
	} else if (!(nlh->nlmsg_flags & NLM_F_DUMP)) {
		put_device(queue(), 0, nlh->nlmsg_seq, (uint32_t)ifi->ifi_index);
	} else {
		kernel.list_seq = nlh->nlmsg_seq;
		kernel.list_next = 1;
		kernel.told++;
		tell_on();
	}
}

static bool is_turn(int *count)
{
	if (!*count || --*count)
		return false;
	return fault.hit = true;
}

/* ---------------------------------------------------------------- the calls */

int __wrap_socket(int domain, int type, int protocol);
int __wrap_ioctl(int fd, unsigned long request, ...);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *hdr, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *hdr, int flags);

/* Nothing of what an older one held is in it. */
int __wrap_socket(int domain, int type, int protocol)
{
	(void)type;
	(void)protocol;
	ck_assert_int_eq(domain, AF_NETLINK);
	kernel.first = kernel.end = 0;
	kernel.list_seq = 0;
	kernel.sockets++;
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	(void)fd;
	(void)request;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg)
{
	ck_assert_int_ge(netns_fd, 0);
	return fn(arg);
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *hdr, int flags)
{
	ssize_t len = 0;

	(void)fd;
	(void)flags;
	if (is_turn(&fault.sends)) {
		errno = -fault.error;
		return -1;
	}
	for (size_t i = 0; i < hdr->msg_iovlen; i++) {
		carry_out(hdr->msg_iov[i].iov_base);
		len += (ssize_t)hdr->msg_iov[i].iov_len;
	}
	return len;
}

/* What is put in front says that it is device 99. */
static void put_in_front(uint32_t from, uint32_t seq)
{
	struct datagram *d;

	queue();
	memmove(&kernel.queue[kernel.first + 1], &kernel.queue[kernel.first],
		(kernel.end - kernel.first - 1) * sizeof(kernel.queue[0]));
	d = &kernel.queue[kernel.first];
	*d = (struct datagram){ .from = from };
	put_device(d, 0, seq, 99);
}

static uint32_t seq_in_front(void)
{
	return ((struct nlmsghdr *)kernel.queue[kernel.first].byte)->nlmsg_seq;
}

/* 0, or the error of this call. */
static int go_wrong(void)
{
	if (fault.how == OLD)
		put_in_front(0, seq_in_front() - 1);
	else if (fault.how == LIE)
		put_in_front(4711, seq_in_front());
	else if (fault.how == LOSE)
		kernel.first++;
	return fault.how == FAIL || fault.how == LOSE ? fault.error : 0;
}

static ssize_t take_next(struct msghdr *hdr, size_t room)
{
	const struct datagram *d = &kernel.queue[kernel.first++];
	size_t len = d->len < kernel.bulk ? kernel.bulk : d->len;

	if (len > room)
		hdr->msg_flags |= MSG_TRUNC;
	else
		memset(hdr->msg_iov->iov_base, 0, len);
	memcpy(hdr->msg_iov->iov_base, d->byte, d->len < room ? d->len : room);
	((struct sockaddr_nl *)hdr->msg_name)->nl_pid = d->from;
	return (ssize_t)len;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *hdr, int flags)
{
	size_t room = hdr->msg_iov->iov_len;
	bool turn = kernel.first < kernel.end && is_turn(&fault.receives);
	int err = turn ? go_wrong() : 0;
	ssize_t n;

	(void)fd;
	ck_assert_int_eq(flags & (MSG_DONTWAIT | MSG_TRUNC), MSG_DONTWAIT | MSG_TRUNC);
	if (!err && kernel.first == kernel.end)
		err = -EAGAIN;
	if (err) {
		errno = -err;
		return -1;
	}
	n = take_next(hdr, turn && fault.how == CUT ? 20 : room);
	if (kernel.first == kernel.end)
		tell_on();
	return n;
}
