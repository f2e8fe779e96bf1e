// SPDX-License-Identifier: GPL-2.0-only
/* topology.c - questions about a topology: who is there, who has which address. */
#include "topology.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

/* EXT is a stranger to every endpoint and in no source list: fences rely on it. */
static const struct address fixed[] = {
	{ "LOW", { 0x02, 0, 0, 0, 0, 0x01 } },
	{ "WIRE", { 0x02, 0, 0, 0, 0, 0x02 } },
	{ "EXT", { 0x02, 0, 0, 0, 0, 0x03 } },
	{ "LISTED", { 0x02, 0, 0, 0, 0, 0x04 } },
	{ "LISTED2", { 0x02, 0, 0, 0, 0, 0x05 } },
	{ "UNKNOWN", { 0x02, 0, 0, 0, 0, 0x06 } },
	{ "A1", { 0x02, 0, 0, 0, 1, 1 } },
	{ "A2", { 0x02, 0, 0, 0, 1, 2 } },
	{ "A3", { 0x02, 0, 0, 0, 1, 3 } },
	{ "A4", { 0x02, 0, 0, 0, 1, 4 } },
	{ "A5", { 0x02, 0, 0, 0, 1, 5 } },
	{ "A6", { 0x02, 0, 0, 0, 1, 6 } },
	{ "A7", { 0x02, 0, 0, 0, 1, 7 } },
	{ "A8", { 0x02, 0, 0, 0, 1, 8 } },
	{ "A9", { 0x02, 0, 0, 0, 1, 9 } },
	{ "ZERO", { 0, 0, 0, 0, 0, 0 } },
	{ "BROADCAST", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } },
	{ "GROUP", { 0x01, 0x00, 0x5e, 0x01, 0x02, 0x03 } },
	{ "GROUP6", { 0x33, 0x33, 0xff, 0x01, 0x02, 0x03 } },
	{ "ALLHOSTS", { 0x01, 0x00, 0x5e, 0, 0, 1 } },
	{ "STP", { 0x01, 0x80, 0xc2, 0, 0, 0 } },
	{ "LLDP", { 0x01, 0x80, 0xc2, 0, 0, 0x0e } },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool is_there(const struct endpoint *ep)
{
	return ep->name[0];
}

bool is_up(const struct endpoint *ep)
{
	return is_there(ep) && !ep->down;
}

bool is_mode(const struct endpoint *ep, const char *mode)
{
	return ep && is_there(ep) && !strcmp(ep->mode, mode);
}

size_t endpoint_count(const struct topology *t)
{
	size_t n = 0;

	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		n += is_there(&t->endpoint[i]);
	return n;
}

const char *place_name(const struct topology *t, unsigned int place)
{
	static const char *const names[] = { "lower", "wire", "host" };

	return place < AT_ENDPOINT ? names[place] : t->endpoint[place - AT_ENDPOINT].name;
}

static const struct address *fixed_address(const char *name)
{
	for (size_t i = 0; i < COUNT(fixed); i++)
		if (!strcmp(fixed[i].name, name))
			return &fixed[i];
	return NULL;
}

static struct address lower_address(const struct topology *t)
{
	struct address low = *fixed_address(t->lower_address ? t->lower_address : "LOW");

	low.name = "LOW";
	return low;
}

struct address endpoint_address(const struct topology *t, size_t slot)
{
	const struct endpoint *ep = &t->endpoint[slot];
	struct address own = { ep->name, { 0x02, 0, 0, 0, 1, slot + 1 } };

	if (is_mode(ep, "passthru"))
		return lower_address(t); /* it takes over the lower's */
	if (is_there(ep) && ep->address)
		memcpy(own.mac, address_of(t, ep->address).mac, sizeof(own.mac));
	return own;
}

struct address address_of(const struct topology *t, const char *name)
{
	const struct address *found = fixed_address(name);

	if (!strcmp(name, "LOW"))
		return lower_address(t);
	if (found)
		return *found;
	if (name[0] == '#')
		return endpoint_address(t, strtoul(name + 1, NULL, 10));
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		if (!strcmp(t->endpoint[i].name, name))
			return endpoint_address(t, i);
	errx(1, "no address %s in topology %s", name, t->name);
}

bool is_group(const struct address *address)
{
	return address->mac[0] & 1;
}

bool is_address(const struct topology *t, const struct address *address, const char *name)
{
	struct address other = address_of(t, name);

	return !memcmp(other.mac, address->mac, sizeof(other.mac));
}

const struct endpoint *owner_of(const struct topology *t, const struct address *address)
{
	const struct endpoint *owner = NULL;

	for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
		struct address own = endpoint_address(t, i);

		if (!is_there(&t->endpoint[i]) || memcmp(own.mac, address->mac, sizeof(own.mac)))
			continue;
		if (!owner || owner->down)
			owner = &t->endpoint[i];
	}
	return owner;
}
