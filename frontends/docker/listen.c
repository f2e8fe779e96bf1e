// SPDX-License-Identifier: GPL-2.0-only
/* listen.c - the socket that docker calls: systemd's, or one of our own. */
#include "docker/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/own.h"

#define FIRST_FD 3	   /* of those that systemd hands over */
#define BACKLOG	 SOMAXCONN /* as systemd has it: docker starts its containers all at once */

static int failed(struct error *error, const char *what, const char *path, int err)
{
	return error_set(error, ERROR_INTERNAL, "can't %s %s: %s", what, path, strerror(err));
}

/* ---------------------------------------------------------------- systemd's */

static long number_of(const char *name)
{
	const char *text = getenv(name);

	return text ? strtol(text, NULL, 10) : 0;
}

static int take(struct error *error, struct listen *listen)
{
	if (number_of("LISTEN_FDS") != 1)
		return error_set(error, ERROR_CONFIG, "one socket is taken, and not %ld",
				 number_of("LISTEN_FDS"));
	fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC);
	fcntl(FIRST_FD, F_SETFL, O_NONBLOCK);
	*listen = (struct listen){ .fd = FIRST_FD };
	return 0;
}

/* ---------------------------------------------------------------- our own */

/* All folders down to the file's, for root alone. */
static int make_folders(struct error *error, const char *path)
{
	char folder[sizeof(((struct sockaddr_un *)0)->sun_path)];

	snprintf(folder, sizeof(folder), "%s", path);
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0700) && errno != EEXIST)
			return failed(error, "make the folder", folder, errno);
		*slash = '/';
	}
	return 0;
}

/* A killed process leaves its name; one that runs answers there. */
static int take_place(struct error *error, const struct sockaddr_un *at)
{
	mb_auto_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;

	if (!lstat(at->sun_path, &st) && !S_ISSOCK(st.st_mode))
		return error_set(error, ERROR_TAKEN, "%s is there, and is no socket: name another",
				 at->sun_path);
	if (fd < 0)
		return failed(error, "make", "a socket", errno);
	if (!connect(fd, (const struct sockaddr *)at, sizeof(*at)))
		return error_set(error, ERROR_TAKEN, "somebody listens at %s already",
				 at->sun_path);
	if (errno == ECONNREFUSED)
		unlink(at->sun_path);
	return 0;
}

static int bind_and_listen(struct error *error, int fd, const struct sockaddr_un *at)
{
	mode_t mask = umask(0177);
	int err = bind(fd, (const struct sockaddr *)at, sizeof(*at)) ? errno : 0;

	umask(mask);
	if (!err && listen(fd, BACKLOG))
		err = errno;
	return err ? failed(error, "listen at", at->sun_path, err) : 0;
}

static int make(struct error *error, const char *path, struct listen *listen)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	mb_auto_close int fd = -1;
	int err;

	if (!*path || strlen(path) >= sizeof(at.sun_path))
		return error_set(error, ERROR_CONFIG,
				 "the path of the socket has 1 to %zu characters, and not %zu",
				 sizeof(at.sun_path) - 1, strlen(path));
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
	err = make_folders(error, path) ?: take_place(error, &at);
	if (err)
		return err;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return failed(error, "make", "a socket", errno);
	err = bind_and_listen(error, fd, &at);
	if (!err)
		*listen = (struct listen){ .fd = mb_take_fd(fd), .path = path };
	return err;
}

int listen_open(struct error *error, const char *path, struct listen *listen)
{
	if (number_of("LISTEN_PID") == getpid())
		return take(error, listen);
	return make(error, path, listen);
}

void listen_close(const struct listen *listen)
{
	if (listen->path)
		unlink(listen->path);
}
