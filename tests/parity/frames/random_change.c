// SPDX-License-Identifier: GPL-2.0-only
/* random_change.c - what may happen to a port between frames. */
#include <string.h>

#include "random_parts.h"

static const char *any_address(struct rng *r)
{
	static const char *const own[] = { "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9" };

	return RNG_PICK(r, own);
}

static const char *any_flag(struct rng *r, const struct topology *t)
{
	if (is_mode(&t->endpoint[0], "passthru"))
		return rng_chance(r, 50) ? "nopromisc" : "null";
	return rng_chance(r, 50) ? "nodst" : "null";
}

static void any_list_change(struct rng *r, struct change *c)
{
	static const char *const words[] = { "add", "add", "del", "set", "flush" };

	c->word = RNG_PICK(r, words);
	if (!strcmp(c->word, "set"))
		random_list(r, c->addresses, CHANGE_ADDRESSES);
	else if (strcmp(c->word, "flush") != 0)
		c->addresses[0] = random_listable(r);
}

static enum change_kind any_kind(struct rng *r)
{
	static const enum change_kind kinds[] = {
		CHANGE_ADD,	CHANGE_ADD,	  CHANGE_DEL,  CHANGE_MODE, CHANGE_MODE,
		CHANGE_MODE,	CHANGE_FLAG,	  CHANGE_LIST, CHANGE_LIST, CHANGE_LIST,
		CHANGE_ADDRESS, CHANGE_ADDRESS,	  CHANGE_MTU,  CHANGE_MOVE, CHANGE_MOVE,
		CHANGE_UP,	CHANGE_UP,	  CHANGE_UP,   CHANGE_UP,   CHANGE_DOWN,
		CHANGE_RENAME,	CHANGE_LOWER_MTU,
	};

	return RNG_PICK(r, kinds);
}

struct change random_change(struct rng *r, const struct topology *start)
{
	struct change c = { .kind = any_kind(r), .slot = rng_below(r, ENDPOINTS_MAX) };

	switch (c.kind) {
	case CHANGE_ADD:
		c.added = random_endpoint(r, c.slot, start->mtu);
		if (rng_chance(r, 10))
			turn_passthru(r, &c.added);
		break;
	case CHANGE_MODE:
		c.word = rng_chance(r, 5) ? "passthru" : random_mode(r);
		break;
	case CHANGE_FLAG:
		c.word = any_flag(r, start);
		break;
	case CHANGE_LIST:
		any_list_change(r, &c);
		break;
	case CHANGE_ADDRESS:
		c.addresses[0] = rng_chance(r, 8) ? "LOW" : any_address(r);
		break;
	case CHANGE_MTU:
	case CHANGE_LOWER_MTU:
		c.mtu = random_mtu(r);
		break;
	default:
		break;
	}
	return c;
}
