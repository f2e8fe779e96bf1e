// SPDX-License-Identifier: GPL-2.0-only
/* verdict.c - what a result says: a target met, a row too noisy, frames lost. */
#include <stdlib.h>
#include <string.h>

#include "floor.h"

const char *const peer_names[PEERS] = {
	[PEER_MACBPF] = "macbpf", [PEER_MACVLAN] = "macvlan", [PEER_BRIDGE] = "bridge",
	[PEER_BARE] = "bare",	  [PEER_VETH] = "veth",	      [PEER_FLOOR] = "floor",
	[PEER_CLSACT] = "clsact", [PEER_OPEN] = "open",	      [PEER_IPVLAN] = "ipvlan",
};

/* What is a matter of TCX and clsact tells nothing of netkit endpoints, which have other hooks. */
static bool has_hooks(void)
{
	const char *kind = getenv("MACBPF_ENDPOINT");

	return !kind || strcmp(kind, "netkit") != 0;
}

bool section_has(const struct section *section, enum peer_id id)
{
	switch (id) {
	case PEER_BRIDGE:
		return section->bridge;
	case PEER_BARE:
		return section->bare;
	case PEER_VETH:
		return section->veth;
	case PEER_FLOOR:
		return section->floor && has_hooks() && floor_is_possible();
	case PEER_CLSACT:
		return section->clsact && has_hooks();
	case PEER_OPEN:
		return section->open;
	case PEER_IPVLAN:
		return false;
	default:
		return true;
	}
}

double target_of(const struct result *r, enum peer_id id)
{
	switch (id) {
	case PEER_MACVLAN:
		return r->target.macvlan;
	case PEER_BRIDGE:
		return r->target.bridge;
	case PEER_OPEN:
		return r->target.open;
	default:
		return 0;
	}
}

/* By the lower end of the interval: luck meets no target. */
bool target_met(const struct result *r, enum peer_id id)
{
	return r->to[id].low >= target_of(r, id);
}

bool result_noisy(const struct result *r)
{
	return r->itself.median < 0.99 || r->itself.median > 1.01;
}

unsigned long result_lost(const struct result *r)
{
	unsigned long lost = 0;

	for (int i = 0; i < PEERS; i++)
		lost += r->account[i].lost;
	return lost;
}
