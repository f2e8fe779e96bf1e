// SPDX-License-Identifier: GPL-2.0-only
/* place.c - the netns in which commands meet faults. */
#include "place.h"

#include "tests/harness/run.h"

struct netns place[PLACES];

void place_make(void)
{
	static const char *const names[PLACES] = { "host", "far", "box0", "box1" };

	for (int i = 0; i < PLACES; i++)
		netns_make(&place[i], names[i]);
	run_ok(&place[HOST], "ip link add " LOWER " address " LOWER_ADDRESS " up type veth "
			     "peer name wire address 02:00:00:00:00:09 netns far");
	run_ok(&place[FAR], "ip link set wire up");
}

void place_drop(void)
{
	for (int i = PLACES; i--;)
		netns_drop(&place[i]);
}
