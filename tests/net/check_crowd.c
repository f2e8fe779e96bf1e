// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_crowd.c - many commands at once, and commands that are killed half way.
 *
 * guards: libmacbpf/session/ libmacbpf/datapath/maps.c
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "fixture.h"
#include "loaded.h"
#include "stepper.h"

#define CROWD_MAX 64
#define WIRE	  AT(&fx.far, "wire")

/* Fewer where all is slower. */
static int crowd_size(void)
{
	return getenv("TEST_SLOWNESS") ? CROWD_MAX / 4 : CROWD_MAX;
}

__attribute__((format(printf, 1, 2))) static pid_t start(const char *fmt, ...)
{
	pid_t pid = fork();
	static struct run r;
	char line[256];
	va_list ap;

	if (pid)
		return pid;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	run_in_turn(&r, &fx.host, line);
	_exit(r.status);
}

static void finish(const pid_t *pids, int count)
{
	for (int i = 0; i < count; i++) {
		int status;

		ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
		ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "command %d: %#x", i,
			      status);
	}
}

START_TEST(many_adds_and_dels_at_once)
{
	pid_t pids[CROWD_MAX];
	int crowd = crowd_size();

	for (int i = 0; i < crowd; i++)
		pids[i] = start("%s link add link low%s name mv%d netns nt-box%d up "
				"type macvlan mode bridge",
				macbpf_path(), i % 4 ? "" : "2", i, i % BOXES + 1);
	finish(pids, crowd);
	fixture_mark();
	ck_assert_int_eq(count_links(), crowd);
	expect_devices(2 + crowd);
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[1], "mv1")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, AT(&fx.box[2], "mv2")));
	for (int i = 0; i < crowd; i++)
		pids[i] = start("%s link del mv%d", macbpf_path(), i);
	finish(pids, crowd);
	ck_assert_int_eq(count_links(), 0);
	expect_devices(2);
	loaded_expect_gone();
}
END_TEST

/* All or nothing, after the next writing command; and the port works. */
static void expect_repaired(int step)
{
	int kept;

	fixture_mark();
	add_link("low", "next", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	kept = count_links() - 1;
	ck_assert_msg(kept == 0 || kept == 1, "step %d: %d endpoints too many", step, kept);
	expect_devices(2 + 1 + kept);
	ck_assert_int_eq(device_exists(&fx.box[0], "mv0"), kept);
	ck_assert_msg(arrives(WIRE, mac_wire, mac_b, AT(&fx.box[1], "next")), "step %d", step);
	ck_assert_msg(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[1], "next")), "step %d", step);
	if (kept)
		expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "next"));
	expect_devices(2);
	loaded_expect_gone();
}

START_TEST(add_killed_at_every_step_is_repaired)
{
	char line[256];
	int step = 0;

	snprintf(line, sizeof(line),
		 "%s link add link low name mv0 address 02:00:00:00:01:01 netns nt-box1 up "
		 "type macvlan mode bridge",
		 macbpf_path());
	while (kill_at_step(&fx.host, line, step))
		expect_repaired(step++);
	ck_assert_int_gt(step, 10);
	expect_repaired(step);
}
END_TEST

START_TEST(del_killed_at_every_step_is_repaired)
{
	char line[256];
	int step = 0;
	bool killed;

	snprintf(line, sizeof(line), "%s link del mv0", macbpf_path());
	do {
		add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
		killed = kill_at_step(&fx.host, line, step);
		expect_repaired(step++);
	} while (killed);
	ck_assert_int_gt(step, 5);
}
END_TEST

static void next_command(void)
{
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
}

static void set_mode(uint32_t mode)
{
	MACBPF_OPTS(macbpf_macvlan_opts, macvlan, .has = MACBPF_MACVLAN_MODE, .mode = mode);
	MACBPF_OPTS(macbpf_link_opts, opts, .macvlan = &macvlan);

	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
}

START_TEST(mode_is_what_the_listing_says_wherever_a_set_was_killed)
{
	bool killed = true;
	char line[128];

	snprintf(line, sizeof(line), "%s link set mv0 type macvlan mode private", macbpf_path());
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	for (int step = 0; killed; step++) {
		bool bridges;

		killed = kill_at_step(&fx.host, line, step);
		next_command();
		bridges = info_of("mv0")->mode == MACBPF_MODE_BRIDGE;
		ck_assert_msg(arrives_once(AT(&fx.box[0], "mv0"), mac_a, mac_b,
					   AT(&fx.box[1], "mv1")) == bridges,
			      "step %d: the listing says %s", step, bridges ? "bridge" : "private");
		set_mode(MACBPF_MODE_BRIDGE);
	}
}
END_TEST

START_TEST(lower_gets_its_address_back_wherever_a_set_was_killed)
{
	bool killed = true;
	char line[128];

	snprintf(line, sizeof(line), "%s link set mv0 address 02:00:00:00:01:03", macbpf_path());
	for (int step = 0; killed; step++) {
		static struct run r;

		add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
		killed = kill_at_step(&fx.host, line, step);
		next_command();
		expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
		run(&r, &fx.host, "ip link show dev low");
		ck_assert_msg(strstr(r.out, "02:00:00:00:00:01"), "step %d: %s", step, r.out);
	}
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc,
			  240); /* a hundred steps, half a second each where others work beside */
	tcase_add_test(tc, many_adds_and_dels_at_once);
	tcase_add_test(tc, add_killed_at_every_step_is_repaired);
	tcase_add_test(tc, del_killed_at_every_step_is_repaired);
	tcase_add_test(tc, mode_is_what_the_listing_says_wherever_a_set_was_killed);
	tcase_add_test(tc, lower_gets_its_address_back_wherever_a_set_was_killed);
}

int main(void)
{
	return run_suite("net: crowd", add_tests);
}
