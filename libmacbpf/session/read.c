// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* read.c - how a function that only reads gets in: the world, loaded and freed. */
#include <errno.h>
#include <string.h>

#include "session/read.h"
#include "session/run.h"

struct read {
	const char *lower;
	mb_world_fn fn;
	void *arg;
};

/* What other versions keep, and where, is not all known here. */
static void tell_unread(struct macbpf *mb, const struct mb_world *w, const char *lower)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct mb_port *port = w->port[i];

		if (mb_world_port_has_tables(port) || !mb_world_port_is_on(w, port, lower))
			continue;
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s of the endpoints of %s can be told: another version of macbpf made its "
		       "port (contract %u)",
		       port->unread ? "nothing" : "not all", mb_world_port_name(port),
		       port->rec.abi);
		mb->incomplete = true;
	}
}

/* Of most tables that can't be read the number says enough, but whose it is. */
static int say(struct macbpf *mb, int err)
{
	return !err || *mb->error
		       ? err
		       : mb_fail(mb, err, "can't read the tables of the ports: %s", strerror(-err));
}

static int read_run(struct macbpf *mb, void *arg)
{
	const struct read *r = arg;
	struct mb_world w;
	int err;

	err = mb_world_load(mb, &w);
	if (err)
		return err;
	if (r->lower && !mb_world_dev_named(&w, r->lower))
		err = mb_fail(mb, -ENODEV, "cannot find device \"%s\"", r->lower);
	else
		err = say(mb, r->fn(mb, &w, r->arg));
	if (!err)
		tell_unread(mb, &w, r->lower);
	mb_world_free(&w);
	return err;
}

int mb_read_world(struct macbpf *mb, const char *lower, mb_world_fn fn, void *arg)
{
	struct read r = { lower, fn, arg };

	return mb_run(mb, read_run, &r);
}

struct each {
	const char *lower;
	mb_port_fn fn;
	void *arg;
};

static int each_port(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct each *e = arg;
	int err = 0;

	for (size_t i = 0; !err && i < w->count; i++)
		if (mb_world_port_is_on(w, w->port[i], e->lower))
			err = e->fn(mb, w, w->port[i], e->arg);
	return err;
}

int mb_read_ports(struct macbpf *mb, const char *lower, mb_port_fn fn, void *arg)
{
	struct each e = { lower, fn, arg };

	return mb_read_world(mb, lower, each_port, &e);
}
