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

/* "#3 " is the slot that it has in addresses. */
static void print_shot(const struct scenario *s, const struct shot *shot)
{
	struct probe probe = { .topology = &s->start,
			       .sender = shot->sender,
			       .src = { shot->src, { 0 } },
			       .dst = { shot->dst, { 0 } },
			       .shape = &shot->shape };

	if (shot->sender >= AT_ENDPOINT)
		printf("#%d ", shot->sender - AT_ENDPOINT);
	print_probe(&probe);
}

static void print_change(const struct change *c)
{
	static const char *const kinds[CHANGE_KINDS] = {
		[CHANGE_ADD] = "is added",
		[CHANGE_DEL] = "is deleted",
		[CHANGE_MODE] = "mode",
		[CHANGE_FLAG] = "flag",
		[CHANGE_LIST] = "macaddr",
		[CHANGE_ADDRESS] = "address",
		[CHANGE_MTU] = "mtu",
		[CHANGE_LOWER_MTU] = "stays, the lower gets mtu",
		[CHANGE_MOVE] = "moves to its box or beside the lower",
		[CHANGE_UP] = "up",
		[CHANGE_DOWN] = "down",
		[CHANGE_RENAME] = "gets another name",
	};

	printf("#%zu %s", c->slot, kinds[c->kind]);
	if (c->word)
		printf(" %s", c->word);
	for (size_t n = 0; n < CHANGE_ADDRESSES && c->addresses[n]; n++)
		printf(" %s", c->addresses[n]);
	if (c->mtu)
		printf(" %u", c->mtu);
	if (c->kind == CHANGE_ADD)
		printf(", mode %s%s%s", c->added.mode, c->added.local ? ", beside the lower" : "",
		       c->added.down ? ", down" : "");
}

static void print_step(const struct scenario *s, size_t i)
{
	printf("    %zu: ", i);
	if (s->steps[i].kind == STEP_FRAME)
		print_shot(s, &s->steps[i].shot);
	else
		print_change(&s->steps[i].change);
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
