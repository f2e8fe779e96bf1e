// SPDX-License-Identifier: GPL-2.0-only
/* masks.c - the allowed differences; docs/parity.md gives each one's reason. */
#include "masks.h"

#include <linux/if_packet.h>
#include <string.h>

static bool is_group(const struct address *a)
{
	return a->mac[0] & 1;
}

static const struct endpoint *sending_endpoint(const struct probe *p)
{
	return p->sender < AT_ENDPOINT ? NULL : &p->topology->endpoint[p->sender - AT_ENDPOINT];
}

static bool is_bridged_unicast(const struct probe *p)
{
	return is_mode(sending_endpoint(p), "bridge") &&
	       is_mode(owner_of(p->topology, &p->dst), "bridge");
}

/* macvlan bridges unicast by receiving it on the lower once more. */
static bool bridged_tap(const struct probe *p, enum side side, const struct sighting *s)
{
	return side == ONLY_MACVLAN && s->watch == AT_LOW && is_bridged_unicast(p) &&
	       s->pkt_type == PACKET_OTHERHOST;
}

/* A program on the lower can't see whether the far end of a veth is up. */
static bool endpoint_down(const struct probe *p, enum side side, const struct sighting *s)
{
	const struct endpoint *to = owner_of(p->topology, &p->dst);
	const struct endpoint *from = owner_of(p->topology, &p->src);

	(void)s;
	return side == ONLY_MACVLAN &&
	       ((to && to->down) || (from && from->down && is_group(&p->dst)));
}

/* macvlan reassembles IPv4 fragments of group frames from the wire. */
static bool group_fragment(const struct probe *p, enum side side, const struct sighting *s)
{
	(void)s;
	return side == ONLY_MACBPF && p->shape->frame.body == FRAME_FRAGMENT &&
	       p->sender == AT_WIRE && is_group(&p->dst);
}

struct mask masks[] = {
	{"bridged-tap", bridged_tap},
	{"endpoint-down", endpoint_down},
	{"group-fragment", group_fragment},
};

const size_t mask_count = sizeof(masks) / sizeof(masks[0]);

bool masked(const struct probe *probe, enum side side, const struct sighting *seen)
{
	for (size_t i = 0; i < mask_count; i++) {
		if (!masks[i].allows(probe, side, seen))
			continue;
		masks[i].used++;
		return true;
	}
	return false;
}
