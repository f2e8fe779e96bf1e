/* SPDX-License-Identifier: GPL-2.0-only */
/* http.h - an HTTP server of few calls, for a loop that waits for its descriptor besides others */
#ifndef DOCKER_HTTP_H
#define DOCKER_HTTP_H

#include <stddef.h>

#include "docker/answer.h"

#define HTTP_BODY_MAX (1 << 20) /* bytes of a request's body; a JSON document is no longer */

struct http;

/* Answers a request: path, body. */
typedef void http_answer_fn(void *arg, const char *path, const char *body, size_t len,
			    struct answer *answer);

/* Takes a socket that listens, and closes it in the end. NULL: no memory, or it is no such socket.
 */
struct http *http_open(int fd, http_answer_fn *fn, void *arg);
void http_close(struct http *http);

/* For poll(): readable when http_run() has to do something. */
int http_fd(const struct http *http);
void http_run(struct http *http);

/* The same without waiting for it; -1: there is nothing to do. */
int http_wait_ms(const struct http *http);

#endif
