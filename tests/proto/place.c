// SPDX-License-Identifier: GPL-2.0-only
/* place.c - open netns and sockets, or end. */
#include "place.h"

#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

void place_open(struct netns *ns, const char *name)
{
	char path[64];

	snprintf(ns->name, sizeof(ns->name), "%s", name);
	snprintf(path, sizeof(path), "/run/netns/%s", name);
	ns->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (ns->fd < 0)
		err(1, "%s", path);
}

socklen_t address_read(union address *a, const char *text, uint16_t port)
{
	memset(a, 0, sizeof(*a));
	if (inet_pton(AF_INET, text, &a->v4.sin_addr) == 1) {
		a->v4.sin_family = AF_INET;
		a->v4.sin_port = htons(port);
		return sizeof(a->v4);
	}
	if (inet_pton(AF_INET6, text, &a->v6.sin6_addr) != 1)
		errx(1, "'%s' is no address", text);
	a->v6.sin6_family = AF_INET6;
	a->v6.sin6_port = htons(port);
	return sizeof(a->v6);
}

int place_socket(const struct netns *ns, int family, int type, int protocol)
{
	int fd;

	netns_enter(ns);
	fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
	netns_leave();
	if (fd < 0)
		err(1, "socket in netns %s", ns->name);
	return fd;
}

void option_set(int fd, int level, int option, int value)
{
	if (setsockopt(fd, level, option, &value, sizeof(value)))
		err(1, "socket option %d of level %d", option, level);
}

void bytes_fill(uint8_t *data, size_t len, uint64_t seed)
{
	for (size_t i = 0; i < len; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		data[i] = seed >> 56;
	}
}
