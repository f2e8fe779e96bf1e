// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo_host.c - each call of host-access, on and off, and of what is done with it on, fails
 * once.
 *
 * guards: libmacbpf/port/host.c libmacbpf/api/port_set.c
 */
#include "tests/unit/undo.h"

static const struct undo_case cases[] = {
	{ "set host-access on", scene_three_bridges, OPEN_HOST, NULL, { 0 } },
	{ "set host-access on, at clsact", scene_clsact, OPEN_HOST, NULL, { 0 } },
	{ "set host-access on again", scene_host, OPEN_HOST, NULL, { 0 } },
	{ "set host-access on for passthru", scene_passthru, OPEN_HOST, NULL, { 0 } },
	{ "set host-access off", scene_host, CLOSE_HOST, NULL, { 0 } },
	{ "set host-access off again", scene_three_bridges, CLOSE_HOST, NULL, { 0 } },
	{ "set mcast-snooping on with host-access", scene_host, SNOOP, NULL, { 0 } },
	{ "add with host-access", scene_host, ADD, "new0", { 0 } },
	{ "delete with host-access", scene_host, DEL, "mv0", { 0 } },
};

int main(void)
{
	return undo_main("undo host", cases, ARRAY_SIZE(cases), NULL);
}
