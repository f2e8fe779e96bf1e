// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* change.c - what a caller wants of an endpoint, taken over. */
#include "endpoint/change.h"

static int check_spare(const struct mb_change *c)
{
	return mb_opts_spare(c->mb, c->macvlan.reserved) ?:
	       mb_opts_spare(c->mb, c->guard.reserved) ?:
	       mb_opts_spare(c->mb, c->rate.reserved);
}

int mb_change_take(struct mb_change *c, const struct macbpf_link_opts *opts)
{
	int err = mb_opts_take(c->mb, &c->o, sizeof(c->o), opts);

	if (err)
		return err;
	err = mb_opts_take(c->mb, &c->macvlan, sizeof(c->macvlan), c->o.macvlan)
		      ?: mb_opts_take(c->mb, &c->source, sizeof(c->source), c->o.source)
		      ?: mb_opts_take(c->mb, &c->macvtap, sizeof(c->macvtap), c->o.macvtap)
		      ?: mb_opts_take(c->mb, &c->guard, sizeof(c->guard), c->o.guard)
		      ?: mb_opts_take(c->mb, &c->rate, sizeof(c->rate), c->o.rate)
		      ?: check_spare(c);
	c->o.macvlan = &c->macvlan;
	c->o.source = c->o.source ? &c->source : NULL;
	c->o.macvtap = &c->macvtap;
	c->o.guard = c->o.guard ? &c->guard : NULL;
	c->o.rate = c->o.rate ? &c->rate : NULL;
	return err;
}
