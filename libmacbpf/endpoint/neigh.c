// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* neigh.c - the IP addresses that programs have learnt, to be forgotten. */
#include <errno.h>
#include <string.h>

#include "endpoint/neigh.h"
#include "endpoint/part.h"

static int forget_failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't forget who has which address on %s: %s",
		       mb_world_port_name(port), strerror(-err));
}

int mb_neigh_forget_endpoint(struct macbpf *mb, const struct mb_port *port,
			     const struct mb_endpoint *ep)
{
	if (!(port->rec.flags & MB_PORT_ARP_DIRECTED))
		return 0;
	return forget_failed(mb, port, mb_neigh_forget(&port->maps, ep->rec.hostdev));
}

int mb_neigh_forget_all(struct macbpf *mb, const struct mb_port *port)
{
	return forget_failed(mb, port, mb_neigh_clear(&port->maps));
}

/* Those who know it by another mode may not give it the same frames. */
static int apply(struct mb_change *c)
{
	bool is_other = !mb_change_is_new(c) && c->ep->rec.mode != c->old.mode;

	return is_other ? mb_neigh_forget_endpoint(c->mb, c->port, c->ep) : 0;
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	return mb_neigh_forget_endpoint(mb, port, ep);
}

const struct mb_part mb_part_neigh = {
	.apply = apply,
	.retire = retire,
};
