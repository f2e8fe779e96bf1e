// SPDX-License-Identifier: GPL-2.0-only
/* netlink.c - rtnetlink without a library: what the kernel itself answers. */
#include "netlink.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

int nl_open(const struct netns *ns)
{
	int fd;

	netns_enter(ns);
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	netns_leave();
	if (fd < 0)
		err(1, "rtnetlink in netns %s", ns->name);
	return fd;
}

/* ---------------------------------------------------------------- building */

static void *grow(struct nl_request *r, size_t len)
{
	char *end = (char *)r + NLMSG_ALIGN(r->h.nlmsg_len);

	if (end + len > (char *)r + sizeof(*r))
		errx(1, "a request is too long");
	r->h.nlmsg_len = end + len - (char *)r;
	return end;
}

void nl_begin(struct nl_request *r, uint16_t type, uint16_t flags, const void *header, size_t len)
{
	memset(r, 0, sizeof(*r));
	r->h.nlmsg_len = NLMSG_HDRLEN;
	r->h.nlmsg_type = type;
	r->h.nlmsg_flags = NLM_F_REQUEST | flags;
	nl_put_raw(r, header, len);
}

void nl_put_raw(struct nl_request *r, const void *data, size_t len)
{
	memcpy(grow(r, len), data, len);
}

void nl_put(struct nl_request *r, uint16_t type, const void *data, size_t len)
{
	struct rtattr *attr = grow(r, RTA_LENGTH(len));

	attr->rta_type = type;
	attr->rta_len = RTA_LENGTH(len);
	if (len)
		memcpy(RTA_DATA(attr), data, len);
}

void nl_put_u32(struct nl_request *r, uint16_t type, uint32_t value)
{
	nl_put(r, type, &value, sizeof(value));
}

struct rtattr *nl_nest(struct nl_request *r, uint16_t type)
{
	struct rtattr *nest = grow(r, RTA_LENGTH(0));

	nest->rta_type = type;
	return nest;
}

void nl_nest_end(struct nl_request *r, struct rtattr *nest)
{
	r->h.nlmsg_len = NLMSG_ALIGN(r->h.nlmsg_len);
	nest->rta_len = (char *)r + r->h.nlmsg_len - (char *)nest;
}

/* ---------------------------------------------------------------- talking */

static char answer[1 << 16] __attribute__((aligned(NLMSG_ALIGNTO)));

static size_t receive(int fd)
{
	ssize_t n = recv(fd, answer, sizeof(answer), 0);

	if (n < 0)
		err(1, "rtnetlink");
	return n;
}

static void send_request(int fd, struct nl_request *r)
{
	static uint32_t seq;

	r->h.nlmsg_seq = ++seq;
	if (send(fd, r, r->h.nlmsg_len, 0) < 0)
		err(1, "rtnetlink");
}

static int error_of(const struct nlmsghdr *h)
{
	return ((const struct nlmsgerr *)NLMSG_DATA(h))->error;
}

int nl_talk(int fd, struct nl_request *r)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)answer;

	r->h.nlmsg_flags |= NLM_F_ACK;
	send_request(fd, r);
	do {
		receive(fd);
	} while (h->nlmsg_type != NLMSG_ERROR || h->nlmsg_seq != r->h.nlmsg_seq);
	return error_of(h);
}

/* False at the end; *cut is set if something changed under the dump. */
static bool take_rows(int fd, nl_row_fn row, void *arg, bool *cut)
{
	size_t len = receive(fd);

	for (const struct nlmsghdr *h = (const struct nlmsghdr *)answer; NLMSG_OK(h, len);
	     h = NLMSG_NEXT(h, len)) {
		*cut |= h->nlmsg_flags & NLM_F_DUMP_INTR;
		if (h->nlmsg_type == NLMSG_DONE)
			return false;
		if (h->nlmsg_type == NLMSG_ERROR)
			errx(1, "rtnetlink dump: %s", strerror(-error_of(h)));
		row(arg, h);
	}
	return true;
}

void nl_dump(int fd, struct nl_request *r, nl_row_fn row, void (*restart)(void *arg), void *arg)
{
	bool cut;

	r->h.nlmsg_flags |= NLM_F_DUMP;
	do {
		cut = false;
		restart(arg);
		send_request(fd, r);
		while (take_rows(fd, row, arg, &cut))
			;
	} while (cut);
}

/* ---------------------------------------------------------------- reading */

void nl_parse(const struct rtattr *first, size_t len, const struct rtattr **tb, unsigned int max)
{
	memset(tb, 0, (max + 1) * sizeof(*tb));
	for (const struct rtattr *a = first; RTA_OK(a, len); a = RTA_NEXT(a, len))
		if ((a->rta_type & NLA_TYPE_MASK) <= max)
			tb[a->rta_type & NLA_TYPE_MASK] = a;
}

void nl_parse_nested(const struct rtattr *nest, const struct rtattr **tb, unsigned int max)
{
	nl_parse(RTA_DATA(nest), RTA_PAYLOAD(nest), tb, max);
}

uint32_t nl_u32(const struct rtattr *attr)
{
	uint32_t value = 0;

	if (attr)
		memcpy(&value, RTA_DATA(attr),
		       RTA_PAYLOAD(attr) < sizeof(value) ? RTA_PAYLOAD(attr) : sizeof(value));
	return value;
}
