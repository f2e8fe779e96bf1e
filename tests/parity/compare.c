// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - multisets of sightings, frame by frame. */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "masks.h"

#define PRINTED_MAX 40 /* differing frames of one topology */

static int in_order(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	return memcmp(x, y, sizeof(*x));
}

static void sort(struct capture *c)
{
	if (c->count)
		qsort(c->seen, c->count, sizeof(*c->seen), in_order);
}

static void print_probe(const struct probe *p)
{
	printf("parity: %s: %s sends %s -> %s, %s:\n", p->topology->name,
	       place_name(p->topology, p->sender), p->src.name, p->dst.name, p->shape->name);
}

static void print_sighting(const struct probe *p, enum side side, const struct sighting *s)
{
	static const char *const types[] = {"HOST", "BROADCAST", "MULTICAST", "OTHERHOST",
					    "OUTGOING"};

	printf("    only %s: seen at %s as %s, %u bytes",
	       side == ONLY_MACVLAN ? "macvlan" : "macbpf", place_name(p->topology, s->watch),
	       s->pkt_type < 5 ? types[s->pkt_type] : "?", s->len);
	if (s->tpid)
		printf(", tag %04x:%04x", s->tpid, s->tci);
	if (s->csum_partial || s->gso_type)
		printf(", partial checksum %u, gso %u/%u", s->csum_partial, s->gso_type,
		       s->gso_size);
	printf(", hash %08x\n", s->hash);
}

struct verdict {
	const struct probe *probes;
	uint32_t last; /* the token whose difference was last counted */
	size_t differing;
};

static void differs(struct verdict *v, enum side side, const struct sighting *s)
{
	const struct probe *p = &v->probes[s->token];

	if (masked(p, side, s))
		return;
	if (!v->differing || v->last != s->token) {
		v->last = s->token;
		if (v->differing++ < PRINTED_MAX)
			print_probe(p);
	}
	if (v->differing <= PRINTED_MAX)
		print_sighting(p, side, s);
}

static size_t compare_sightings(struct capture *macvlan, struct capture *macbpf,
				const struct probe *probes, size_t count)
{
	struct verdict v = {.probes = probes};
	size_t i = 0, j = 0;

	sort(macvlan);
	sort(macbpf);
	for (;;) {
		struct sighting *a = i < macvlan->count ? &macvlan->seen[i] : NULL;
		struct sighting *b = j < macbpf->count ? &macbpf->seen[j] : NULL;
		int order = !a ? 1 : !b ? -1 : in_order(a, b);

		/* The sightings of fences sort behind those of the probes. */
		if ((!a || a->token >= count) && (!b || b->token >= count))
			return v.differing;
		if (order < 0)
			differs(&v, ONLY_MACVLAN, a);
		if (order > 0)
			differs(&v, ONLY_MACBPF, b);
		i += order <= 0;
		j += order >= 0;
	}
}

size_t compare(struct world *macvlan, struct world *macbpf, const struct probe *probes,
	       size_t count)
{
	size_t differing = compare_sightings(&macvlan->capture, &macbpf->capture, probes, count);

	if (differing > PRINTED_MAX)
		printf("parity: %s: and %zu more\n", macvlan->topology->name,
		       differing - PRINTED_MAX);
	return differing;
}
