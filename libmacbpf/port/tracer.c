// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tracer.c - what a tracer has of a port: programs behind the doors of the port's, and names. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "datapath/prog.h"
#include "kinds/device.h"
#include "port/config.h"
#include "port/programs.h"
#include "port/tracer.h"
#include "world/hostdev.h"

/* ---------------------------------------------------------------- programs */

static bool is_on_record(const struct mb_port *port, uint32_t prog_id)
{
	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		if (port->rec.prog[i].id == prog_id)
			return true;
	return false;
}

static void let_go(struct mb_tracer *tracer, const struct mb_port *port)
{
	size_t kept = 0;

	for (size_t i = 0; i < tracer->doors; i++) {
		struct mb_tracer_door door = tracer->door[i];

		if (port && is_on_record(port, door.prog_id)) {
			tracer->door[kept++] = door;
			continue;
		}
		mb_tracing_missed(door.tracing, &tracer->left_out, &tracer->lost);
		mb_tracing_close(door.tracing);
	}
	tracer->doors = kept;
}

static bool is_open(const struct mb_tracer *tracer, uint32_t prog_id)
{
	for (size_t i = 0; i < tracer->doors; i++)
		if (tracer->door[i].prog_id == prog_id)
			return true;
	return false;
}

static int refused(struct macbpf *mb, int err)
{
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to load a BPF program: CAP_BPF and CAP_NET_ADMIN are "
			       "needed (be root)");
	return mb_fail(mb, err, "the kernel refused the program that tells of frames: %s",
		       strerror(-err));
}

/* One may go while we look. The array that lets go of what it has grown by keeps its room. */
static int open_door(struct macbpf *mb, struct mb_tracer *tracer, const struct mb_port *port,
		     const struct mb_prog_rec *rec)
{
	mb_auto_close int fd = mb_prog_open(rec->id);
	struct mb_tracing *tracing;
	int err;

	if (fd < 0)
		return fd == -ENOENT ? 0 : refused(mb, fd);
	tracer->want.entry = rec->config.entry;
	err = mb_tracing_open(&rec->config, &port->maps, &tracer->want, tracer->ring, fd, &tracing);
	if (err)
		return refused(mb, err);
	tracer->door[tracer->doors++] = (struct mb_tracer_door){ rec->id, tracing };
	return 0;
}

int mb_tracer_follow(struct macbpf *mb, struct mb_tracer *tracer, const struct mb_port *port)
{
	int err = 0;

	if (!tracer->door)
		tracer->door = calloc(MB_PROGS_MAX, sizeof(*tracer->door));
	if (!tracer->door)
		return -ENOMEM;
	let_go(tracer, port);
	for (size_t i = 0; !err && i < MB_PROGS_MAX; i++) {
		const struct mb_prog_rec *rec = &port->rec.prog[i];

		if (rec->id && rec->config.features & MB_F_TRACED && !is_open(tracer, rec->id))
			err = open_door(mb, tracer, port, rec);
	}
	return err;
}

/* One that can't be opened again has gone with its program, as is heard. */
void mb_tracer_hold(struct mb_tracer *tracer)
{
	for (size_t i = 0; i < tracer->doors; i++)
		mb_tracing_hold(tracer->door[i].tracing);
}

void mb_tracer_close(struct mb_tracer *tracer)
{
	let_go(tracer, NULL);
	mb_tracing_ring_close(tracer->ring);
	free(tracer->door);
	free(tracer->name);
}

int mb_tracer_missed(const struct mb_tracer *tracer, uint64_t *left_out, uint64_t *lost)
{
	int err = 0;

	*left_out = tracer->left_out;
	*lost = tracer->lost;
	for (size_t i = 0; !err && i < tracer->doors; i++)
		err = mb_tracing_missed(tracer->door[i].tracing, left_out, lost);
	return err;
}

/* ---------------------------------------------------------------- names */

/* Only what is on record leads to a door. */
static bool is_untold(struct mb_port *port, struct mb_config config)
{
	return config.features & MB_F_TRACED && !mb_program_has_place(port, &config);
}

static void warn(struct macbpf *mb, const struct mb_port *port, const char *name)
{
	mb_log(mb, MACBPF_LOG_WARN,
	       "what %s sends is not told: %s has more than %d kinds of programs; endpoints with "
	       "the same mode, guard and rates share one (see macbpf-trace(8))",
	       name, mb_world_port_name(port), MB_PROGS_MAX);
}

/* Each is told once, as long as that doesn't change. */
static void warn_of_all(struct macbpf *mb, const struct mb_tracer *tracer,
			const struct mb_port *port, const struct mb_tracer_name *name, size_t names)
{
	for (size_t i = 0; i < names; i++) {
		const struct mb_tracer_name *old = mb_tracer_name_of(tracer, name[i].ifindex);
		bool is_lower = !*name[i].hostdev;

		if (name[i].untold && !(old && old->untold))
			warn(mb, port, is_lower ? "the host" : name[i].name);
	}
}

static void name_one(struct macbpf *mb, struct mb_survey *survey, const struct mb_endpoint *ep,
		     struct mb_tracer_name *name)
{
	struct mb_dev dev;
	bool found = !mb_device_survey(mb, survey, ep, &dev);

	name->ifindex = ep->hostdev->ifindex;
	snprintf(name->name, sizeof(name->name), "%s", found ? dev.name : ep->rec.name);
	snprintf(name->hostdev, sizeof(name->hostdev), "%s", mb_hostdev_shown(ep->hostdev));
}

int mb_tracer_name_all(struct macbpf *mb, struct mb_tracer *tracer, struct mb_world *w,
		       struct mb_port *port)
{
	struct mb_survey survey = { .w = w, .wanted = port->count };
	struct mb_tracer_name *name = calloc(port->count + 1, sizeof(*name));
	uint32_t shared = mb_config_shared(port);
	size_t names = 0;

	if (!name)
		return -ENOMEM;
	name[names].ifindex = port->lower_ifindex;
	name[names].untold = mb_config_has_host(port) && is_untold(port, mb_config_host(port));
	snprintf(name[names++].name, MB_IFNAME_LEN, "%s", port->lower->name);
	for (size_t i = 0; i < port->count; i++) {
		if (!mb_world_is_live(&port->ep[i]))
			continue;
		name[names].untold =
			is_untold(port, mb_config_endpoint(port, &port->ep[i], shared));
		name_one(mb, &survey, &port->ep[i], &name[names++]);
	}
	mb_survey_free(&survey);
	mb_begin(mb);
	warn_of_all(mb, tracer, port, name, names);
	free(tracer->name);
	tracer->name = name;
	tracer->names = names;
	return 0;
}

const struct mb_tracer_name *mb_tracer_name_of(const struct mb_tracer *tracer, uint32_t ifindex)
{
	for (size_t i = 0; i < tracer->names; i++)
		if (tracer->name[i].ifindex == ifindex)
			return &tracer->name[i];
	return NULL;
}
