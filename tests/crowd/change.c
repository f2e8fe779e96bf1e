// SPDX-License-Identifier: GPL-2.0-only
/* change.c - an actor changes its endpoints, and the ports that it shares. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "deed.h"

static int set(struct macbpf *mb, const struct endpoint *e, const struct macbpf_link_opts *opts)
{
	return macbpf_link__set(mb, NULL, e->name, opts);
}

void deed_set_mode(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	uint32_t mode = any_mode(a);
	OPTS(opts, MACVLAN(HAS_MODE(mode)));
	bool refused = e->there && e->mode == MACBPF_MODE_PASSTHRU;

	note(a, SET_MODE, e);
	if (settle(a, mb, SET_MODE, set(mb, e, &opts), !e->there ? -ENODEV : refused ? -EINVAL : 0))
		return;
	if (mode != MACBPF_MODE_SOURCE)
		e->sources = 0;
	e->mode = mode;
}

/* What was won with an address goes with it. */
void deed_set_address(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	bool is_hot = e->there && e->lower == HOT_LOWER;
	OPTS(opts, .address = e->mac);
	uint8_t mac[6];

	note(a, SET_ADDRESS, e);
	new_address(a, mac);
	opts.address = mac;
	if (is_hot && e->contest >= 0)
		contest_leave(a, e->contest);
	if (settle(a, mb, SET_ADDRESS, set(mb, e, &opts), e->there ? 0 : -ENODEV))
		return;
	memcpy(e->mac, mac, sizeof(e->mac));
	if (is_hot && e->contest >= 0) {
		contest_left(e->contest);
		e->contest = -1;
	}
}

void deed_set_mtu(struct actor *a, struct macbpf *mb)
{
	static const uint32_t sizes[] = { 1280, 1300, 1400, 1500, 9000 };
	struct endpoint *e = any_endpoint(a, true);
	OPTS(opts, .has = MACBPF_LINK_MTU, .mtu = sizes[chance(a, 5)]);

	note(a, SET_MTU, e);
	if (!settle(a, mb, SET_MTU, set(mb, e, &opts),
		    !e->there	     ? -ENODEV
		    : opts.mtu > MTU ? -EINVAL
				     : 0))
		e->mtu = opts.mtu;
}

/* The kernel sets down what it moves. Who is down may lose a contested address. */
void deed_set_netns(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	int to = (int)chance(a, BOXES);
	OPTS(opts, .netns = box[to].name);

	note(a, SET_NETNS, e);
	if (e->there && e->contest >= 0)
		opts.dev_flags = opts.dev_flags_mask = IFF_UP;
	if (settle(a, mb, SET_NETNS, set(mb, e, &opts),
		   !e->there   ? -ENODEV
		   : e->is_tap ? -EOPNOTSUPP
			       : 0))
		return;
	e->up = opts.dev_flags || (e->up && e->box == to);
	e->box = to;
}

void deed_set_up(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	bool up = chance(a, 2) || (e->there && e->contest >= 0);
	OPTS(opts, .dev_flags = up ? IFF_UP : 0, .dev_flags_mask = IFF_UP);

	note(a, SET_UP, e);
	if (!settle(a, mb, SET_UP, set(mb, e, &opts), e->there ? 0 : -ENODEV))
		e->up = up;
}

void deed_set_sources(struct actor *a, struct macbpf *mb)
{
	static const uint32_t ops[] = { MACBPF_MACADDR_ADD, MACBPF_MACADDR_DEL,
					MACBPF_MACADDR_SET };
	uint32_t which = chance(a, 1 << SOURCES), op = ops[chance(a, 3)];
	struct endpoint *e = any_endpoint(a, true);
	uint8_t list[SOURCES][6];
	uint32_t count = list_sources(which, list);
	bool can = e->there && e->mode == MACBPF_MODE_SOURCE;

	note(a, SET_SOURCES, e);
	if (settle(a, mb, SET_SOURCES, macbpf_source__change(mb, NULL, e->name, op, list, count),
		   !e->there ? -ENODEV
		   : can     ? 0
			     : -EINVAL))
		return;
	if (op == MACBPF_MACADDR_ADD)
		e->sources |= which;
	else
		e->sources = op == MACBPF_MACADDR_SET ? which : e->sources & ~which;
}

static bool has_one_on(const struct actor *a, int lower)
{
	for (int i = 0; i < ENDPOINTS; i++)
		if (a->mine[i].there && a->mine[i].lower == lower)
			return true;
	return false;
}

/* Others may be there, or not: the port of a lower on which this actor has one is there. */
void deed_set_port(struct actor *a, struct macbpf *mb)
{
	MACBPF_OPTS(macbpf_port_opts, opts, .has = MACBPF_PORT_ARP_DIRECTED,
		    .arp_directed = chance(a, 2));
	int lower = (int)chance(a, LOWERS), err;

	snprintf(a->doing, sizeof(a->doing), "port set %s", lower_name(lower));
	err = macbpf_port__set(mb, lower_name(lower), &opts);
	settle(a, mb, SET_PORT, err, err == -ENODEV && !has_one_on(a, lower) ? err : 0);
}
