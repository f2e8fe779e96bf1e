// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_trace.c - who looks at frames changes nothing: none is lost, doubled or late while tracing
 * begins, ends or dies, beside commands; what is told is what was done; and nothing is left.
 *
 * guards: libmacbpf/api/trace.c libmacbpf/port/traced.c libmacbpf/port/tracer.c
 * guards: libmacbpf/datapath/tracing.c libmacbpf/kernel/token.c bpf/trace bpf/traced
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "flows.h"
#include "loaded.h"
#include "stepper.h"

/* ---------------------------------------------------------------- what runs */

/* Of which build the lower's program is: another while it is traced. */
static const char *build_of_low(void)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	static char build[64];
	struct macbpf_ports *ports;

	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	macbpf_port__info(macbpf_ports__next(ports, NULL), &info);
	snprintf(build, sizeof(build), "%s", info.build);
	macbpf_ports__free(ports);
	return build;
}

static char plain[64];

static bool is_plain(void)
{
	return !strcmp(build_of_low(), plain);
}

static void make_world(void)
{
	flows_make_endpoints();
	snprintf(plain, sizeof(plain), "%s", build_of_low());
}

static bool is_traced(void *arg)
{
	(void)arg;
	flows_send();
	return !is_plain();
}

static int rounds(void)
{
	const char *text = getenv("TRACES");

	return text && *text ? atoi(text) : 30;
}

static void kill_it(pid_t pid)
{
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	flows_send_until_end(pid);
}

static pid_t start_tracing(const char *words)
{
	return run_start(&fx.host, "%s trace link low %s", macbpf_path(), words);
}

/* ---------------------------------------------------------------- frames */

static void ignore(const struct macbpf_traced *frame, void *arg)
{
	(void)frame;
	(void)arg;
}

/* Traces until it is killed, and says when all programs tell. */
static void trace_for_ever(int says)
{
	MACBPF_OPTS(macbpf_open_opts, where, .netns = "nt-host");
	MACBPF_OPTS(macbpf_trace_opts, opts, .lower = "low", .rate = 100);
	struct macbpf_trace *trace;
	struct macbpf *mb;
	struct pollfd in;

	if (macbpf__open(&mb, &where) || macbpf_trace__open(mb, &opts, &trace) ||
	    write(says, "", 1) != 1) {
		printf("can't trace: %s\n", macbpf__error(mb));
		fflush(stdout);
		_exit(1);
	}
	in = (struct pollfd){ .fd = macbpf_trace__fd(trace), .events = POLLIN };
	while (poll(&in, 1, -1) >= 0)
		macbpf_trace__dispatch(trace, ignore, NULL);
	_exit(1);
}

static pid_t start_tracing_here(int *said)
{
	int pipe_fd[2];
	pid_t pid;

	ck_assert_int_eq(pipe2(pipe_fd, O_CLOEXEC | O_NONBLOCK), 0);
	pid = fork();
	if (!pid)
		trace_for_ever(pipe_fd[1]);
	close(pipe_fd[1]);
	*said = pipe_fd[0];
	return pid;
}

static bool has_said(void *fd)
{
	char byte;
	ssize_t got = read(*(int *)fd, &byte, 1);

	ck_assert(got); /* it has ended */
	flows_send();
	return got == 1;
}

/* Some die on the way, some when they are there; whoever comes next has to do with what is left. */
static void trace_and_die(int round)
{
	int said;
	pid_t pid = start_tracing_here(&said);

	if (round % 2)
		ck_assert(wait_until(has_said, &said, WAIT_MS));
	for (int i = 0; i < round * 7 % 40; i++)
		flows_send();
	kill_it(pid);
	close(said);
}

static void trace_and_die_often(void)
{
	for (int i = 0; i < rounds(); i++)
		trace_and_die(i);
	run_ok(&fx.host, "%s port sweep", macbpf_path());
	ck_assert(is_plain());
}

START_TEST(frames_arrive_once_whoever_dies)
{
	make_world();
	printf("%d tracers killed, %u frames of each of %d flows\n", rounds(),
	       flows_during(trace_and_die_often), FLOWS);
}
END_TEST

/*
 * The kernel keeps a door for ever whose last descriptor is closed twice before a worker has
 * emptied it: who only looks at programs is not to open theirs.
 */
START_TEST(doors_go_with_their_programs)
{
	int said;
	pid_t pid;

	make_world();
	run_ok(&fx.host, "%s port set link low host-access on", macbpf_path());
	flows_open();
	for (int i = 0; i < 5; i++) {
		pid = start_tracing_here(&said);
		ck_assert(wait_until(has_said, &said, WAIT_MS));
		loaded_mark(&fx.host);
		kill_it(pid);
		close(said);
		run_ok(&fx.host, "%s port show", macbpf_path());
		run_ok(&fx.host, "%s port sweep", macbpf_path());
		loaded_expect_replaced();
	}
	flows_close();
}
END_TEST

static const char *const beside[] = {
	"port set link low arp-directed on",
	"link set mvb mtu 1400",
	"link add link low name mvd type macvlan mode vepa",
	"port set link low mcast-snooping on",
	"port set link low arp-directed off",
	"link set mvd type macvlan mode private",
	"port upgrade link low",
	"link del mvd",
	"port set link low mcast-snooping off",
};

static void run_beside(const char *words)
{
	pid_t pid = run_start(&fx.host, "%s %s", macbpf_path(), words);
	int status = flows_send_until_end(pid);

	ck_assert_msg(!status, "%s: %#x", words, (unsigned int)status);
}

static void run_all_beside(void)
{
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
		run_beside(beside[i]);
}

static void trace_beside_commands(void)
{
	int status;
	pid_t pid;

	for (int i = 0; i < 4; i++) {
		pid = start_tracing("rate 100");
		ck_assert(wait_until(is_traced, NULL, WAIT_MS));
		run_all_beside();
		ck_assert(!is_plain());
		ck_assert_int_eq(kill(pid, i % 2 ? SIGINT : SIGKILL), 0);
		run_all_beside();
		status = flows_send_until_end(pid);
		ck_assert(i % 2 ? status == 0 : WIFSIGNALED(status));
		run_all_beside();
		ck_assert(is_plain());
	}
}

START_TEST(frames_arrive_once_beside_commands)
{
	make_world();
	flows_during(trace_beside_commands);
}
END_TEST

/* Sends frames from the wire until it is killed, so that one who waits for them comes to an end. */
static pid_t start_sending(void)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	flows_open();
	for (;;) {
		flows_send();
		usleep(1000);
	}
}

static void expect_to_work(void)
{
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mac_a, AT(&fx.box[0], "mva")));
	ck_assert(arrives_once(AT(&fx.box[0], "mva"), mac_a, mac_b, AT(&fx.box[1], "mvb")));
	ck_assert(arrives_once(AT(&fx.box[2], "mvc"), mac_c, mac_wire, AT(&fx.far, "wire")));
}

START_TEST(who_dies_leaves_the_rest_to_the_next)
{
	pid_t sender;
	char line[600];
	int step = 1;

	make_world();
	snprintf(line, sizeof(line), "%s trace link low count 1", macbpf_path());
	sender = start_sending();
	while (kill_at_step(&fx.host, line, step)) {
		expect_to_work();
		run_ok(&fx.host, "%s port sweep", macbpf_path());
		ck_assert_msg(is_plain(), "killed at step %d, and still traced", step);
		step += rounds() < 30 ? 9 : 3;
	}
	ck_assert_int_gt(step, 10);
	ck_assert(is_plain());
	expect_to_work();
	kill(sender, SIGKILL);
	waitpid(sender, NULL, 0);
}
END_TEST

/* ---------------------------------------------------------------- who */

START_TEST(one_at_a_time)
{
	MACBPF_OPTS(macbpf_trace_opts, opts, .lower = "low");
	struct macbpf_trace *first, *second;
	char process[32];

	make_world();
	snprintf(process, sizeof(process), "process %d", getpid());
	expect_ok(macbpf_trace__open(fx.mb, &opts, &first));
	ck_assert_int_eq(macbpf_trace__open(fx.mb, &opts, &second), -EBUSY);
	ck_assert_msg(strstr(macbpf__error(fx.mb), process), "%s", macbpf__error(fx.mb));
	ck_assert(!is_plain());
	macbpf_trace__close(first);
	ck_assert(is_plain());
	expect_ok(macbpf_trace__open(fx.mb, &opts, &second));
	macbpf_trace__close(second);
	opts.lower = "low2";
	ck_assert_int_eq(macbpf_trace__open(fx.mb, &opts, &second), -ENODEV);
	opts.lower = "low";
	opts.endpoint = "nosuch";
	ck_assert_int_eq(macbpf_trace__open(fx.mb, &opts, &second), -ENODEV);
	opts.endpoint = NULL;
	opts.bytes = 13;
	ck_assert_int_eq(macbpf_trace__open(fx.mb, &opts, &second), -EINVAL);
	ck_assert(is_plain());
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 120 + 2 * rounds());
	tcase_add_test(tc, frames_arrive_once_whoever_dies);
	tcase_add_test(tc, doors_go_with_their_programs);
	tcase_add_test(tc, frames_arrive_once_beside_commands);
	tcase_add_test(tc, who_dies_leaves_the_rest_to_the_next);
	tcase_add_test(tc, one_at_a_time);
}

int main(void)
{
	return run_suite("trace", add_tests);
}
