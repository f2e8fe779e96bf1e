// SPDX-License-Identifier: GPL-2.0-only
/* netns.c - which name in /run/netns a netns id stands for, as `ip link` shows it */
#include <dirent.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "link.h"

#define NETNS_DIR "/run/netns"

struct nsid_request {
	struct nlmsghdr head;
	struct rtgenmsg family;
	struct rtattr attr __attribute__((aligned(NLMSG_ALIGNTO)));
	int32_t fd;
};

/* -1 if there is none. */
static int open_netns(const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), strchr(name, '/') ? "%s%s" : "%s/%s",
		 strchr(name, '/') ? "" : NETNS_DIR, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* A socket belongs to the netns in which it was made. */
static int rtnl_socket(const char *netns)
{
	int here, there = -1;
	int fd = -1;

	if (!netns)
		return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	there = open_netns(netns);
	if (here >= 0 && there >= 0 && !setns(there, CLONE_NEWNET)) {
		fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
		if (setns(here, CLONE_NEWNET)) {
			close(fd);
			fd = -1;
		}
	}
	close(there);
	close(here);
	return fd;
}

static int32_t parse_nsid(const struct nlmsghdr *head, ssize_t length)
{
	const struct rtattr *attr;
	int left;

	if (!NLMSG_OK(head, length) || head->nlmsg_type != RTM_NEWNSID)
		return -1;
	left = (int)NLMSG_PAYLOAD(head, sizeof(struct rtgenmsg));
	attr = (const struct rtattr *)((const char *)NLMSG_DATA(head) +
				       NLMSG_ALIGN(sizeof(struct rtgenmsg)));
	for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left))
		if (attr->rta_type == NETNSA_NSID)
			return *(const int32_t *)RTA_DATA(attr);
	return -1;
}

/* The id that the netns of `rtnl` has for the netns `netns_fd`; -1 if none. */
static int32_t ask_nsid(int rtnl, int netns_fd)
{
	struct nsid_request request = {
		.head = { .nlmsg_len = sizeof(request),
			  .nlmsg_type = RTM_GETNSID,
			  .nlmsg_flags = NLM_F_REQUEST },
		.attr = { .rta_len = RTA_LENGTH(sizeof(int32_t)), .rta_type = NETNSA_FD },
		.fd = netns_fd,
	};
	union {
		struct nlmsghdr head;
		char bytes[512];
	} answer;
	ssize_t length;

	if (send(rtnl, &request, sizeof(request), 0) < 0)
		return -1;
	length = recv(rtnl, &answer, sizeof(answer), 0);
	return length < 0 ? -1 : parse_nsid(&answer.head, length);
}

static bool has_id(int rtnl, const char *name, int32_t id)
{
	int fd = *name == '.' ? -1 : open_netns(name);
	bool found;

	if (fd < 0)
		return false;
	found = ask_nsid(rtnl, fd) == id;
	close(fd);
	return found;
}

void netns_name(const char *lowers, int32_t id, char name[256])
{
	const struct dirent *entry;
	int rtnl = rtnl_socket(lowers);
	DIR *dir = opendir(NETNS_DIR);

	*name = '\0';
	while (dir && rtnl >= 0 && !*name && (entry = readdir(dir)))
		if (has_id(rtnl, entry->d_name, id))
			snprintf(name, 256, "%s", entry->d_name);
	if (dir)
		closedir(dir);
	close(rtnl);
}
