// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_dummy.c - lowers that are dummies: endpoints reach each other, and nobody else.
 *
 * guards: libmacbpf/port/lower.c bpf/
 */
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "scene.h"

static void make_endpoints(int tool, const char *mode)
{
	run_ok(HOST, "ip link add dummy0 up address 02:00:00:00:00:01 type dummy");
	scene_add(tool, "dummy0", 0, mode);
	scene_add(tool, "dummy0", 1, mode);
	scene_watch("low", AT(HOST, "dummy0"));
}

/* The tenth number of its line. */
static long sent(void)
{
	static struct run r;
	long packets = -1;
	char *line;

	run(&r, HOST, "cat /proc/thread-self/net/dev");
	line = strstr(r.out, "dummy0:");
	ck_assert_ptr_nonnull(line);
	sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %ld", &packets);
	return packets;
}

START_TEST(bridge_endpoints_reach_each_other)
{
	make_endpoints(_i, "bridge");
	scene_expect(A, FRAME(mac_all, mac_a), "B");
	scene_expect(B, FRAME(mac_all, mac_b), "A");
	scene_expect(A, FRAME(mac_b, mac_a), _i == TOOL_KERNEL ? "B low?" : "B");
	ck_assert(device_says(&fx.box[0], "mv0", "LOWER_UP"));
}
END_TEST

START_TEST(what_goes_to_the_wire_is_nowhere)
{
	long before;

	make_endpoints(_i, "private");
	scene_expect(A, FRAME(mac_all, mac_a), "");
	before = sent();
	scene_expect(A, FRAME(mac_b, mac_a), "");
	scene_expect(A, FRAME(mac_low, mac_a), "");
	ck_assert_int_ge(sent(), before + 4);
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, bridge_endpoints_reach_each_other);
	add_for_both(tc, what_goes_to_the_wire_is_nowhere);
}

int main(void)
{
	return scene_suite("lowers: dummy", "dummy", add_tests);
}
