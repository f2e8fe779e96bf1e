// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_contract3.c - a port that macbpf 0.1 made becomes one of today under numbered frames, and
 * whoever dies on the way is followed by the next; endpoints of one are listed and deleted.
 *
 * guards: libmacbpf/session/carry.c libmacbpf/datapath/carry.c libmacbpf/datapath/abi3.c
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/harness/run.h"
#include "tests/net/contract3/old_port.h"
#include "fixture.h"
#include "flows.h"
#include "loaded.h"
#include "stepper.h"

static uint32_t contract_of_low(void)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_ports *ports;

	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	macbpf_port__info(macbpf_ports__next(ports, NULL), &info);
	macbpf_ports__free(ports);
	return info.abi;
}

static void make_old_port(void)
{
	flows_make_endpoints();
	old_port_make(fx.mb, "low");
	fixture_mark();
	ck_assert_uint_eq(contract_of_low(), 3);
}

static int rounds(void)
{
	const char *text = getenv("UPGRADES");

	return text && *text ? atoi(text) : 5;
}

/* Frames go on until it has come to its end. */
static void upgrade_under_traffic(void)
{
	pid_t pid = run_start(&fx.host, "%s port upgrade", macbpf_path());
	int status = flows_send_until_end(pid);

	ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "port upgrade: %#x",
		      (unsigned int)status);
}

static void upgrade_again_and_again(void)
{
	for (int i = 0; i < rounds(); i++) {
		upgrade_under_traffic();
		ck_assert_uint_eq(contract_of_low(), 4);
		old_port_make(fx.mb, "low");
		ck_assert_uint_eq(contract_of_low(), 3);
	}
}

START_TEST(frames_arrive_once)
{
	make_old_port();
	printf("%d upgrades, %u frames of each of %d flows\n", rounds(),
	       flows_during(upgrade_again_and_again), FLOWS);
}
END_TEST

static void expect_to_work(void)
{
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mac_a, AT(&fx.box[0], "mva")));
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mac_all, AT(&fx.box[0], "mva")));
	ck_assert(arrives_once(AT(&fx.box[0], "mva"), mac_a, mac_b, AT(&fx.box[1], "mvb")));
	ck_assert(arrives_once(AT(&fx.box[0], "mva"), mac_a, mac_all, AT(&fx.box[1], "mvb")));
	ck_assert(arrives_once(AT(&fx.box[2], "mvc"), mac_c, mac_wire, AT(&fx.far, "wire")));
}

START_TEST(nothing_of_the_old_is_left)
{
	static struct run r;

	make_old_port();
	ck_assert(!run(&r, &fx.host, "%s port upgrade -n", macbpf_path()));
	ck_assert_msg(strstr(r.out, "low: 4 programs"), "%s", r.out);
	ck_assert_uint_eq(contract_of_low(), 3);
	run_ok(&fx.host, "%s port upgrade link low", macbpf_path());
	loaded_expect_gone();
	ck_assert(!run(&r, &fx.host, "%s port upgrade -n", macbpf_path()));
	ck_assert_str_eq(r.out, "");
	expect_to_work();
	run_ok(&fx.host, "%s link set mva type macvlan mode private learning on", macbpf_path());
	add_link("low", "mvd", MACBPF_MODE_BRIDGE, NULL, &fx.box[0]);
}
END_TEST

/* How many steps an upgrade makes, of those that change something. */
static int count_steps(const char *line)
{
	int least = 1, most = 1024;

	while (least < most) {
		int step = (least + most) / 2;

		if (kill_at_step(&fx.host, line, step))
			least = step + 1;
		else
			most = step;
		run_ok(&fx.host, "%s port upgrade", macbpf_path());
		old_port_make(fx.mb, "low");
	}
	return least - 1;
}

/* The last steps are those that are seen from outside: the mark, and programs in their places. */
START_TEST(who_dies_leaves_the_rest_to_the_next)
{
	int steps, stride = getenv("UPGRADES") && *getenv("UPGRADES") ? 1 : 8, done = 0;
	char line[600];

	make_old_port();
	snprintf(line, sizeof(line), "%s port upgrade", macbpf_path());
	steps = count_steps(line);
	ck_assert_int_gt(steps, 48);
	for (int step = steps - 48; step <= steps; step += stride) {
		ck_assert(kill_at_step(&fx.host, line, step));
		expect_to_work();
		run_ok(&fx.host, "%s port sweep", macbpf_path());
		expect_to_work();
		done += contract_of_low() == 4;
		run_ok(&fx.host, "%s port upgrade", macbpf_path());
		ck_assert_uint_eq(contract_of_low(), 4);
		expect_to_work();
		old_port_make(fx.mb, "low");
	}
	ck_assert_int_gt(done, 1);
}
END_TEST

/* With the last goes the port. */
START_TEST(endpoints_are_listed_and_deleted)
{
	static struct run r;

	make_old_port();
	ck_assert_int_eq(count_links(), 3);
	ck_assert_uint_eq(info_of("mvc")->mode, MACBPF_MODE_PRIVATE);
	ck_assert_int_ne(run(&r, &fx.host, "%s link set mva mtu 1400", macbpf_path()), 0);
	ck_assert_msg(strstr(r.err, "macbpf port upgrade link low"), "%s", r.err);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mva"));
	ck_assert_int_eq(count_links(), 2);
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mac_b, AT(&fx.box[1], "mvb")));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mvb"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mvc"));
	loaded_expect_gone();
	expect_devices(2);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 60 + 2 * rounds());
	tcase_add_test(tc, frames_arrive_once);
	tcase_add_test(tc, nothing_of_the_old_is_left);
	tcase_add_test(tc, who_dies_leaves_the_rest_to_the_next);
	tcase_add_test(tc, endpoints_are_listed_and_deleted);
}

int main(void)
{
	return run_suite("contract3", add_tests);
}
