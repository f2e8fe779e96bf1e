// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* bus.c - what a command that changed something tells whoever listens in its netns. */
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "kernel/bus.h"

#define GROUP 23 /* of the 32 that NETLINK_USERSOCK has, which nobody gives out */

static int open_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_USERSOCK);

	return fd < 0 ? -errno : fd;
}

/* -ECONNREFUSED is the answer whether or not somebody listens. */
void mb_bus_send(const struct mb_bus_message *message)
{
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_groups = 1U << (GROUP - 1) };
	mb_auto_close int fd = open_socket();

	if (fd >= 0)
		sendto(fd, message, sizeof(*message), 0, (const struct sockaddr *)&to, sizeof(to));
}

int mb_bus_listen(void)
{
	const struct sockaddr_nl us = { .nl_family = AF_NETLINK };
	mb_auto_close int fd = open_socket();
	int group = GROUP, on = 1;

	if (fd < 0)
		return fd;
	if (bind(fd, (const struct sockaddr *)&us, sizeof(us)) ||
	    setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
		return -errno;
	return mb_take_fd(fd);
}

static bool is_text(const char *text, size_t size)
{
	return memchr(text, '\0', size);
}

bool mb_bus_read(const void *bytes, size_t size, struct mb_bus_message *message)
{
	if (size < sizeof(*message))
		return false;
	memcpy(message, bytes, sizeof(*message));
	return message->magic == MB_BUS_MAGIC &&
	       is_text(message->command, sizeof(message->command)) &&
	       is_text(message->lower, sizeof(message->lower)) &&
	       is_text(message->hostdev, sizeof(message->hostdev)) &&
	       is_text(message->name, sizeof(message->name)) &&
	       is_text(message->changed, sizeof(message->changed));
}

/* Who sent it, as the kernel says; by default nobody that is heard. */
static struct ucred sender(struct msghdr *hdr)
{
	struct ucred who = { .uid = (uid_t)-1 };

	for (struct cmsghdr *c = CMSG_FIRSTHDR(hdr); c; c = CMSG_NXTHDR(hdr, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_CREDENTIALS &&
		    c->cmsg_len >= CMSG_LEN(sizeof(who)))
			memcpy(&who, CMSG_DATA(c), sizeof(who));
	return who;
}

int mb_bus_next(int fd, struct mb_bus_message *message, pid_t *pid)
{
	union {
		char room[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control;
	char bytes[4096];
	struct iovec iov = { bytes, sizeof(bytes) };
	struct ucred who;
	ssize_t n;

	for (;;) {
		struct msghdr hdr = {
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = &control,
			.msg_controllen = sizeof(control),
		};

		n = recvmsg(fd, &hdr, MSG_DONTWAIT);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -errno;
		who = sender(&hdr);
		if (who.uid || !mb_bus_read(bytes, (size_t)n, message))
			continue;
		*pid = who.pid;
		return 1;
	}
}
