// SPDX-License-Identifier: GPL-2.0-only
/* probes.c - every sender x source address x destination x shape of a topology. */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "scenario.h"

static const struct address fixed[] = {
	{ "LOW", { 0x02, 0, 0, 0, 0, 0x01 } },
	{ "WIRE", { 0x02, 0, 0, 0, 0, 0x02 } },
	{ "EXT", { 0x02, 0, 0, 0, 0, 0x03 } },
	{ "LISTED", { 0x02, 0, 0, 0, 0, 0x04 } },
	{ "LISTED2", { 0x02, 0, 0, 0, 0, 0x05 } },
	{ "UNKNOWN", { 0x02, 0, 0, 0, 0, 0x06 } },
	{ "BROADCAST", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } },
	{ "GROUP", { 0x01, 0x00, 0x5e, 0x01, 0x02, 0x03 } },
	{ "STP", { 0x01, 0x80, 0xc2, 0, 0, 0 } },
};

static const char *const wire_sources[] = { "EXT", "LOW", "LISTED", "LISTED2" };
static const char *const spoofed_sources[] = { "EXT", "LOW", "LISTED", "LISTED2" };
static const char *const destinations[] = { "LOW", "WIRE", "UNKNOWN", "BROADCAST", "GROUP", "STP" };

static const struct shape shapes[] = {
	{ "plain", { .len = 60 } },
	{ "shortest", { .len = FRAME_MIN }, true },
	{ "full size", { .len = 1514 }, true },
	{ "tagged", { .tags = 1, .vid = { 5 }, .len = 60 } },
	{ "priority tag", { .tags = 1, .vid = { 0x6000 }, .len = 60 }, true },
	{ "tagged, full size", { .tags = 1, .vid = { 5 }, .len = 1514 }, true },
	{ "two tags", { .tags = 2, .vid = { 7, 5 }, .len = 60 }, true },
	{ "PAUSE", { .type = 0x8808, .len = 60 } },
	{ "slow protocol", { .type = 0x8809, .len = 60 }, true },
	{ "fragment", { .body = FRAME_FRAGMENT, .len = 1514 }, true },
	{ "partial checksum", { .body = FRAME_TCP, .len = 1000 }, true },
	{ "GSO", { .body = FRAME_TCP, .gso_size = 1448, .len = 20054 }, true },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

size_t endpoint_count(const struct topology *t)
{
	size_t n = 0;

	while (t->endpoint[n].name)
		n++;
	return n;
}

bool is_mode(const struct endpoint *ep, const char *mode)
{
	return ep && !strcmp(ep->mode, mode);
}

const char *place_name(const struct topology *t, unsigned int place)
{
	static const char *const names[] = { "lower", "wire", "host" };

	return place < AT_ENDPOINT ? names[place] : t->endpoint[place - AT_ENDPOINT].name;
}

static struct address endpoint_address(const struct topology *t, size_t i)
{
	if (is_mode(&t->endpoint[i], "passthru"))
		return fixed[0]; /* it takes over the lower's */
	return (struct address){ t->endpoint[i].name, { 0x02, 0, 0, 0, 1, i + 1 } };
}

struct address address_of(const struct topology *t, const char *name)
{
	for (size_t i = 0; i < COUNT(fixed); i++)
		if (!strcmp(fixed[i].name, name))
			return fixed[i];
	for (size_t i = 0; t->endpoint[i].name; i++)
		if (!strcmp(t->endpoint[i].name, name))
			return endpoint_address(t, i);
	errx(1, "no address %s in topology %s", name, t->name);
}

const struct endpoint *owner_of(const struct topology *t, const struct address *address)
{
	for (size_t i = 0; t->endpoint[i].name; i++) {
		struct address own = endpoint_address(t, i);

		if (!memcmp(own.mac, address->mac, sizeof(own.mac)))
			return &t->endpoint[i];
	}
	return NULL;
}

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

static void add_shapes(struct probes *all, struct probe probe, bool own_source)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		if (shapes[i].own_source_only && !own_source)
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
	for (size_t i = 0; t->endpoint[i].name; i++) {
		probe.dst = endpoint_address(t, i);
		add_shapes(all, probe, own_source);
	}
}

static void add_from_endpoint(struct probes *all, const struct topology *t, size_t i)
{
	enum place sender = AT_ENDPOINT + i;

	if (t->endpoint[i].down)
		return; /* it can't send */
	for (size_t other = 0; t->endpoint[other].name; other++)
		add_source(all, t, sender, t->endpoint[other].name, other == i);
	for (size_t n = 0; n < COUNT(spoofed_sources); n++)
		add_source(all, t, sender, spoofed_sources[n], false);
}

struct probe *probes_of(const struct topology *t, size_t *count)
{
	struct probes all = { 0 };

	for (size_t n = 0; n < COUNT(wire_sources); n++)
		add_source(&all, t, AT_WIRE, wire_sources[n], true);
	for (size_t i = 0; t->endpoint[i].name; i++)
		add_source(&all, t, AT_WIRE, t->endpoint[i].name, true);
	add_source(&all, t, AT_LOW, "LOW", true);
	for (size_t i = 0; t->endpoint[i].name; i++)
		add_from_endpoint(&all, t, i);
	*count = all.count;
	return all.probe;
}
