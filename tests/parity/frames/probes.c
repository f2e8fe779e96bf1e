// SPDX-License-Identifier: GPL-2.0-only
/* probes.c - every sender x source address x destination x shape of a topology. */
#include <err.h>
#include <stdlib.h>

#include "probe.h"

static const char *const wire_sources[] = { "EXT", "LOW", "LISTED", "LISTED2" };
static const char *const spoofed_sources[] = { "EXT", "LOW", "LISTED", "LISTED2" };
static const char *const destinations[] = { "LOW", "WIRE", "UNKNOWN", "BROADCAST", "GROUP", "STP" };

static const struct shape shapes[] = {
	{ "plain", { .len = 60 } },
	{ "shortest", { .len = FRAME_MIN }, true },
	{ "full size", { .len = 1514 }, true },
	{ "larger than the lower's MTU", { .len = 1518 }, true, true },
	{ "tagged", { .tags = 1, .vid = { 5 }, .len = 60 } },
	{ "priority tag", { .tags = 1, .vid = { 0x6000 }, .len = 60 }, true },
	{ "tagged, full size", { .tags = 1, .vid = { 5 }, .len = 1514 }, true },
	{ "two tags", { .tags = 2, .vid = { 7, 5 }, .len = 60 }, true },
	{ "PAUSE", { .type = 0x8808, .len = 60 } },
	{ "slow protocol", { .type = 0x8809, .len = 60 }, true },
	{ "fragment", { .body = FRAME_FRAGMENT, .len = 1514 }, true },
	{ "partial checksum", { .body = FRAME_TCP, .len = 1000 }, true },
	{ "cut tag", { .body = FRAME_BARE, .type = 0x8100, .len = 17 }, true },
	{ "GSO", { .body = FRAME_TCP, .gso_size = 1448, .len = 20054 }, true },
	{ "GSO, IPv6", { .body = FRAME_TCP6, .gso_size = 1428, .len = 20074 }, true },
	{ "partial checksum, UDP", { .body = FRAME_UDP, .len = 1000 }, true },
	{ "GSO, UDP", { .body = FRAME_UDP, .gso_size = 1472, .len = 20042 }, true },
	{ "GSO, UDP, IPv6", { .body = FRAME_UDP6, .gso_size = 1452, .len = 20062 }, true },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct probes {
	struct probe *probe;
	size_t count, room;
};

static void add(struct probes *all, struct probe probe)
{
	if (all->count == all->room) {
		all->room = all->room ? 2 * all->room : 1024;
		all->probe = reallocarray(all->probe, all->room, sizeof(probe));
		if (!all->probe)
			err(1, "probes");
	}
	all->probe[all->count++] = probe;
}

static bool is_sent(const struct probe *p, const struct shape *shape, bool own_source)
{
	bool is_tap =
		p->sender >= AT_ENDPOINT && p->topology->endpoint[p->sender - AT_ENDPOINT].tap;

	return (own_source || !shape->own_source_only) && (is_tap || !shape->taps_only);
}

static void add_shapes(struct probes *all, struct probe probe, bool own_source)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		if (!is_sent(&probe, &shapes[i], own_source))
			continue;
		probe.shape = &shapes[i];
		add(all, probe);
	}
}

static void add_source(struct probes *all, const struct topology *t, enum place sender,
		       const char *src, bool own_source)
{
	struct probe probe = { .topology = t, .sender = sender, .src = address_of(t, src) };

	for (size_t i = 0; i < COUNT(destinations); i++) {
		probe.dst = address_of(t, destinations[i]);
		add_shapes(all, probe, own_source);
	}
	for (size_t i = 0; i < endpoint_count(t); i++) {
		probe.dst = endpoint_address(t, i);
		add_shapes(all, probe, own_source);
	}
}

static void add_from_endpoint(struct probes *all, const struct topology *t, size_t i)
{
	enum place sender = AT_ENDPOINT + i;

	if (t->endpoint[i].down)
		return; /* it can't send */
	for (size_t other = 0; other < endpoint_count(t); other++)
		add_source(all, t, sender, t->endpoint[other].name, other == i);
	for (size_t n = 0; n < COUNT(spoofed_sources); n++)
		add_source(all, t, sender, spoofed_sources[n], false);
}

struct probe *probes_of(const struct topology *t, size_t *count)
{
	struct probes all = { 0 };

	for (size_t n = 0; n < COUNT(wire_sources); n++)
		add_source(&all, t, AT_WIRE, wire_sources[n], true);
	for (size_t i = 0; i < endpoint_count(t); i++)
		add_source(&all, t, AT_WIRE, t->endpoint[i].name, true);
	add_source(&all, t, AT_LOW, "LOW", true);
	for (size_t i = 0; i < endpoint_count(t); i++)
		add_from_endpoint(&all, t, i);
	*count = all.count;
	return all.probe;
}
