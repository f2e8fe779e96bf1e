// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* linkwatch.c - what the kernel tells of devices, in a netns and in those that it has ids for. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "kernel/linkwatch.h"

#define DATAGRAM (1 << 16) /* larger than any that is told of one device */
#define QUEUE	 (8 << 20) /* thousands of devices may come and go at once */

static int join(int fd, int group)
{
	return setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));
}

/* Older kernels, and who lacks a capability, have less of each; what is lost is said. */
static int set_up(int fd, bool filters)
{
	const struct sockaddr_nl us = { .nl_family = AF_NETLINK };
	int on = 1, queue = QUEUE;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue, sizeof(queue));
	setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)&us, sizeof(us)) || join(fd, RTNLGRP_LINK) ||
	    (filters && join(fd, RTNLGRP_TC)))
		return -errno;
	return 0;
}

int mb_linkwatch_open(struct mb_linkwatch *w, bool filters)
{
	*w = (struct mb_linkwatch){ .size = DATAGRAM };
	w->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	if (w->fd < 0)
		return -errno;
	w->buffer = malloc(w->size);
	return w->buffer ? set_up(w->fd, filters) : -ENOMEM;
}

void mb_linkwatch_close(struct mb_linkwatch *w)
{
	mb_close_fd(&w->fd);
	free(w->buffer);
}

static int32_t nsid_of(struct msghdr *hdr)
{
	int32_t nsid = -1;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(hdr); c; c = CMSG_NXTHDR(hdr, c))
		if (c->cmsg_level == SOL_NETLINK && c->cmsg_type == NETLINK_LISTEN_ALL_NSID &&
		    c->cmsg_len >= CMSG_LEN(sizeof(nsid)))
			memcpy(&nsid, CMSG_DATA(c), sizeof(nsid));
	return nsid;
}

/* 1: there is a datagram of the kernel's; others may send here, too. */
static int receive(struct mb_linkwatch *w)
{
	union {
		char room[CMSG_SPACE(sizeof(int32_t))];
		struct cmsghdr align;
	} control;
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { w->buffer, w->size };
	struct msghdr hdr = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(w->fd, &hdr, MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	if (hdr.msg_flags & MSG_TRUNC)
		return -ENOBUFS;
	w->nsid = nsid_of(&hdr);
	w->at = 0;
	w->end = from.nl_pid ? 0 : (size_t)n;
	return 1;
}

/* What makes devices of the kernel's macvlan announce themselves. */
static bool is_move(uint32_t what)
{
	return what == IFLA_EVENT_BONDING_FAILOVER || what == IFLA_EVENT_NOTIFY_PEERS ||
	       what == IFLA_EVENT_IGMP_RESEND;
}

static void read_attr(const struct rtattr *attr, struct mb_linkevent *event)
{
	size_t size = RTA_PAYLOAD(attr);

	if (attr->rta_type == IFLA_LINK && size >= sizeof(event->link))
		memcpy(&event->link, RTA_DATA(attr), sizeof(event->link));
	if (attr->rta_type == IFLA_LINK_NETNSID && size >= sizeof(event->link_nsid)) {
		memcpy(&event->link_nsid, RTA_DATA(attr), sizeof(event->link_nsid));
		event->link_is_far = true;
	}
	if (attr->rta_type == IFLA_EVENT && size >= sizeof(uint32_t))
		event->cable_moved = is_move(*(const uint32_t *)RTA_DATA(attr));
	if (attr->rta_type == IFLA_IFNAME && size <= sizeof(event->name) &&
	    memchr(RTA_DATA(attr), '\0', size))
		memcpy(event->name, RTA_DATA(attr), size);
}

/* False: it is about something else. Those inside of containers are not ours. */
static bool read_filter(const struct mb_linkwatch *w, struct nlmsghdr *nlh,
			struct mb_linkevent *event)
{
	const struct tcmsg *tcm = NLMSG_DATA(nlh);

	if (nlh->nlmsg_type < RTM_NEWQDISC || nlh->nlmsg_type > RTM_DELTFILTER ||
	    nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*tcm)) || w->nsid >= 0)
		return false;
	*event = (struct mb_linkevent){
		.ifindex = (uint32_t)tcm->tcm_ifindex,
		.nsid = w->nsid,
		.is_filter = true,
	};
	return true;
}

static bool read_link(const struct mb_linkwatch *w, struct nlmsghdr *nlh,
		      struct mb_linkevent *event)
{
	struct ifinfomsg *ifi = NLMSG_DATA(nlh);
	struct rtattr *attr = IFLA_RTA(ifi);
	int left;

	if ((nlh->nlmsg_type != RTM_NEWLINK && nlh->nlmsg_type != RTM_DELLINK) ||
	    nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*ifi)) || ifi->ifi_family != AF_UNSPEC)
		return false;
	*event = (struct mb_linkevent){
		.ifindex = (uint32_t)ifi->ifi_index,
		.nsid = w->nsid,
		.gone = nlh->nlmsg_type == RTM_DELLINK,
	};
	left = (int)(nlh->nlmsg_len - NLMSG_LENGTH(sizeof(*ifi)));
	for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left))
		read_attr(attr, event);
	return true;
}

int mb_linkwatch_next(struct mb_linkwatch *w, struct mb_linkevent *event)
{
	int err;

	for (;;) {
		while (mb_linkwatch_has_more(w)) {
			struct nlmsghdr *nlh = (struct nlmsghdr *)(w->buffer + w->at);

			if (!NLMSG_OK(nlh, w->end - w->at)) {
				w->at = w->end;
				break;
			}
			w->at += NLMSG_ALIGN(nlh->nlmsg_len);
			if (read_link(w, nlh, event) || read_filter(w, nlh, event))
				return 1;
		}
		err = receive(w);
		if (err <= 0)
			return err;
	}
}
