// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* port.c - making the port of a lower, and taking it off. */
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "kernel/nsid.h"
#include "port/host.h"
#include "port/lower.h"
#include "port/port.h"
#include "port/programs.h"
#include "port/record.h"

/* Whoever finds the port reads these, and may read them as soon as a program is attached. */
static int save_tables(struct macbpf *mb, struct mb_port *port)
{
	int err = mb_record_save_slots(mb, port) ?: mb_record_save_lower(mb, port);

	return err ?: mb_record_has_vlans(port) ? mb_record_save_vlans(mb, port) : 0;
}

static void detach(struct macbpf *mb, struct mb_port *port)
{
	mb_attach_remove(mb, port->lower_ifindex, MB_NAME_LOWER_PROG,
			 port->rec.flags & MB_PORT_SET_CLSACT);
}

/* The record tells of a clsact before there is one, and is loaded with the program. */
static int load_first(struct macbpf *mb, struct mb_port *port, uint32_t hook)
{
	int makes_place = mb_attach_makes_place(mb, hook, port->lower_ifindex);
	mb_auto_close int fd = -1;
	int err;

	if (makes_place < 0)
		return mb_program_refused(mb, hook, port->lower->name, makes_place);
	if (makes_place)
		port->rec.flags |= MB_PORT_SET_CLSACT;
	if (hook == MACBPF_HOOK_CLSACT)
		port->rec.flags |= MB_PORT_AT_CLSACT;
	fd = mb_program_open(mb, port, NULL);
	if (fd < 0)
		return fd;
	err = save_tables(mb, port);
	if (err)
		return err;
	err = mb_attach(mb, hook, port->lower_ifindex, MB_NAME_LOWER_PROG, fd, false);
	if (!err)
		return 0;
	mb_program_refused(mb, hook, port->lower->name, err);
	/* It may be there, though the kernel couldn't say so. */
	detach(mb, port);
	return err;
}

int mb_port_create(struct macbpf *mb, struct mb_world *w, const struct mb_dev *lower, uint32_t hook,
		   struct mb_port **out)
{
	struct mb_port *port = mb_world_add_port(w);
	int err;

	if (!port)
		return -ENOMEM;
	port->lower = lower;
	port->lower_ifindex = lower->ifindex;
	port->rec.abi = MB_ABI;
	port->rec.lower = lower->ifindex;
	port->rec.netns = mb_nsid_home(mb);
	port->rec.bc_cutoff = 1;
	mb_lower_find_vlans(&port->rec, w);
	port->room = 1;
	port->ep = calloc(port->room, sizeof(*port->ep));
	err = port->ep ? load_first(mb, port, hook) : -ENOMEM;
	if (err) {
		mb_world_drop_port(w, port);
		return err;
	}
	err = mb_lower_set_allmulti(mb, port);
	if (err) {
		mb_port_destroy(mb, w, port);
		return err;
	}
	*out = port;
	return 0;
}

/* One that has a program of ours at its egress is the one that we have made. */
static bool has_our_clsact(struct macbpf *mb, const struct mb_port *port)
{
	uint32_t hook;

	return port->rec.flags & MB_PORT_SET_CLSACT &&
	       !mb_attach_where(mb, port->lower_ifindex, MB_NAME_HOST_PROG, &hook) &&
	       hook == MACBPF_HOOK_CLSACT;
}

/* Nobody is moved to TCX, before those who are there. */
static uint32_t hook_on_record(const struct macbpf *mb, const struct mb_port *port)
{
	bool at_clsact = port->rec.flags & (MB_PORT_AT_CLSACT | MB_PORT_SET_CLSACT);

	return at_clsact ? MACBPF_HOOK_CLSACT : mb->hook;
}

/* Who took our clsact away may have made his own since, which is not ours to remove. */
int mb_port_mend(struct macbpf *mb, struct mb_port *port)
{
	const uint32_t before = port->rec.flags, hook = hook_on_record(mb, port);
	int err;

	if (!has_our_clsact(mb, port))
		port->rec.flags &= ~(uint32_t)MB_PORT_SET_CLSACT;
	err = load_first(mb, port, hook) ?: mb_record_save_port(mb, port);
	if (!err)
		mb_attach_where(mb, port->lower_ifindex, MB_NAME_LOWER_PROG, &port->hook);
	else
		port->rec.flags = before;
	port->lost = err;
	return err;
}

bool mb_port_destroy(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	if (port->lower && (mb_host_close(mb, port) ?: mb_lower_restore(mb, port))) {
		mb_log(mb, MACBPF_LOG_WARN, "the next command tries again: %s", mb->error);
		return false;
	}
	if (port->lower)
		detach(mb, port);
	mb_world_drop_port(w, port);
	return true;
}
