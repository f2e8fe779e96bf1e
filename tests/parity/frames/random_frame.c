// SPDX-License-Identifier: GPL-2.0-only
/* random_frame.c - senders, addresses and shapes of frames. */
#include "random_parts.h"

static const char *any_endpoints_address(struct rng *r)
{
	static const char *const slots[] = { "#0", "#1", "#2", "#3", "#4", "#5", "#6", "#7" };

	return RNG_PICK(r, slots);
}

static const char *any_source(struct rng *r, bool from_wire)
{
	static const char *const strange[] = { "EXT",	  "EXT", "LISTED",  "LISTED", "LISTED2",
					       "LISTED2", "LOW", "UNKNOWN", "WIRE",   "BROADCAST" };

	if (!from_wire && rng_chance(r, 55))
		return "OWN";
	return rng_chance(r, 50) ? any_endpoints_address(r) : RNG_PICK(r, strange);
}

static const char *any_destination(struct rng *r)
{
	static const char *const others[] = {
		"LOW",	     "LOW",   "WIRE",  "WIRE",	 "UNKNOWN",   "BROADCAST",
		"BROADCAST", "GROUP", "GROUP", "GROUP6", "BROADCAST", "BROADCAST",
		"STP",	     "LLDP",  "A9",    "ZERO",	 "ALLHOSTS",  "OWN",
	};

	return rng_chance(r, 45) ? any_endpoints_address(r) : RNG_PICK(r, others);
}

/* Mostly one that is there from the start. */
static enum place any_sender(struct rng *r, const struct topology *start)
{
	if (rng_chance(r, 35))
		return AT_WIRE;
	if (rng_chance(r, 8))
		return AT_LOW;
	if (rng_chance(r, 15))
		return AT_ENDPOINT + rng_below(r, ENDPOINTS_MAX);
	return AT_ENDPOINT + rng_below(r, endpoint_count(start));
}

/* Around the sizes where something begins or ends. */
static size_t any_length(struct rng *r, size_t least)
{
	static const size_t edges[] = { 22,  60,   60,	 60,   64,   414,  418,	 419,  914,  918,
					919, 1294, 1298, 1299, 1500, 1514, 1518, 1519, 2014, 9014 };
	size_t len = rng_chance(r, 70) ? RNG_PICK(r, edges) : rng_below(r, 1600);

	return len < least ? least : len;
}

static struct shape tagged(struct rng *r, uint8_t tags)
{
	static const uint16_t vids[] = { 5, 7, 0x6000, 0x6005, 4095, 0 };
	struct shape s = { "tagged", { .tags = tags }, false };

	s.frame.vid[0] = RNG_PICK(r, vids);
	s.frame.vid[1] = tags > 1 ? RNG_PICK(r, vids) : 0;
	s.frame.len = any_length(r, FRAME_MIN);
	return s;
}

static struct shape typed(struct rng *r)
{
	static const uint16_t types[] = { 0x8808, 0x8808, 0x8809, 0x88cc, 0x88cc, 0x86dd, 0x0806 };
	struct shape s = { "typed", { .type = RNG_PICK(r, types) }, false };

	s.frame.len = any_length(r, FRAME_MIN);
	s.frame.tags = rng_chance(r, 15);
	s.frame.vid[0] = 5;
	return s;
}

static struct shape segmented(struct rng *r)
{
	static const enum frame_body bodies[] = { FRAME_TCP, FRAME_TCP, FRAME_TCP6, FRAME_UDP,
						  FRAME_UDP6 };
	struct shape s = { "partial checksum", { .body = RNG_PICK(r, bodies) }, false };

	s.frame.len = any_length(r, 100);
	s.frame.tags = rng_chance(r, 15);
	s.frame.vid[0] = 5;
	if (!rng_chance(r, 60))
		return s;
	s.name = "GSO";
	s.frame.gso_size = 200 + rng_below(r, 1200);
	s.frame.len = s.frame.gso_size + 100 + rng_below(r, 30000);
	return s;
}

static struct shape bare(struct rng *r)
{
	static const uint16_t types[] = { 0,	  1,	  0x05dc, 0x05ff, 0x0600,
					  0x0800, 0x0806, 0x86dd, 0x8808, 0xffff };
	struct shape s = { "bare", { .body = FRAME_BARE, .type = RNG_PICK(r, types) }, false };

	s.frame.len = FRAME_BARE_MIN + rng_below(r, 51);
	return s;
}

static struct shape any_shape(struct rng *r)
{
	struct shape s = { "plain", { .len = any_length(r, FRAME_MIN) }, false };
	uint32_t kind = rng_below(r, 100);

	if (kind < 50)
		return s;
	if (kind < 70)
		return tagged(r, kind < 64 ? 1 : 2);
	if (kind < 78)
		return typed(r);
	if (kind < 90)
		return segmented(r);
	if (kind < 95)
		return bare(r);
	s.name = "fragment";
	s.frame.body = FRAME_FRAGMENT;
	s.frame.len = any_length(r, 60);
	return s;
}

struct shot random_shot(struct rng *r, const struct topology *start)
{
	struct shot shot = { .sender = any_sender(r, start) };

	shot.src = any_source(r, shot.sender == AT_WIRE);
	shot.dst = any_destination(r);
	shot.shape = any_shape(r);
	return shot;
}
