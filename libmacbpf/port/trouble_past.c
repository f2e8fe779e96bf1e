// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * trouble_past.c - what others have put on the way of frames, and frames go past: chains of
 * nftables, programs, filters of tc.
 *
 * Ours takes a frame where the device receives it, before all of these, and what it sends elsewhere
 * no chain at an egress sees: the kernel marks it so.
 */
#include <stdio.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "kinds/kind.h"
#include "port/config.h"
#include "port/trouble.h"
#include "world/hostdev.h"

#define TO_ENDPOINTS "what goes from %s to endpoints"

/* One side of a device, and what is not seen there. */
struct past {
	const struct mb_trouble *t;
	const struct mb_endpoint *ep; /* NULL: of the lower */
	bool egress;
	char what[128];
};

static const struct mb_dev *device_of(const struct past *p)
{
	return p->ep ? p->ep->hostdev : p->t->port->lower;
}

static const char *side_of(const struct past *p)
{
	return p->egress ? "egress" : "ingress";
}

static void say_chains(const struct past *p)
{
	const char *dev = device_of(p)->name;
	const struct mb_nft_chain *chain = NULL;

	while ((chain = mb_nft_next(p->t->nft, dev, p->egress, chain)))
		mb_trouble_say(p->t, p->ep, MB_TROUBLE_UNSEEN,
			       "Chain %s of table %s %s in nftables, at the %s of %s, doesn't see "
			       "%s: rules for endpoints have their place on their own devices.",
			       chain->name, chain->family, chain->table, side_of(p), dev, p->what);
}

static void say_program(const struct past *p, const struct mb_ahead *it)
{
	const char *dev = device_of(p)->name;
	char name[MB_PROG_NAME_LEN];

	if (!it->id) {
		mb_trouble_say(p->t, p->ep, MB_TROUBLE_UNSEEN,
			       "Filters of tc on %s don't see %s: 'tc filter show dev %s %s' lists "
			       "them.",
			       dev, p->what, dev, side_of(p));
		return;
	}
	mb_prog_name(it->id, name);
	mb_trouble_say(p->t, p->ep, MB_TROUBLE_UNSEEN,
		       "Program %u (%s) at %s of %s doesn't see %s: 'bpftool prog show id %u' "
		       "tells of it.",
		       it->id, *name ? name : "without a name", macbpf_hook__name(it->hook), dev,
		       p->what, it->id);
}

/* Behind the program named `prog`. */
static void say_programs(const struct past *p, const char *prog)
{
	mb_auto_free struct mb_ahead *past = NULL;
	size_t count = 0;

	if (mb_attach_past(p->t->mb, device_of(p)->ifindex, prog, &past, &count))
		return;
	for (size_t i = 0; i < count; i++)
		say_program(p, &past[i]);
}

void mb_trouble_past_ingress(const struct mb_trouble *t)
{
	struct past p = { .t = t };

	snprintf(p.what, sizeof(p.what), TO_ENDPOINTS, "the wire");
	say_programs(&p, MB_NAME_LOWER_PROG);
	say_chains(&p);
}

/* At an egress chains come first. */
void mb_trouble_past_host(const struct mb_trouble *t)
{
	struct past p = { .t = t, .egress = true };

	if (!mb_config_has_host(t->port))
		return;
	snprintf(p.what, sizeof(p.what), TO_ENDPOINTS, "the host");
	say_programs(&p, MB_NAME_HOST_PROG);
}

void mb_trouble_past_egress(const struct mb_trouble *t)
{
	struct past p = { .t = t, .egress = true };

	snprintf(p.what, sizeof(p.what), "what endpoints send to the wire");
	say_chains(&p);
}

void mb_trouble_past_sent(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	struct past p = { .t = t, .ep = ep };
	char name[MB_IFNAME_LEN];

	snprintf(p.what, sizeof(p.what), "what %s sends", mb_trouble_name(t, ep, name));
	say_programs(&p, MB_NAME_ENDPOINT_PROG);
	say_chains(&p);
}

/* None of ours is at a hostdev's egress, so that all who are there are told. */
void mb_trouble_past_given(const struct mb_trouble *t, const struct mb_endpoint *ep, bool straight)
{
	struct past p = { .t = t, .ep = ep, .egress = true };
	char name[MB_IFNAME_LEN];

	mb_trouble_name(t, ep, name);
	snprintf(p.what, sizeof(p.what), "what %s is given", name);
	say_chains(&p);
	snprintf(p.what, sizeof(p.what),
		 "unicast for %s, which goes straight into its network namespace", name);
	if (straight)
		say_programs(&p, MB_NAME_HOST_PROG);
}
