// SPDX-License-Identifier: GPL-2.0-only
/* serve.c - the driver's loop: docker's calls, and the agent that follows what docker does. */
#include "docker/serve.h"

#include <errno.h>
#include <macbpf/macbpf.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "common/said.h"
#include "common/stop.h"
#include "docker/http.h"
#include "docker/listen.h"
#include "docker/stale.h"
#include "docker/store.h"

struct driver {
	const struct serve_opts *opts;
	struct error *error;
	struct listen listen;
	struct http *http;
	struct macbpf *mb;
	struct macbpf_agent *agent;
	struct mb_said said;
	struct stale stale;
};

/* ---------------------------------------------------------------- what there is to do */

static void on_call(void *arg, const char *path, const char *body, size_t len,
		    struct answer *answer)
{
	struct driver *d = arg;

	answer_call(d->opts->state, path, body, len, answer);
	if (answer->made)
		stale_expect(&d->stale);
}

static void say(void *arg, enum macbpf_log_level level, const char *message)
{
	struct driver *d = arg;

	if (level == MACBPF_LOG_WARN && mb_said_is_new(&d->said, message))
		fprintf(stderr, "warning: %s\n", message);
}

/* What can't be followed is no reason to leave docker alone, but that this version is not the one.
 */
static int follow(struct driver *d)
{
	int got = macbpf_agent__dispatch(d->agent);

	if (got == -EPROTO)
		return error_set_macbpf(d->error, d->mb, got);
	if (got < 0)
		say(d, MACBPF_LOG_WARN, macbpf__error(d->mb));
	if (got)
		mb_said_turn(&d->said);
	return 0;
}

/* Until one of the two has to do something besides what is read; -1: for nothing. */
static int wait_ms(const struct driver *d)
{
	int http = http_wait_ms(d->http), stale = stale_wait_ms(&d->stale);

	return http < 0 || (stale >= 0 && stale < http) ? stale : http;
}

static int loop(struct driver *d)
{
	struct pollfd in[] = {
		{ .fd = http_fd(d->http), .events = POLLIN },
		{ .fd = macbpf_agent__fd(d->agent), .events = POLLIN },
	};
	sigset_t waiting;
	int err = 0;

	mb_stop_catch(&waiting);
	while (!mb_stop_asked() && !err) {
		int ms = wait_ms(d);
		struct timespec wait = { ms / 1000, ms % 1000 * 1000000L };

		if (ppoll(in, ARRAY_SIZE(in), ms < 0 ? NULL : &wait, &waiting) < 0 &&
		    errno != EINTR)
			return error_set(d->error, ERROR_INTERNAL, "can't wait: %s",
					 strerror(errno));
		http_run(d->http);
		stale_look(&d->stale, d->mb);
		err = follow(d);
	}
	return err;
}

/* ---------------------------------------------------------------- life */

static int open_agent(struct driver *d)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .log = say, .log_arg = d);
	int err = macbpf__open(&d->mb, &opts);

	if (err)
		return error_set(d->error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_INTERNAL,
				 "can't work in this network namespace: %s%s", strerror(-err),
				 err == -EPERM ? "; be root" : "");
	err = macbpf_agent__open(d->mb, &d->agent);
	return err ? error_set_macbpf(d->error, d->mb, err) : 0;
}

static int open_http(struct driver *d)
{
	int err = listen_open(d->error, d->opts->socket, &d->listen);

	if (err)
		return err;
	d->http = http_open(d->listen.fd, on_call, d);
	if (d->http)
		return 0;
	close(d->listen.fd);
	return error_set(d->error, ERROR_INTERNAL, "can't serve the socket: %s", strerror(errno));
}

static void end(struct driver *d)
{
	listen_close(&d->listen);
	http_close(d->http);
	macbpf_agent__close(d->agent);
	macbpf__close(d->mb);
	stale_free(&d->stale);
}

int serve(struct error *error, const struct serve_opts *opts)
{
	struct driver d = {
		.opts = opts,
		.error = error,
		.stale = { .grace_ms = opts->grace_ms },
	};
	int err = store_open(error, opts->state) ?: open_agent(&d) ?: open_http(&d);

	stale_expect(&d.stale);
	err = err ?: loop(&d);
	end(&d);
	return err;
}
