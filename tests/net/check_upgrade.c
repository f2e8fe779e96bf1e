// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_upgrade.c - `port upgrade` from one build to another and back, under numbered frames: none
 * is lost, doubled or late, whoever dies on the way.
 *
 * guards: libmacbpf/port/upgrade.c libmacbpf/api/port_upgrade.c
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/harness/capture.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "stepper.h"

#define CLOSED_ONLY "low: 3 programs to be upgraded\n" /* of three hostdevs */
#define FRAMES_MAX  200000			       /* of one flow */

enum { WIRE, A, B, C, PLACES };

#define TO(place) (1u << (place))

/* C is private: bridge endpoints and it don't hear each other. */
static const struct flow {
	int from;
	const uint8_t *dst;
	unsigned int to;
} flows[] = {
	{ WIRE, mac_a, TO(A) },		  { A, mac_b, TO(B) },
	{ B, mac_wire, TO(WIRE) },	  { WIRE, mac_all, TO(A) | TO(B) | TO(C) },
	{ A, mac_all, TO(WIRE) | TO(B) }, { C, mac_wire, TO(WIRE) },
};

#define FLOWS (sizeof(flows) / sizeof(flows[0]))

static const uint8_t *const macs[PLACES] = { mac_wire, mac_a, mac_b, mac_c };
static struct capture capture;
static int sockets[PLACES];
static uint32_t sent;
static uint8_t seen[PLACES][FLOWS][FRAMES_MAX];

static const char *other_path(void)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/tests/other/macbpf", getenv("O") ?: "build");
	return path;
}

static void make_endpoints(void)
{
	add_link("low", "mva", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mvb", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	add_link("low", "mvc", MACBPF_MODE_PRIVATE, mac_c, &fx.box[2]);
	fixture_mark();
}

static void watch_all(void)
{
	const struct spot at[PLACES] = { AT(&fx.far, "wire"), AT(&fx.box[0], "mva"),
					 AT(&fx.box[1], "mvb"), AT(&fx.box[2], "mvc") };

	for (int i = 0; i < PLACES; i++) {
		capture_watch(&capture, at[i].ns, at[i].device, FRAME_TYPE, (uint16_t)i);
		sockets[i] = frame_socket(at[i].ns, at[i].device);
	}
}

/* One of each flow, and what has arrived of all. */
static void send_round(void)
{
	for (uint32_t i = 0; i < FLOWS; i++) {
		struct frame frame = { .token = i << 24 | sent };

		memcpy(frame.dst, flows[i].dst, 6);
		memcpy(frame.src, macs[flows[i].from], 6);
		ck_assert_int_eq(frame_send(sockets[flows[i].from], &frame), 0);
	}
	sent++;
	ck_assert_uint_lt(sent, FRAMES_MAX);
	capture_drain(&capture);
}

static size_t wanted(void)
{
	size_t count = 0;

	for (size_t i = 0; i < FLOWS; i++)
		count += (size_t)__builtin_popcount(flows[i].to) * sent;
	return count;
}

static bool all_are_there(void *arg)
{
	(void)arg;
	capture_drain(&capture);
	return capture.count >= wanted();
}

/* In the order of their coming at each place. */
static void expect_all_once(void)
{
	uint32_t next[PLACES][FLOWS] = { 0 };

	wait_until(all_are_there, NULL, WAIT_MS);
	for (size_t i = 0; i < capture.count; i++) {
		uint32_t flow = capture.seen[i].token >> 24, n = capture.seen[i].token & 0xffffff;
		uint16_t place = capture.seen[i].watch;

		ck_assert_msg(flow < FLOWS && n < sent, "a frame of nobody's at %u", place);
		ck_assert_msg(flows[flow].to & TO(place), "flow %u got to place %u", flow, place);
		ck_assert_msg(!seen[place][flow][n]++, "frame %u of flow %u is doubled at %u", n,
			      flow, place);
		ck_assert_msg(n >= next[place][flow], "frame %u of flow %u is late at %u", n, flow,
			      place);
		next[place][flow] = n + 1;
	}
	ck_assert_msg(capture.count == wanted(), "of %zu frames %zu are lost", wanted(),
		      wanted() - capture.count);
}

/* Frames go on until it has come to its end. */
static void upgrade_under_traffic(const char *macbpf)
{
	pid_t pid = run_start(&fx.host, "%s port upgrade", macbpf);
	int status;

	while (!waitpid(pid, &status, WNOHANG))
		send_round();
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

START_TEST(frames_arrive_once)
{
	make_endpoints();
	watch_all();
	ck_assert(!is_this_builds(other_path()));
	for (int i = 0; i < rounds(); i++) {
		const char *macbpf = i % 2 ? macbpf_path() : other_path();

		upgrade_under_traffic(macbpf);
		ck_assert_msg(is_this_builds(macbpf), "upgrade %d by %s", i, macbpf);
	}
	expect_all_once();
	printf("%d upgrades, %u frames of each of %zu flows\n", rounds(), sent, FLOWS);
	capture_close(&capture);
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

	make_endpoints();
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

	make_endpoints();
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

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 60 + rounds());
	tcase_add_test(tc, frames_arrive_once);
	tcase_add_test(tc, the_same_build_changes_nothing);
	tcase_add_test(tc, who_dies_leaves_the_rest_to_the_next);
	tcase_add_test(tc, a_table_that_is_missing_comes);
}

int main(void)
{
	return run_suite("upgrade", add_tests);
}
