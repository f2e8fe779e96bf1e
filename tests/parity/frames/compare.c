// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - multisets of sightings, frame by frame. */
#include "compare.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "masks.h"

#define PRINTED_MAX   40  /* differing frames that are told of */
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

void print_probe(const struct probe *p)
{
	const struct frame *f = &p->shape->frame;

	printf("%s sends %s -> %s, %s, %zu bytes", place_name(p->topology, p->sender), p->src.name,
	       p->dst.name, p->shape->name, f->len);
	for (int i = 0; i < f->tags; i++)
		printf(", tag %04x", f->vid[i]);
	if (f->type || f->body == FRAME_BARE)
		printf(", type %04x", f->type);
}

static void print_sighting(const struct probe *p, const char *who, const struct sighting *s)
{
	static const char *const types[] = { "HOST", "BROADCAST", "MULTICAST", "OTHERHOST",
					     "OUTGOING" };

	printf("    %s: seen at %s as %s, %u bytes", who, place_name(p->topology, s->watch),
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

static void copy(struct rest *to, const struct rest *from)
{
	memcpy(to->seen, from->seen, from->count * sizeof(from->seen[0]));
	to->count = from->count;
}

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

static void print_rest(const struct probe *p, const char *who, const struct rest *rest)
{
	for (size_t i = 0; i < rest->count; i++)
		print_sighting(p, who, &rest->seen[i]);
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

/* Both outcomes, then what of them is the difference. */
static void print_difference(const struct probe *p, const struct rest whole[2],
			     const struct rest rest[2])
{
	printf("parity: %s: ", p->topology->name);
	print_probe(p);
	printf(":\n");
	print_rest(p, "macvlan", &whole[ONLY_MACVLAN]);
	print_rest(p, "macbpf ", &whole[ONLY_MACBPF]);
	print_rest(p, "only macvlan", &rest[ONLY_MACVLAN]);
	print_rest(p, "only macbpf ", &rest[ONLY_MACBPF]);
}

struct comparison compare(struct capture *macvlan, struct capture *macbpf,
			  const struct probe *probes, size_t count, bool quiet)
{
	static struct rest whole[2], rest[2];
	struct comparison result = { 0, count };
	size_t i = 0, j = 0;

	sort(macvlan);
	sort(macbpf);
	for (uint32_t token = 0; token < count; token++) {
		take(&whole[ONLY_MACVLAN], macvlan, &i, token);
		take(&whole[ONLY_MACBPF], macbpf, &j, token);
		copy(&rest[ONLY_MACVLAN], &whole[ONLY_MACVLAN]);
		copy(&rest[ONLY_MACBPF], &whole[ONLY_MACBPF]);
		cut_common(&rest[ONLY_MACVLAN], &rest[ONLY_MACBPF]);
		cut_masked(&probes[token], &rest[ONLY_MACVLAN], &rest[ONLY_MACBPF]);
		if (!rest[ONLY_MACVLAN].count && !rest[ONLY_MACBPF].count)
			continue;
		if (!result.differing++)
			result.first = token;
		if (!quiet && result.differing <= PRINTED_MAX)
			print_difference(&probes[token], whole, rest);
	}
	if (!quiet && result.differing > PRINTED_MAX)
		printf("parity: and %zu more\n", result.differing - PRINTED_MAX);
	return result;
}
