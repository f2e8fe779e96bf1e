// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* programs.c - which programs a port runs, with which constants. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/datapath.h"
#include "datapath/prog.h"
#include "kinds/kind.h"
#include "port/config.h"
#include "port/programs.h"
#include "port/record.h"
#include "world/hostdev.h"

static bool is_same(const struct mb_config *a, const struct mb_config *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* The program on record that is made of this; NULL: there is none. */
static struct mb_prog_rec *find(struct mb_port *port, const struct mb_config *config)
{
	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		if (port->rec.prog[i].id && is_same(&port->rec.prog[i].config, config))
			return &port->rec.prog[i];
	return NULL;
}

static struct mb_prog_rec *find_place(struct mb_port *port)
{
	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		if (!port->rec.prog[i].id)
			return &port->rec.prog[i];
	return NULL;
}

int mb_program_load(struct macbpf *mb, struct mb_port *port, const struct mb_config *config)
{
	int fd = mb_datapath_load(config, &port->maps);

	return fd < 0 ? mb_program_load_failed(mb, fd) : fd;
}

/* The next that wants the same shares the program. What finds no place is loaded anew for it. */
int mb_program_remember(struct macbpf *mb, struct mb_port *port, int fd,
			const struct mb_config *config)
{
	struct mb_prog_rec *place = find(port, config) ?: find_place(port);
	uint32_t id;
	int err;

	if (!place)
		return 0;
	err = mb_prog_id(fd, &id);
	if (err)
		return mb_program_load_failed(mb, err);
	*place = (struct mb_prog_rec){ .config = *config, .id = id };
	return mb_record_save_port(mb, port);
}

/* That on record may have gone with the last that ran it. */
static int get(struct macbpf *mb, struct mb_port *port, struct mb_config config)
{
	const struct mb_prog_rec *known = find(port, &config);
	mb_auto_close int fd = known ? mb_prog_open(known->id) : -ENOENT;
	int err;

	if (fd >= 0)
		return mb_take_fd(fd);
	fd = mb_program_load(mb, port, &config);
	if (fd < 0)
		return fd;
	err = mb_program_remember(mb, port, fd, &config);
	return err ?: mb_take_fd(fd);
}

int mb_program_open(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	return get(mb, port,
		   ep ? mb_config_endpoint(port, ep, mb_config_shared(port))
		      : mb_config_lower(port));
}

int mb_program_open_closing(struct macbpf *mb, struct mb_port *port)
{
	return get(mb, port, mb_config_closing());
}

int mb_program_open_paced(struct macbpf *mb, struct mb_port *port)
{
	return get(mb, port, mb_config_paced());
}

static bool is_lowers(const struct mb_config *config)
{
	return config->entry == MB_ENTRY_LOWER || config->entry == MB_ENTRY_HOST;
}

static bool runs(struct mb_port *port, const struct mb_endpoint *ep, const struct mb_config *config,
		 uint32_t shared)
{
	struct mb_config want;

	if (!mb_world_is_live(ep))
		return false;
	if (config->entry == MB_ENTRY_CLOSED)
		return mb_kind_is_open(ep);
	want = mb_config_endpoint(port, ep, shared);
	return is_same(&want, config);
}

/* Where what an endpoint sends leaves its queue: it is as closed as a hostdev. */
static bool has_out(const struct mb_port *port, const struct mb_endpoint *ep,
		    const struct mb_config *config, struct mb_dev *out)
{
	bool wanted = config->entry == MB_ENTRY_PACED || config->entry == MB_ENTRY_CLOSED;
	uint32_t in;

	if (!wanted || !mb_world_is_live(ep) || !(ep->rec.status & MB_EP_RATE_OUT))
		return false;
	*out = (struct mb_dev){ 0 };
	mb_hostdev_queue_name(out->name, ep->rec.id, "b");
	return !mb_queue_get(&port->maps, ep->rec.hostdev, &in) &&
	       !mb_queue_get_out(&port->maps, in, &out->ifindex);
}

typedef int (*device_fn)(const struct mb_dev *dev, void *arg);

/* All devices that run one of these; until the function says something. */
static int each_device(struct mb_port *port, const struct mb_config *config, device_fn fn,
		       void *arg)
{
	uint32_t shared = mb_config_shared(port);
	struct mb_dev out;
	int err = 0;

	if (is_lowers(config))
		return fn(port->lower, arg);
	for (size_t i = 0; !err && i < port->count; i++) {
		if (runs(port, &port->ep[i], config, shared))
			err = fn(port->ep[i].hostdev, arg);
		if (!err && has_out(port, &port->ep[i], config, &out))
			err = fn(&out, arg);
	}
	return err;
}

struct search {
	struct macbpf *mb;
	const struct mb_config *config;
	int fd;	   /* to be told from it, or to be put there */
	int found; /* -1: none yet */
};

static int replace_on(const struct mb_dev *dev, void *arg)
{
	const struct search *s = arg;
	const char *name = mb_prog_entry_name(s->config->entry);

	return is_lowers(s->config) ? mb_program_replace_on(s->mb, dev, name, s->fd)
				    : mb_program_replace_if_there(s->mb, dev, name, s->fd);
}

int mb_program_swap(struct macbpf *mb, struct mb_port *port, const struct mb_config *config, int fd)
{
	struct search s = { .mb = mb, .config = config, .fd = fd };

	return each_device(port, config, replace_on, &s)
		       ?: mb_program_remember(mb, port, fd, config);
}

static int count_one(const struct mb_dev *dev, void *arg)
{
	(void)dev;
	++*(uint32_t *)arg;
	return 0;
}

uint32_t mb_program_count(struct mb_port *port, const struct mb_config *config)
{
	uint32_t count = 0;

	each_device(port, config, count_one, &count);
	return count;
}

/* 1: it runs one of another build. Any of this one does as well until then. */
static int find_on(const struct mb_dev *dev, void *arg)
{
	struct search *s = arg;
	int fd = mb_attach_find(s->mb, dev->ifindex, mb_prog_entry_name(s->config->entry), NULL);
	bool is_other = fd >= 0 && mb_prog_is_same_build(s->fd, fd) <= 0;

	if (fd < 0)
		return 0;
	if (s->found >= 0 && !is_other) {
		close(fd);
		return 0;
	}
	mb_close_fd(&s->found);
	s->found = fd;
	return is_other;
}

int mb_program_running(struct macbpf *mb, struct mb_port *port, const struct mb_config *config,
		       int fd)
{
	const struct mb_prog_rec *known = find(port, config);
	struct search s = { .mb = mb, .config = config, .fd = fd, .found = -1 };

	if (known)
		return mb_prog_open(known->id);
	each_device(port, config, find_on, &s);
	return s.found < 0 ? -ENOENT : s.found;
}

bool mb_program_has_place(struct mb_port *port, const struct mb_config *config)
{
	return find(port, config) || find_place(port);
}

bool mb_program_wanted(struct mb_port *port, size_t i, struct mb_config *config)
{
	const struct mb_endpoint *ep = i && i <= port->count ? &port->ep[i - 1] : NULL;

	if (ep && mb_world_is_live(ep))
		*config = mb_config_endpoint(port, ep, mb_config_shared(port));
	else
		*config = mb_config_lower(port);
	if (i == port->count + 1 && mb_config_has_host(port))
		*config = mb_config_host(port);
	if (i == port->count + 2 && mb_config_has_paced(port))
		*config = mb_config_paced();
	if (i < port->count + 3)
		return true;
	*config = mb_config_closing();
	return i == port->count + 3 && mb_program_count(port, config);
}

static void keep_wanted(struct mb_port *port, struct mb_config want, bool *keep)
{
	const struct mb_prog_rec *wanted = find(port, &want);

	if (wanted)
		keep[wanted - port->rec.prog] = true;
}

/*
 * Who wants a program that is on record runs it already. So one that nobody wants any more is
 * forgotten before another takes its place: whatever stops us on the way, the next that looks, or
 * the undo, does it again.
 */
static int forget_unwanted(struct macbpf *mb, struct mb_port *port)
{
	bool keep[MB_PROGS_MAX] = { false }, any = false;
	uint32_t shared = mb_config_shared(port);

	keep_wanted(port, mb_config_closing(), keep);
	keep_wanted(port, mb_config_lower(port), keep);
	if (mb_config_has_host(port))
		keep_wanted(port, mb_config_host(port), keep);
	if (mb_config_has_paced(port))
		keep_wanted(port, mb_config_paced(), keep);
	for (size_t i = 0; i < port->count; i++)
		keep_wanted(port, mb_config_endpoint(port, &port->ep[i], shared), keep);
	for (size_t i = 0; i < MB_PROGS_MAX; i++) {
		if (keep[i] || !port->rec.prog[i].id)
			continue;
		port->rec.prog[i] = (struct mb_prog_rec){ 0 };
		any = true;
	}
	return any ? mb_record_save_port(mb, port) : 0;
}

static int follow(struct macbpf *mb, struct mb_port *port, struct mb_config config)
{
	mb_auto_close int fd = -1;

	if (find(port, &config))
		return 0;
	fd = mb_program_load(mb, port, &config);
	if (fd < 0)
		return fd;
	return mb_program_swap(mb, port, &config, fd);
}

/* 1: it isn't attached. */
static int follow_where_it_is(struct macbpf *mb, struct mb_port *port)
{
	uint32_t hook;
	int err = mb_attach_where(mb, port->lower_ifindex, MB_NAME_HOST_PROG, &hook);

	if (!err)
		return follow(mb, port, mb_config_host(port));
	if (err == -ENOENT)
		return 1;
	return mb_program_refused(mb, MACBPF_HOOK_AUTO, mb_world_port_name(port), err);
}

/* Where it isn't, whoever puts it there takes what is wanted then. */
static int follow_host(struct macbpf *mb, struct mb_port *port)
{
	const struct mb_config config = mb_config_host(port);
	int err;

	if (!mb_config_has_host(port) || find(port, &config))
		return 0;
	err = follow_where_it_is(mb, port);
	return err < 0 ? err : 0;
}

int mb_programs_follow(struct macbpf *mb, struct mb_port *port)
{
	int err = forget_unwanted(mb, port)
		  ?: follow(mb, port, mb_config_lower(port))
		  ?: follow_host(mb, port);
	uint32_t shared = mb_config_shared(port);

	for (size_t i = 0; !err && i < port->count; i++)
		if (mb_world_is_live(&port->ep[i]))
			err = follow(mb, port, mb_config_endpoint(port, &port->ep[i], shared));
	if (!err && mb_config_has_paced(port))
		err = follow(mb, port, mb_config_paced());
	return err;
}

/* At the hook where the lower's own program is. */
static int attach_host(struct macbpf *mb, struct mb_port *port)
{
	mb_auto_close int fd = get(mb, port, mb_config_host(port));
	const char *name = mb_world_port_name(port);
	uint32_t hook = MACBPF_HOOK_AUTO;
	int err;

	if (fd < 0)
		return fd;
	err = mb_attach_where(mb, port->lower_ifindex, MB_NAME_LOWER_PROG, &hook);
	err = err ?: mb_attach(mb, hook, port->lower_ifindex, MB_NAME_HOST_PROG, fd, false);
	if (err == -EOPNOTSUPP && hook == MACBPF_HOOK_CLSACT)
		return mb_fail(mb, -EBUSY,
			       "%s has an ingress qdisc, which has no place for a program at its "
			       "egress: 'tc qdisc replace dev %s clsact' makes it",
			       name, name);
	return err ? mb_program_refused(mb, hook, name, err) : 0;
}

int mb_program_follow_host(struct macbpf *mb, struct mb_port *port)
{
	int err = follow_where_it_is(mb, port);

	return err == 1 ? attach_host(mb, port) ?: 1 : err;
}

int mb_program_replace(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	mb_auto_close int fd = mb_program_open(mb, port, ep);

	return fd < 0 ? fd : mb_program_replace_on(mb, ep->hostdev, MB_NAME_ENDPOINT_PROG, fd);
}

/* The same program again is refused where it is already. */
int mb_program_put_first(struct macbpf *mb, struct mb_port *port, const char *name)
{
	bool host = !strcmp(name, MB_NAME_HOST_PROG);
	struct mb_config config = host ? mb_config_host(port) : mb_config_lower(port);
	mb_auto_close int fd = mb_program_load(mb, port, &config);
	int err;

	if (fd < 0)
		return fd;
	err = mb_attach_first(mb, port->lower_ifindex, name, fd);
	err = err ?: mb_program_remember(mb, port, fd, &config);
	return err || host ? err : mb_prog_id(fd, &port->prog_id);
}
