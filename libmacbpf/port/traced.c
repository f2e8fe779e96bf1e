// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* traced.c - programs that a tracer can see into, while there is one. */
#include "kernel/token.h"
#include "port/config.h"
#include "port/programs.h"
#include "port/record.h"
#include "port/traced.h"

static int follow(struct macbpf *mb, struct mb_port *port)
{
	int err = mb_programs_follow(mb, port);

	if (!err && mb_config_has_host(port))
		err = mb_program_follow_host(mb, port);
	return err < 0 ? err : 0;
}

/* The mark of a change stays where it was for another reason. */
int mb_traced_set(struct macbpf *mb, struct mb_port *port, bool on)
{
	uint32_t marked = port->rec.flags & MB_PORT_CHANGING;
	int err;

	port->rec.flags &= ~(uint32_t)MB_PORT_TRACED;
	port->rec.flags |= MB_PORT_CHANGING | (on ? MB_PORT_TRACED : 0);
	err = mb_record_save_port(mb, port) ?: follow(mb, port);
	if (err || marked || port->sources == MB_SOURCES_UNTOLD)
		return err;
	port->rec.flags &= ~(uint32_t)MB_PORT_CHANGING;
	return mb_record_save_port(mb, port);
}

void mb_traced_heal(struct macbpf *mb, struct mb_port *port)
{
	if (!(port->rec.flags & MB_PORT_TRACED) ||
	    mb_token_is_held(MB_TRACED_TOKEN, port->lower_ifindex))
		return;
	if (mb_traced_set(mb, port, false))
		mb_log(mb, MACBPF_LOG_WARN,
		       "a tracer of %s has died, and its programs can't be put back: %s",
		       mb_world_port_name(port), mb->error);
	else
		mb_log(mb, MACBPF_LOG_INFO, "put back the programs of %s: its tracer has died",
		       mb_world_port_name(port));
}
