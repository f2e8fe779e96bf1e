// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* trace.c - what becomes of the frames of a port, as long as somebody looks. */
#include <errno.h>
#include <string.h>

#include "api/trace_frame.h"
#include "api/trace_hold.h"
#include "base/txn.h"
#include "common/own.h"
#include "kernel/token.h"
#include "port/traced.h"
#include "session/ears.h"
#include "session/read.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/write.h"

#define RATE  10000
#define BYTES 128
#define KNOWN                                                                                      \
	(MACBPF_TRACE_WIRE | MACBPF_TRACE_HOST | MACBPF_TRACE_DROPS | MACBPF_TRACE_GROUPS |        \
	 MACBPF_TRACE_ADDRESS)

struct macbpf_trace {
	struct macbpf *mb;
	struct macbpf_trace_opts o;
	struct mb_tracer tracer;
	struct mb_ears ears;
	struct mb_trace_hold hold;
	int token_fd;
	uint32_t lower; /* ifindex */
	bool on;	/* programs were made traceable */
	bool news;	/* something may have changed since we looked */
	bool lost_it;	/* and programs are no longer what we made them */
};

/* ---------------------------------------------------------------- who and what */

static int busy(struct macbpf *mb, const char *lower, pid_t pid)
{
	return mb_fail(mb, -EBUSY, "%s is traced already, by process %d: one at a time", lower,
		       pid);
}

static int take_token(struct macbpf_trace *t, const struct mb_port *port)
{
	pid_t pid = 0;

	t->lower = port->lower_ifindex;
	t->token_fd = mb_token_take(MB_TRACED_TOKEN, t->lower, &pid);
	if (t->token_fd == -EADDRINUSE)
		return busy(t->mb, mb_world_port_name(port), pid);
	if (t->token_fd < 0)
		return mb_fail(t->mb, t->token_fd, "can't make a socket: %s",
			       strerror(-t->token_fd));
	return mb_ears_add(&t->ears, t->token_fd);
}

static int find(struct macbpf_trace *t, struct mb_world *w, struct mb_port **port)
{
	const struct mb_dev *lower = mb_world_dev_named(w, t->o.lower);
	struct mb_endpoint *ep;
	int err;

	if (!lower)
		return mb_fail(t->mb, -ENODEV, "cannot find device \"%s\"", t->o.lower);
	*port = mb_world_port(w, lower->ifindex);
	if (!*port)
		return mb_fail(t->mb, -ENODEV,
			       "%s has no endpoints of macbpf, so no frame of it is decided here",
			       t->o.lower);
	err = mb_world_port_check(t->mb, *port);
	if (err || !t->o.endpoint)
		return err;
	err = mb_world_find(t->mb, w, t->o.lower, t->o.endpoint, port, &ep);
	if (!err && !ep->hostdev)
		err = mb_fail(t->mb, -ENODEV, "endpoint \"%s\" is being deleted", t->o.endpoint);
	if (!err)
		t->tracer.want.dev = ep->hostdev->ifindex;
	return err;
}

/* ---------------------------------------------------------------- on and off */

struct port_of {
	struct macbpf *mb;
	struct mb_port *port;
};

static void set_off(void *arg)
{
	const struct port_of *of = arg;

	mb_traced_set(of->mb, of->port, false);
}

/* Doors that are open since they were made are not shut by the kernel any more. */
static int load_all(struct macbpf_trace *t, struct mb_world *w, struct mb_port *port)
{
	struct mb_doors doors = { .count = 0 };
	int err;

	port->maps.doors = &doors;
	err = mb_traced_set(t->mb, port, true);
	if (!err)
		err = mb_tracer_name_all(t->mb, &t->tracer, w, port);
	if (!err)
		err = mb_tracer_follow(t->mb, &t->tracer, port);
	port->maps.doors = NULL;
	mb_tracing_close_doors(&doors);
	return err;
}

static int switch_on(struct macbpf_trace *t, struct mb_world *w, struct mb_port *port)
{
	struct port_of of = { t->mb, port };
	int err = load_all(t, w, port);

	if (err) {
		mb_txn_undo(t->mb, set_off, &of);
		return err;
	}
	t->on = true;
	mb_tell_port(mb_world_port_name(port), "trace", "on");
	return 0;
}

static int begin_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct macbpf_trace *t = arg;
	struct mb_port *port;
	int err = find(t, w, &port);

	(void)mb;
	return err ?: take_token(t, port) ?: switch_on(t, w, port);
}

static int open_ring(struct macbpf_trace *t)
{
	int err = mb_tracing_ring_open(&t->tracer.ring);

	if (!err)
		err = mb_ears_add(&t->ears, mb_tracing_ring_fd(t->tracer.ring));
	return err ? mb_fail(t->mb, err, "can't make a ring buffer: %s", strerror(-err)) : 0;
}

/* Listens first, so that nothing is missed. */
static int open_run(struct macbpf *mb, void *arg)
{
	struct macbpf_trace *t = arg;

	if (mb->batch)
		mb_write_pause(mb);
	return mb_ears_open(mb, &t->ears, false) ?: mb_trace_hold_open(mb, &t->hold, &t->ears) ?: open_ring(t)
		       ?: mb_write_world(mb, begin_locked, t);
}

static int check_range(struct macbpf *mb, const struct macbpf_trace_opts *o)
{
	if (o->bytes < MACBPF_FRAME_MIN || o->bytes > MACBPF_TRACE_BYTES)
		return mb_fail(mb, -EINVAL, "bytes %u is not from %d to %d", o->bytes,
			       MACBPF_FRAME_MIN, MACBPF_TRACE_BYTES);
	if (o->what & ~(uint32_t)KNOWN)
		return mb_fail(mb, -EINVAL,
			       "what to trace (%#x) has bits that are unknown to this "
			       "libmacbpf",
			       o->what);
	return mb_opts_spare(mb, o->reserved[0] | o->reserved[1]);
}

static int take_opts(struct macbpf *mb, const struct macbpf_trace_opts *opts,
		     struct macbpf_trace_opts *o)
{
	int err = mb_opts_take(mb, o, sizeof(*o), opts);

	if (err)
		return err;
	if (!o->lower)
		return mb_fail(mb, -EINVAL, "which lower to trace is not given");
	o->rate = o->rate ?: RATE;
	o->bytes = o->bytes ?: BYTES;
	return check_range(mb, o);
}

static struct mb_event_want want_of(const struct macbpf_trace_opts *o)
{
	struct mb_event_want want = {
		.sample = o->sample,
		.rate = o->rate,
		.bytes = o->bytes,
		.wire = !!(o->what & MACBPF_TRACE_WIRE),
		.host = !!(o->what & MACBPF_TRACE_HOST),
		.drops = !!(o->what & MACBPF_TRACE_DROPS),
		.groups = !!(o->what & MACBPF_TRACE_GROUPS),
		.by_mac = !!(o->what & MACBPF_TRACE_ADDRESS),
	};

	memcpy(want.mac, o->address, sizeof(want.mac));
	return want;
}

int macbpf_trace__open(struct macbpf *mb, const struct macbpf_trace_opts *opts,
		       struct macbpf_trace **out)
{
	struct macbpf_trace_opts o = { 0 };
	int err = take_opts(mb, opts, &o);
	struct macbpf_trace *t = err ? NULL : calloc(1, sizeof(*t));

	if (!t)
		return err ?: mb_no_memory(mb);
	t->mb = mb;
	t->o = o;
	t->ears = MB_EARS_NONE;
	t->token_fd = -1;
	t->hold.timer_fd = -1;
	t->tracer.want = want_of(&o);
	err = mb_run(mb, open_run, t);
	/* The caller's, which may go. */
	t->o.lower = NULL;
	t->o.endpoint = NULL;
	if (err)
		macbpf_trace__close(t);
	else
		*out = t;
	return err;
}

/* ---------------------------------------------------------------- off */

static int end_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct macbpf_trace *t = arg;
	struct mb_port *port = mb_world_port(w, t->lower);
	int err;

	if (!port || port->incompatible || !(port->rec.flags & MB_PORT_TRACED))
		return 0;
	err = mb_traced_set(mb, port, false);
	mb_tell_port(mb_world_port_name(port), "trace", "off");
	return err;
}

static int close_run(struct macbpf *mb, void *arg)
{
	if (mb->batch)
		mb_write_pause(mb);
	return mb_write_world(mb, end_locked, arg);
}

/* What could not be put back the next writing function puts back, as there is no token any more. */
static void put_back(void *arg)
{
	struct macbpf_trace *t = arg;

	if (mb_run(t->mb, close_run, t))
		mb_log(t->mb, MACBPF_LOG_WARN,
		       "programs that were traced are put back by the next command: %s",
		       t->mb->error);
}

void macbpf_trace__close(struct macbpf_trace *trace)
{
	if (!trace)
		return;
	if (trace->on)
		mb_txn_undo(trace->mb, put_back, trace);
	mb_tracer_close(&trace->tracer);
	mb_ears_close(&trace->ears);
	mb_close_fd(&trace->token_fd);
	mb_close_fd(&trace->hold.timer_fd);
	free(trace);
}

/* ---------------------------------------------------------------- while it is on */

static int check_still(struct macbpf_trace *t, const struct mb_world *w, const struct mb_port *port)
{
	uint32_t dev = t->tracer.want.dev;
	struct mb_port *its;

	if (!port || !port->lower)
		return mb_fail(t->mb, -ENODEV,
			       "the last endpoint is gone, and with it what was traced");
	if (dev && !mb_world_endpoint(w, dev, &its))
		return mb_fail(t->mb, -ENODEV, "the endpoint that was traced is gone");
	return mb_world_port_check(t->mb, port);
}

/* Without the lock: what somebody is changing right now he tells when it is done. */
static int look(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct macbpf_trace *t = arg;
	struct mb_port *port = mb_world_port(w, t->lower);
	int err = check_still(t, w, port);

	if (err)
		return err;
	t->lost_it = !(port->rec.flags & MB_PORT_TRACED);
	if (t->lost_it)
		return 0;
	err = mb_tracer_name_all(mb, &t->tracer, w, port);
	return err ?: mb_tracer_follow(mb, &t->tracer, port);
}

/* The port was made anew, or put back by who doesn't see us. */
static int again_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct macbpf_trace *t = arg;
	struct mb_port *port = mb_world_port(w, t->lower);
	int err = check_still(t, w, port);

	(void)mb;
	return err ?: switch_on(t, w, port);
}

static int look_run(struct macbpf *mb, void *arg)
{
	struct macbpf_trace *t = arg;
	int err = mb_read_world(mb, NULL, look, t);

	if (err || !t->lost_it)
		return err;
	if (mb->batch)
		mb_write_pause(mb);
	return mb_write_world(mb, again_locked, t);
}

/* A device is news if it is called otherwise: it is known by what it stands on, or as a lower. */
static bool is_news(const struct macbpf_trace *t, const struct mb_heard *heard)
{
	if (heard->type != MB_HEARD_DEVICE)
		return true;
	return !heard->link.is_filter && (mb_tracer_name_of(&t->tracer, heard->link.link) ||
					  mb_tracer_name_of(&t->tracer, heard->link.ifindex));
}

static int hear_all(struct macbpf_trace *t)
{
	struct mb_heard heard;
	int got;

	while ((got = mb_ears_next(&t->ears, &heard)) > 0)
		t->news |= is_news(t, &heard);
	return got;
}

static int follow(struct macbpf_trace *t)
{
	int err = hear_all(t);

	if (err || !t->news)
		return err;
	t->news = false;
	err = mb_run(t->mb, look_run, t);
	t->news = err;
	mb_trace_hold_begin(&t->hold);
	return err;
}

int macbpf_trace__dispatch(struct macbpf_trace *trace, macbpf_trace_fn fn, void *arg)
{
	struct mb_trace_reader reader;
	int told, err;

	mb_token_answer(trace->token_fd);
	mb_trace_hold_again(&trace->hold, &trace->tracer);
	mb_trace_reader_init(&reader, &trace->tracer, fn, arg);
	told = mb_tracing_ring_take(trace->tracer.ring, mb_trace_frame_tell, &reader);
	err = told < 0 ? told : follow(trace);
	if (err)
		errno = -err;
	return err ?: told;
}

int macbpf_trace__fd(const struct macbpf_trace *trace)
{
	return trace->ears.poll_fd;
}

int macbpf_trace__missed(struct macbpf_trace *trace, uint64_t *left_out, uint64_t *lost)
{
	uint64_t left = 0, gone = 0;
	int err = mb_tracer_missed(&trace->tracer, &left, &gone);

	if (left_out)
		*left_out = left;
	if (lost)
		*lost = gone;
	if (err)
		errno = -err;
	return err;
}
