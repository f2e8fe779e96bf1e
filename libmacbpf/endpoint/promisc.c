// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* promisc.c - the lower, promiscuous for a passthru endpoint. */

#include "endpoint/steps.h"
#include "port/lower.h"

int mb_promisc_set(void *arg)
{
	struct mb_change *c = arg;

	if (c->o.mode != MB_MODE_PASSTHRU || c->o.flags & MB_FLAG_NOPROMISC)
		return 0;
	return mb_port_set_promisc(c->mb, c->port, true);
}

void mb_promisc_unset(void *arg)
{
	struct mb_change *c = arg;

	mb_port_set_promisc(c->mb, c->port, false);
}

static int promisc(struct mb_change *c, uint32_t flags)
{
	if (c->old.mode != MB_MODE_PASSTHRU)
		return 0;
	return mb_port_set_promisc(c->mb, c->port, !(flags & MB_FLAG_NOPROMISC));
}

int mb_promisc_change(void *arg)
{
	struct mb_change *c = arg;

	return promisc(c, c->ep->rec.flags);
}

void mb_promisc_restore(void *arg)
{
	struct mb_change *c = arg;

	promisc(c, c->old.flags);
}
