// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* settle.c - putting right what was changed without macbpf, and nothing else. */
#include "endpoint/claim.h"
#include "session/follow.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/write.h"

/* The sweep before has removed the dead, and looked at some of the living. */
static void follow_others(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE)
			mb_follow_endpoint(mb, w, port, &port->ep[i]);
	mb_claim_settle(mb, port);
}

static int settle_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < w->count; i++)
		if (w->port[i]->lower && !w->port[i]->incompatible)
			follow_others(mb, w, w->port[i]);
	mb_begin(mb);
	mb_tell_port(NULL, "port sweep", "");
	return 0;
}

/* What a batch knows is not what there is now. */
static int settle_run(struct macbpf *mb, void *arg)
{
	if (mb->batch)
		mb_write_pause(mb);
	return mb_write_world(mb, settle_locked, arg);
}

int macbpf__settle(struct macbpf *mb)
{
	return mb_run(mb, settle_run, NULL);
}
