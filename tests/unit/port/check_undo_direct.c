// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo_direct.c - each call of arp-directed, on and off, fails once.
 *
 * guards: libmacbpf/port/ libmacbpf/api/port_set.c
 */
#include "tests/unit/undo.h"

static const struct undo_case cases[] = {
	{ "set arp-directed on", scene_three_bridges, DIRECT, NULL, { 0 } },
	{ "set arp-directed on, of other modes", scene_two, DIRECT, NULL, { 0 } },
	{ "set arp-directed on again", scene_directed, DIRECT, NULL, { 0 } },
	{ "set arp-directed on for passthru", scene_passthru, DIRECT, NULL, { 0 } },
	{ "set arp-directed off", scene_directed, INDIRECT, NULL, { 0 } },
};

int main(void)
{
	return undo_main("undo direct", cases, ARRAY_SIZE(cases), NULL);
}
