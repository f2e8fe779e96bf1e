// SPDX-License-Identifier: GPL-2.0-only
/* scenario.c - what a seed stands for. */
#include "scenario.h"

#include <stdio.h>
#include <string.h>

#include "random_parts.h"

static struct step *add_step(struct scenario *s, enum step_kind kind)
{
	struct step *step = &s->steps[s->count++];

	step->kind = kind;
	return step;
}

void scenario_make(struct scenario *s, unsigned long seed)
{
	struct rng r = { seed };
	size_t rounds;

	memset(s, 0, sizeof(*s));
	s->seed = seed;
	snprintf(s->name, sizeof(s->name), "seed %lu", seed);
	s->start.name = s->name;
	random_topology(&r, &s->start);
	rounds = 4 + rng_below(&r, 6);
	for (size_t i = 0; i < rounds; i++) {
		size_t changes = i ? 1 + rng_below(&r, 3) : 0, frames = 40 + rng_below(&r, 20);

		while (changes--)
			add_step(s, STEP_CHANGE)->change = random_change(&r, &s->start);
		while (frames--)
			add_step(s, STEP_FRAME)->shot = random_shot(&r, &s->start);
	}
}

static struct address resolve(const struct topology *now, enum place sender, const char *name)
{
	if (strcmp(name, "OWN") != 0)
		return address_of(now, name);
	if (sender < AT_ENDPOINT)
		return address_of(now, sender == AT_LOW ? "LOW" : "WIRE");
	return endpoint_address(now, sender - AT_ENDPOINT);
}

bool scenario_probe(const struct scenario *s, size_t step, const struct topology *now,
		    struct probe *probe)
{
	const struct shot *shot = &s->steps[step].shot;

	if (shot->sender >= AT_ENDPOINT && !is_up(&now->endpoint[shot->sender - AT_ENDPOINT]))
		return false;
	*probe = (struct probe){
		.sender = shot->sender,
		.src = resolve(now, shot->sender, shot->src),
		.dst = resolve(now, shot->sender, shot->dst),
		.shape = &shot->shape,
		.step = step,
	};
	return true;
}
