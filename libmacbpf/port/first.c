// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* first.c - that the programs on a lower are met before those of others. */
#include <errno.h>
#include <stdio.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "port/config.h"
#include "port/first.h"
#include "port/programs.h"

#define WHO_LEN 64

static const char *who_is(const struct mb_ahead *ahead, char who[WHO_LEN])
{
	char name[MB_PROG_NAME_LEN];

	mb_prog_name(ahead->id, name);
	if (ahead->id)
		snprintf(who, WHO_LEN, "program %u (%s)", ahead->id, *name ? name : "no name");
	else
		snprintf(who, WHO_LEN, "a filter of tc(8)");
	return who;
}

/* Of our own hook there is a place before programs, and none before filters of another kind. */
static bool can_be_passed(uint32_t hook, const struct mb_ahead *ahead, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ahead[i].hook == hook && ahead[i].id)
			return true;
	return false;
}

/* A program of a port, and what is to be said of it. */
struct stand {
	const char *name;
	const char *where, *loss;
};

static const struct stand at_ingress = { MB_NAME_LOWER_PROG, "", "no endpoint gets" };
static const struct stand at_egress = { MB_NAME_HOST_PROG, "the egress of ",
					"the host's endpoints don't get" };

static void tell(struct macbpf *mb, const struct mb_port *port, const struct stand *stand,
		 const struct mb_ahead *first, int err)
{
	const char *name = mb_world_port_name(port);
	char who[WHO_LEN];

	who_is(first, who);
	if (!err)
		mb_log(mb, MACBPF_LOG_WARN, "%s stood before macbpf's on %s%s: put ours in front",
		       who, stand->where, name);
	else
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s stands before macbpf's program on %s%s, and what it keeps %s: put it "
		       "behind",
		       who, stand->where, name, stand->loss);
}

static void ensure(struct macbpf *mb, struct mb_port *port, const struct stand *stand)
{
	mb_auto_free struct mb_ahead *ahead = NULL;
	size_t count = 0;
	uint32_t hook;
	int err;

	mb_attach_tidy(mb, port->lower_ifindex, stand->name);
	err = mb_attach_ahead(mb, port->lower_ifindex, stand->name, &hook, &ahead, &count);
	if (err || !count)
		return;
	err = can_be_passed(hook, ahead, count) ? mb_program_put_first(mb, port, stand->name)
						: -EEXIST;
	tell(mb, port, stand, ahead, err);
}

void mb_first_ensure(struct macbpf *mb, struct mb_port *port)
{
	ensure(mb, port, &at_ingress);
}

void mb_first_ensure_host(struct macbpf *mb, struct mb_port *port)
{
	if (mb_config_has_host(port))
		ensure(mb, port, &at_egress);
}
