// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_upgrade.c - `port upgrade` from one build to another and back, under numbered frames: none
 * is lost, doubled or late, whoever dies on the way.
 *
 * guards: libmacbpf/port/upgrade.c libmacbpf/api/port_upgrade.c
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/harness/run.h"
#include "fixture.h"
#include "flows.h"
#include "loaded.h"
#include "stepper.h"

#define CLOSED_ONLY "low: 3 programs to be upgraded\n" /* of three hostdevs */
static const char *other_path(void)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/tests/other/macbpf", getenv("O") ?: "build");
	return path;
}

/* Frames go on until it has come to its end. */
static void upgrade_under_traffic(const char *macbpf)
{
	pid_t pid = run_start(&fx.host, "%s port upgrade", macbpf);
	int status = flows_send_until_end(pid);

	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "%s port upgrade: %#x", macbpf,
		      (unsigned int)status);
}

static const char *upgrades_wanted(void)
{
	const char *text = getenv("UPGRADES");

	return text && *text ? text : NULL;
}

static int rounds(void)
{
	return upgrades_wanted() ? atoi(upgrades_wanted()) : 20;
}

/* What `port upgrade -n` of this build has to tell: nothing, or a line. */
static bool is_this_builds(const char *macbpf)
{
	static struct run r;

	ck_assert_msg(!run(&r, &fx.host, "%s port upgrade -n", macbpf), "%s", r.err);
	return !*r.out;
}

static void upgrade_in_turn(void)
{
	for (int i = 0; i < rounds(); i++) {
		const char *macbpf = i % 2 ? macbpf_path() : other_path();

		upgrade_under_traffic(macbpf);
		ck_assert_msg(is_this_builds(macbpf), "upgrade %d by %s", i, macbpf);
	}
}

START_TEST(frames_arrive_once)
{
	flows_make_endpoints();
	ck_assert(!is_this_builds(other_path()));
	printf("%d upgrades, %u frames of each of %d flows\n", rounds(),
	       flows_during(upgrade_in_turn), FLOWS);
}
END_TEST

static void there_and_back(void)
{
	loaded_mark(&fx.host);
	upgrade_under_traffic(other_path());
	loaded_expect_replaced();
	ck_assert(!is_this_builds(macbpf_path()));
	upgrade_under_traffic(macbpf_path());
	ck_assert(is_this_builds(macbpf_path()));
}

/* What its frames go through besides is of the same build, and nothing of the other's is left. */
START_TEST(with_a_rate)
{
	flows_make_endpoints();
	run_ok(&fx.host, "%s link set mva rate out 10gbit", macbpf_path());
	flows_during(there_and_back);
}
END_TEST

static uint32_t program_of_low(void)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_ports *ports;

	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	macbpf_port__info(macbpf_ports__next(ports, NULL), &info);
	macbpf_ports__free(ports);
	return info.prog_id;
}

START_TEST(the_same_build_changes_nothing)
{
	struct macbpf_upgrade_info info = { .sz = sizeof(info) };
	uint32_t before;

	flows_make_endpoints();
	before = program_of_low();
	expect_ok(macbpf_port__upgrade(fx.mb, "low", NULL, &info));
	ck_assert_uint_eq(info.devices, 0);
	ck_assert_uint_eq(program_of_low(), before);
	ck_assert_int_eq(macbpf_port__upgrade(fx.mb, "low2", NULL, NULL), -ENODEV);
	ck_assert_int_eq(macbpf_port__upgrade(fx.mb, "nosuch", NULL, NULL), -ENODEV);
}
END_TEST

static void expect_to_work(void)
{
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mac_a, AT(&fx.box[0], "mva")));
	ck_assert(arrives_once(AT(&fx.box[0], "mva"), mac_a, mac_b, AT(&fx.box[1], "mvb")));
	ck_assert(arrives_once(AT(&fx.box[2], "mvc"), mac_c, mac_wire, AT(&fx.far, "wire")));
}

/* How many steps the other build's upgrade makes, of those that change something. */
static int count_steps(const char *line)
{
	int least = 1, most = 1024;

	while (least < most) {
		int step = (least + most) / 2;
		bool died = kill_at_step(&fx.host, line, step);

		run_ok(&fx.host, "%s port upgrade", macbpf_path());
		if (died)
			least = step + 1;
		else
			most = step;
	}
	return least - 1;
}

/* Nobody forwards by the other's programs; what is behind them drops, whosever it is. */
static bool is_one_builds(void)
{
	static struct run ours, others;

	ck_assert(!run(&ours, &fx.host, "%s port upgrade -n", macbpf_path()));
	ck_assert(!run(&others, &fx.host, "%s port upgrade -n", other_path()));
	return !*ours.out || !*others.out || !strcmp(others.out, CLOSED_ONLY);
}

/*
 * Whoever writes next does the rest, here one of the same build as the dead. The last steps are
 * those that put programs in their places.
 */
START_TEST(who_dies_leaves_the_rest_to_the_next)
{
	int steps, stride = upgrades_wanted() ? 1 : 4;
	char line[600];

	flows_make_endpoints();
	snprintf(line, sizeof(line), "%s port upgrade", other_path());
	steps = count_steps(line);
	ck_assert_int_gt(steps, 12);
	for (int step = steps > 24 ? steps - 24 : 1; step <= steps; step += stride) {
		ck_assert(kill_at_step(&fx.host, line, step));
		expect_to_work();
		run_ok(&fx.host, "%s port sweep", other_path());
		ck_assert_msg(is_one_builds(), "killed at step %d of %d, and both builds run", step,
			      steps);
		run_ok(&fx.host, "%s port upgrade", macbpf_path());
		ck_assert(is_this_builds(macbpf_path()));
		expect_to_work();
	}
}
END_TEST

/* As one that a library made which knew fewer. */
START_TEST(a_table_that_is_missing_comes)
{
	char path[] = "/tmp/check_upgrade.XXXXXX";
	FILE *batch = fdopen(mkstemp(path), "w");
	static struct run r;

	for (int i = 0; i < 3; i++)
		fprintf(batch,
			"link add link low name mv%c address 02:00:00:00:01:0%d netns nt-box%d up "
			"type macvlan mode bridge\n",
			'a' + i, i + 1, i + 1);
	fclose(batch);
	run_ok(&fx.host, "env OLDER_WITHOUT=mb_learners %s -batch %s", other_path(), path);
	ck_assert_int_ne(run(&r, &fx.host, "%s link set mva mtu 1400", macbpf_path()), 0);
	ck_assert_int_ne(
		run(&r, &fx.host, "%s link add link low name mvd type macvlan", macbpf_path()), 0);
	ck_assert_msg(strstr(r.err, "macbpf port upgrade link low"), "%s", r.err);
	run_ok(&fx.host, "%s port upgrade link low", macbpf_path());
	run_ok(&fx.host, "%s link set mva mtu 1400", macbpf_path());
	run_ok(&fx.host, "%s link set mvb type macvlan learning on", macbpf_path());
	ck_assert_int_eq(count_links(), 3);
	expect_to_work();
	unlink(path);
}
END_TEST

/* What mb_record begins with: its size, and what a library has to know. */
static void need_more(uint32_t need)
{
	uint32_t record[256], key = 0;
	int fd = loaded_map("mb_record");

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bpf_map_lookup_elem(fd, &key, record), 0);
	record[1] |= need;
	ck_assert_int_eq(bpf_map_update_elem(fd, &key, record, 0), 0);
	close(fd);
}

/* The other build's header has a word for it, and so have its tables. */
START_TEST(what_it_needs_is_named)
{
	static struct run r;

	run_ok(&fx.host, "%s link add link low name mva type macvlan", other_path());
	loaded_mark(&fx.host);
	need_more(1u << 30);
	for (size_t i = 0; i < 2; i++) {
		static const char *const commands[] = { "port upgrade", "link set mva mtu 1400" };

		ck_assert_int_eq(run(&r, &fx.host, "%s %s", macbpf_path(), commands[i]), 2);
		ck_assert_msg(strstr(r.err, "doesn't know (time travel)"), "%s", r.err);
	}
	run_ok(&fx.host, "%s link delete mva", macbpf_path());
	loaded_expect_gone();
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 60 + rounds());
	tcase_add_test(tc, frames_arrive_once);
	tcase_add_test(tc, with_a_rate);
	tcase_add_test(tc, the_same_build_changes_nothing);
	tcase_add_test(tc, who_dies_leaves_the_rest_to_the_next);
	tcase_add_test(tc, a_table_that_is_missing_comes);
	tcase_add_test(tc, what_it_needs_is_named);
}

int main(void)
{
	return run_suite("upgrade", add_tests);
}
