// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* token.c - that a process does something with a device as long as it lives, and nobody else does.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "common/own.h"
#include "kernel/token.h"

#define LOOKERS 128 /* who have looked, and were not let go yet */

/* The name of an abstract socket begins with a zero, and has none at its end. */
static socklen_t name_it(struct sockaddr_un *name, const char *what, uint32_t ifindex)
{
	int len;

	*name = (struct sockaddr_un){ .sun_family = AF_UNIX };
	len = snprintf(name->sun_path + 1, sizeof(name->sun_path) - 1, "macbpf-%s-%u", what,
		       ifindex);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)len);
}

static int new_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd < 0 ? -errno : fd;
}

/* 1: somebody has it; 0: nobody. Where too many have looked nothing is known of who it is. */
static int ask(const struct sockaddr_un *name, socklen_t len, struct ucred *holder)
{
	mb_auto_close int fd = new_socket();
	socklen_t size = sizeof(*holder);

	*holder = (struct ucred){ 0 };
	if (fd < 0)
		return fd;
	if (connect(fd, (const struct sockaddr *)name, len))
		return errno == EAGAIN ? 1 : 0;
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, holder, &size);
	return 1;
}

int mb_token_take(const char *what, uint32_t ifindex, pid_t *pid)
{
	mb_auto_close int fd = new_socket();
	struct sockaddr_un name;
	socklen_t len = name_it(&name, what, ifindex);
	struct ucred holder = { 0 };

	if (fd < 0)
		return fd;
	if (bind(fd, (struct sockaddr *)&name, len)) {
		int err = -errno;

		if (err == -EADDRINUSE)
			ask(&name, len, &holder);
		*pid = holder.pid;
		return err;
	}
	return listen(fd, LOOKERS) ? -errno : mb_take_fd(fd);
}

bool mb_token_is_held(const char *what, uint32_t ifindex)
{
	struct sockaddr_un name;
	socklen_t len = name_it(&name, what, ifindex);
	struct ucred holder;
	int has = ask(&name, len, &holder);

	return has < 0 || (has && (!holder.uid || holder.uid == geteuid()));
}

void mb_token_answer(int fd)
{
	int looker;

	while ((looker = accept4(fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
		close(looker);
}
