// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* first.c - that the lower's program is met before those of others. */
#include <errno.h>
#include <stdio.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
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
static bool can_be_passed(const struct mb_port *port, const struct mb_ahead *ahead, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ahead[i].hook == port->hook && ahead[i].id)
			return true;
	return false;
}

static void tell(struct macbpf *mb, const struct mb_port *port, const struct mb_ahead *first,
		 int err)
{
	const char *name = mb_world_port_name(port);
	char who[WHO_LEN];

	who_is(first, who);
	if (!err)
		mb_log(mb, MACBPF_LOG_WARN, "%s stood before macbpf's on %s: put ours in front",
		       who, name);
	else
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s stands before macbpf's program on %s, and what it keeps no endpoint "
		       "gets: put it behind",
		       who, name);
}

void mb_first_ensure(struct macbpf *mb, struct mb_port *port)
{
	mb_auto_free struct mb_ahead *ahead = NULL;
	size_t count = 0;
	uint32_t hook;
	int err;

	mb_attach_tidy(mb, port->lower_ifindex, MB_NAME_LOWER_PROG);
	err = mb_attach_ahead(mb, port->lower_ifindex, MB_NAME_LOWER_PROG, &hook, &ahead, &count);
	if (err || !count)
		return;
	err = can_be_passed(port, ahead, count) ? mb_program_put_first(mb, port) : -EEXIST;
	tell(mb, port, ahead, err);
}
