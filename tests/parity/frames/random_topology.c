// SPDX-License-Identifier: GPL-2.0-only
/* random_topology.c - endpoints of any legal kind, and a lower with some of them. */
#include <stdio.h>
#include <string.h>

#include "random_parts.h"

const char *random_listable(struct rng *r)
{
	static const char *const names[] = { "LISTED", "LISTED2", "LOW", "A1", "A2", "A3",
					     "A4",     "A5",	  "A6",	 "A7", "A8" };

	return RNG_PICK(r, names);
}

const char *random_mode(struct rng *r)
{
	static const char *const modes[] = { "private", "vepa", "bridge", "bridge", "source" };

	return RNG_PICK(r, modes);
}

unsigned int random_mtu(struct rng *r)
{
	static const unsigned int mtus[] = { 1500, 1500, 1280, 900, 400, 2000, 9000 };

	return RNG_PICK(r, mtus);
}

static enum groups any_groups(struct rng *r)
{
	static const enum groups groups[] = { GROUPS_ALL, GROUPS_ALL, GROUPS_ALL, GROUPS_NONE,
					      GROUPS_JOINED };

	return RNG_PICK(r, groups);
}

static bool is_listed(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (names[i] == name)
			return true;
	return false;
}

void random_list(struct rng *r, const char **names, size_t most)
{
	size_t want = rng_below(r, most + 1), n = 0;

	while (n < want) {
		const char *name = random_listable(r);

		if (!is_listed(names, n, name))
			names[n++] = name;
	}
}

struct endpoint random_endpoint(struct rng *r, size_t slot, unsigned int lower_mtu)
{
	static const char *const own[] = { "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8" };
	struct endpoint ep = { .mode = random_mode(r), .address = own[slot] };

	snprintf(ep.name, sizeof(ep.name), "e%zu", slot);
	ep.local = rng_chance(r, 30);
	ep.down = rng_chance(r, 10);
	ep.groups = any_groups(r);
	ep.mtu = rng_chance(r, 60) ? lower_mtu : random_mtu(r);
	if (ep.mtu > lower_mtu)
		ep.mtu = lower_mtu;
	ep.tap = rng_chance(r, 20);
	ep.local |= ep.tap;
	if (!strcmp(ep.mode, "source")) {
		random_list(r, ep.lists, 4);
		ep.flag = rng_chance(r, 30) ? "nodst" : NULL;
	}
	return ep;
}

/* A down device may have an address that is taken. */
static void share_address(struct rng *r, struct topology *t, size_t slot)
{
	struct endpoint *ep = &t->endpoint[slot];

	if (!ep->down || !rng_chance(r, 50))
		return;
	ep->address = rng_chance(r, 25) ? "LOW" : t->endpoint[rng_below(r, slot + 1)].address;
}

/* Several endpoints with one list see the same frames. */
static void share_list(struct rng *r, struct topology *t, size_t slot)
{
	for (size_t i = 0; i < slot; i++) {
		if (!is_mode(&t->endpoint[i], "source") || !is_mode(&t->endpoint[slot], "source"))
			continue;
		if (rng_chance(r, 50))
			memcpy(t->endpoint[slot].lists, t->endpoint[i].lists,
			       sizeof(t->endpoint[slot].lists));
		return;
	}
}

void turn_passthru(struct rng *r, struct endpoint *ep)
{
	ep->mode = "passthru";
	ep->address = NULL;
	ep->flag = rng_chance(r, 40) ? "nopromisc" : NULL;
	memset(ep->lists, 0, sizeof(ep->lists));
}

static void make_mixed(struct rng *r, struct topology *t)
{
	size_t count = 1 + rng_below(r, ENDPOINTS_MAX);
	const char *same = rng_chance(r, 20) ? random_mode(r) : NULL;

	for (size_t i = 0; i < count; i++) {
		t->endpoint[i] = random_endpoint(r, i, t->mtu);
		if (same && strcmp(t->endpoint[i].mode, "source") != 0 && strcmp(same, "source"))
			t->endpoint[i].mode = same;
		share_address(r, t, i);
		share_list(r, t, i);
	}
}

void random_topology(struct rng *r, struct topology *t)
{
	static const unsigned int mtus[] = { 1500, 1500, 1500, 2000, 9000 };

	t->mtu = RNG_PICK(r, mtus);
	t->reflects = rng_chance(r, 30);
	t->plain_readers = rng_chance(r, 30);
	if (!rng_chance(r, 15)) {
		make_mixed(r, t);
		return;
	}
	t->endpoint[0] = random_endpoint(r, 0, t->mtu);
	turn_passthru(r, &t->endpoint[0]);
}
