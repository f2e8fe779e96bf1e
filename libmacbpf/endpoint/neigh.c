// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* neigh.c - the IP addresses that programs have learnt, to be forgotten. */
#include <errno.h>
#include <string.h>

#include "endpoint/neigh.h"

static int forget_failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't forget who has which address on %s: %s", mb_port_name(port),
		       strerror(-err));
}

int mb_port_forget(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	if (!(port->rec.flags & MB_PORT_ARP_DIRECTED))
		return 0;
	return forget_failed(mb, port, mb_neigh_forget(&port->maps, ep->rec.hostdev));
}

int mb_port_forget_all(struct macbpf *mb, const struct mb_port *port)
{
	return forget_failed(mb, port, mb_neigh_clear(&port->maps));
}
