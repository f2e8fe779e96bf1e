// SPDX-License-Identifier: GPL-2.0-only
/* http.c - an HTTP server of few calls: GNU libmicrohttpd's, in the loop of who waits. */
#include "docker/http.h"

#include <limits.h>
#include <microhttpd.h>
#include <string.h>

#include "common/own.h"

#define CONNECTIONS 32		/* at a time: docker keeps a few */
#define HEADER_ROOM (32 * 1024) /* bytes, of one connection */
#define READ_S	    5		/* without a byte of a call; docker sends each as a whole */
#define KEEP_S	    300 /* from there to the next: an answer may wait for the lock of the netns */
#define TYPE	    "application/vnd.docker.plugins.v1.1+json"

struct http {
	struct MHD_Daemon *daemon;
	http_answer_fn *fn;
	void *arg;
};

/* Of one request. */
struct body {
	char *bytes;
	size_t len;
	bool lost; /* it is too long, or there was no memory */
};

static void append(struct body *body, const char *bytes, size_t len)
{
	char *more = NULL;

	if (!body->lost && body->len + len <= HTTP_BODY_MAX)
		more = realloc(body->bytes, body->len + len);
	body->lost = !more;
	if (!more)
		return;
	memcpy(more + body->len, bytes, len);
	body->bytes = more;
	body->len += len;
}

static void forget(void *arg, struct MHD_Connection *connection, void **kept,
		   enum MHD_RequestTerminationCode how)
{
	struct body *body = *kept;

	(void)arg;
	(void)connection;
	(void)how;
	if (body)
		free(body->bytes);
	free(body);
	*kept = NULL;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct answer *answer)
{
	struct MHD_Response *response;
	enum MHD_Result sent = MHD_NO;

	if (!answer->text)
		return MHD_NO;
	response = MHD_create_response_from_buffer(strlen(answer->text), answer->text,
						   MHD_RESPMEM_MUST_FREE);
	if (!response) {
		free(answer->text);
		return MHD_NO;
	}
	if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, TYPE))
		sent = MHD_queue_response(connection, answer->status, response);
	MHD_destroy_response(response);
	return sent;
}

static void refuse(struct answer *answer, unsigned int status, const char *sentence)
{
	*answer = (struct answer){ .status = status, .text = answer_error(sentence) };
}

static void choose(const struct http *http, const char *path, const char *method,
		   const struct body *body, struct answer *answer)
{
	if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
		refuse(answer, MHD_HTTP_METHOD_NOT_ALLOWED, "docker's calls are POST requests");
	else if (body->lost)
		refuse(answer, 413, "what is asked for is longer than a mebibyte");
	else
		http->fn(http->arg, path, body->bytes ?: "", body->len, answer);
}

/* Who says nothing has one of the few connections for so long. */
static void wait_for_more(struct MHD_Connection *connection, unsigned int seconds)
{
	MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

/* Called with the headers, with each part of the body, and once more when all is there. */
static enum MHD_Result handle(void *arg, struct MHD_Connection *connection, const char *path,
			      const char *method, const char *version, const char *part,
			      size_t *part_len, void **kept)
{
	struct answer answer = { 0 };
	struct body *body = *kept;

	(void)version;
	if (!body) {
		wait_for_more(connection, READ_S);
		*kept = calloc(1, sizeof(*body));
		return *kept ? MHD_YES : MHD_NO;
	}
	if (*part_len) {
		append(body, part, *part_len);
		*part_len = 0;
		return MHD_YES;
	}
	wait_for_more(connection, KEEP_S);
	choose(arg, path, method, body, &answer);
	return send_answer(connection, &answer);
}

struct http *http_open(int fd, http_answer_fn *fn, void *arg)
{
	struct http *http = calloc(1, sizeof(*http));

	if (!http)
		return NULL;
	*http = (struct http){ .fn = fn, .arg = arg };
	http->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, handle, http,
					MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
					CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
					(size_t)HEADER_ROOM, MHD_OPTION_CONNECTION_TIMEOUT, READ_S,
					MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END);
	if (http->daemon)
		return http;
	free(http);
	return NULL;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	MHD_stop_daemon(http->daemon);
	free(http);
}

int http_fd(const struct http *http)
{
	return MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

static unsigned int connections(const struct http *http)
{
	return MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
		->num_connections;
}

/* Where all are taken nobody else is listened to, and not before the turn after one has ended. */
void http_run(struct http *http)
{
	unsigned int before;

	do {
		before = connections(http);
		MHD_run(http->daemon);
	} while (connections(http) != before);
}

/* What it has read of a socket, the socket doesn't tell again. */
int http_wait_ms(const struct http *http)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (!MHD_get_timeout(http->daemon, &ms))
		return -1;
	return ms < INT_MAX ? (int)ms : INT_MAX;
}
