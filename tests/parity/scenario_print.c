// SPDX-License-Identifier: GPL-2.0-only
/* scenario_print.c - a scenario for people. */
#include <stdio.h>

#include "compare.h"
#include "scenario.h"

static const struct names names = { "beside-the-lower", "box" };

static void print_groups(const struct endpoint *ep)
{
	if (ep->groups == GROUPS_JOINED)
		printf("   # %s has joined GROUP", ep->name);
	if (ep->groups == GROUPS_NONE)
		printf("   # %s has joined no group", ep->name);
	printf("\n");
}

static void print_step(const struct scenario *s, size_t i)
{
	const struct step *step = &s->steps[i];
	struct probe probe = { .topology = &s->start,
			       .sender = step->shot.sender,
			       .src = { step->shot.src, { 0 } },
			       .dst = { step->shot.dst, { 0 } },
			       .shape = &step->shot.shape };
	static const char *const kinds[CHANGE_KINDS] = { "add",	    "del",     "mode", "flag",
							 "macaddr", "address", "mtu",  "lower",
							 "move",    "up",      "down", "rename" };

	printf("    %zu: ", i);
	if (step->kind == STEP_FRAME) {
		if (probe.sender >= AT_ENDPOINT)
			printf("#%d ", probe.sender - AT_ENDPOINT);
		print_probe(&probe);
	} else {
		const struct change *c = &step->change;

		printf("#%zu %s %s", c->slot, kinds[c->kind], c->word ? c->word : "");
		for (size_t n = 0; n < CHANGE_ADDRESSES && c->addresses[n]; n++)
			printf(" %s", c->addresses[n]);
		if (c->mtu)
			printf(" mtu %u", c->mtu);
		if (c->kind == CHANGE_ADD)
			printf(" mode %s%s%s", c->added.mode, c->added.local ? " local" : "",
			       c->added.down ? " down" : "");
	}
	printf("\n");
}

void scenario_print(const struct scenario *s)
{
	char line[CHANGE_LINE];

	printf("    lower with mtu %u%s\n", s->start.mtu,
	       s->start.reflects ? ", its switch reflects" : "");
	for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
		if (!is_there(&s->start.endpoint[i]))
			continue;
		add_line(&s->start, i, &names, line);
		printf("    %s", line);
		print_groups(&s->start.endpoint[i]);
	}
	for (size_t i = 0; i < s->count; i++)
		if (!s->steps[i].off)
			print_step(s, i);
}
