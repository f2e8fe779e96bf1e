// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo_groups.c - each call of mcast-snooping, on and off, and of what is done with it on,
 * fails once.
 *
 * guards: libmacbpf/endpoint/ libmacbpf/port/ libmacbpf/api/port_set.c
 */
#include <net/if.h>

#include "tests/unit/undo.h"

#define FLOOD MACVLAN(.has = MACBPF_MACVLAN_MCAST_FLOOD, .mcast_flood = 1)

static const struct undo_case cases[] = {
	{ "set mcast-snooping on", scene_three_bridges, SNOOP, NULL, { 0 } },
	{ "set mcast-snooping on, of other modes", scene_two, SNOOP, NULL, { 0 } },
	{ "set mcast-snooping on again", scene_snooping, SNOOP, NULL, { 0 } },
	{ "set mcast-snooping on for passthru", scene_passthru, SNOOP, NULL, { 0 } },
	{ "set mcast-snooping off", scene_snooping, NO_SNOOP, NULL, { 0 } },
	{ "add with mcast-snooping", scene_snooping, ADD, "new0", { 0 } },
	{ "add with mcast-flood", scene_snooping, ADD, "new0", { FLOOD } },
	{ "set mcast-flood on", scene_snooping, SET, "mv0", { FLOOD } },
	{ "set mcast-flood on without mcast-snooping", scene_three_bridges, SET, "mv0", { FLOOD } },
	{ "set allmulticast on",
	  scene_snooping,
	  SET,
	  "mv0",
	  { .dev_flags = IFF_ALLMULTI, .dev_flags_mask = IFF_ALLMULTI } },
	{ "delete with mcast-snooping", scene_snooping, DEL, "mv0", { 0 } },
};

int main(void)
{
	return undo_main("undo groups", cases, ARRAY_SIZE(cases), NULL);
}
