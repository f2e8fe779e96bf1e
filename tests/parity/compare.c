// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - multisets of sightings, frame by frame. */
#include "compare.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "masks.h"

#define PRINTED_MAX   40  /* differing frames of one topology */
#define SIGHTINGS_MAX 256 /* of one frame on one side */

static int by_token(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	return x->token < y->token ? -1 : x->token > y->token;
}

static void sort(struct capture *c)
{
	if (c->count)
		qsort(c->seen, c->count, sizeof(*c->seen), by_token);
}

static void print_probe(const struct probe *p)
{
	printf("parity: %s: %s sends %s -> %s, %s:\n", p->topology->name,
	       place_name(p->topology, p->sender), p->src.name, p->dst.name, p->shape->name);
}

static void print_sighting(const struct probe *p, enum side side, const struct sighting *s)
{
	static const char *const types[] = { "HOST", "BROADCAST", "MULTICAST", "OTHERHOST",
					     "OUTGOING" };

	printf("    only %s: seen at %s as %s, %u bytes",
	       side == ONLY_MACVLAN ? "macvlan" : "macbpf", place_name(p->topology, s->watch),
	       s->pkt_type < 5 ? types[s->pkt_type] : "?", s->len);
	if (s->tpid)
		printf(", tag %04x:%04x taken off", s->tpid, s->tci);
	if (s->csum_partial || s->gso_type)
		printf(", partial checksum %u, gso %u/%u", s->csum_partial, s->gso_type,
		       s->gso_size);
	printf(", hash %08x\n", s->hash);
}

/* What one side saw of one frame, and the other side has not been found to have seen. */
struct rest {
	struct sighting seen[SIGHTINGS_MAX];
	size_t count;
};

static void cut(struct rest *rest, size_t i)
{
	rest->seen[i] = rest->seen[--rest->count];
}

/* Cuts one sighting that is equal to `seen`; false if there is none. */
static bool cut_equal(struct rest *rest, const struct sighting *seen)
{
	for (size_t i = 0; i < rest->count; i++) {
		if (memcmp(&rest->seen[i], seen, sizeof(*seen)))
			continue;
		cut(rest, i);
		return true;
	}
	return false;
}

static void cut_common(struct rest *macvlan, struct rest *macbpf)
{
	for (size_t i = macbpf->count; i-- > 0;)
		if (cut_equal(macvlan, &macbpf->seen[i]))
			cut(macbpf, i);
}

static void cut_translated(const struct probe *p, struct mask *mask, struct rest *macvlan,
			   struct rest *macbpf)
{
	for (size_t i = macbpf->count; i-- > 0;) {
		struct sighting seen = macbpf->seen[i];

		if (!mask->translates(p, &seen) || !cut_equal(macvlan, &seen))
			continue;
		cut(macbpf, i);
		mask->used++;
	}
}

static void cut_allowed(const struct probe *p, struct mask *mask, enum side side, struct rest *rest)
{
	for (size_t i = rest->count; i-- > 0;) {
		if (!mask->allows(p, side, &rest->seen[i]))
			continue;
		cut(rest, i);
		mask->used++;
	}
}

static void cut_masked(const struct probe *p, struct rest *macvlan, struct rest *macbpf)
{
	for (size_t i = 0; i < mask_count; i++)
		if (masks[i].translates)
			cut_translated(p, &masks[i], macvlan, macbpf);
	for (size_t i = 0; i < mask_count; i++) {
		if (!masks[i].allows)
			continue;
		cut_allowed(p, &masks[i], ONLY_MACVLAN, macvlan);
		cut_allowed(p, &masks[i], ONLY_MACBPF, macbpf);
	}
}

static void print_rest(const struct probe *p, enum side side, const struct rest *rest)
{
	for (size_t i = 0; i < rest->count; i++)
		print_sighting(p, side, &rest->seen[i]);
}

/* Moves all sightings of a frame, which are next in order, to `rest`. */
static void take(struct rest *rest, const struct capture *c, size_t *at, uint32_t token)
{
	for (rest->count = 0; *at < c->count && c->seen[*at].token == token; ++*at) {
		if (rest->count == SIGHTINGS_MAX)
			errx(1, "parity: a frame was seen more than %d times", SIGHTINGS_MAX);
		rest->seen[rest->count++] = c->seen[*at];
	}
}

size_t compare(struct world *macvlan, struct world *macbpf, const struct probe *probes,
	       size_t count)
{
	static struct rest a, b;
	size_t differing = 0, i = 0, j = 0;

	sort(&macvlan->capture);
	sort(&macbpf->capture);
	for (uint32_t token = 0; token < count; token++) {
		const struct probe *p = &probes[token];

		take(&a, &macvlan->capture, &i, token);
		take(&b, &macbpf->capture, &j, token);
		cut_common(&a, &b);
		cut_masked(p, &a, &b);
		if (!a.count && !b.count)
			continue;
		if (differing++ >= PRINTED_MAX)
			continue;
		print_probe(p);
		print_rest(p, ONLY_MACVLAN, &a);
		print_rest(p, ONLY_MACBPF, &b);
	}
	if (differing > PRINTED_MAX)
		printf("parity: %s: and %zu more\n", macvlan->topology->name,
		       differing - PRINTED_MAX);
	return differing;
}
