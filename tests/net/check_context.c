// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_context.c - what a call means for the program around it.
 *
 * guards: common/netns.c libmacbpf/api/link_add.c libmacbpf/api/trace.c
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "fixture.h"

static struct macbpf *open_context(const char *netns, macbpf_log_fn log, uint64_t timeout_ms)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .netns = netns, .log = log,
		    .lock_timeout_ms = timeout_ms);
	struct macbpf *mb;

	ck_assert_int_eq(macbpf__open(&mb, &opts), 0);
	return mb;
}

/* ---------------------------------------------------------------- signals */

static long caller;
static sigset_t blocked_elsewhere;
static bool was_elsewhere;

static void look_at_signals(void *arg, enum macbpf_log_level level, const char *line)
{
	(void)arg;
	(void)level;
	(void)line;
	if (syscall(SYS_gettid) == caller)
		return;
	was_elsewhere = true;
	pthread_sigmask(SIG_BLOCK, NULL, &blocked_elsewhere);
}

static const int of_the_program[] = { SIGALRM, SIGCHLD, SIGINT, SIGTERM, SIGUSR1 };
static const int of_the_thread[] = { SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGSEGV, SIGSYS, SIGTRAP };

static void expect_blocked(const int *signals, size_t count, int want)
{
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(sigismember(&blocked_elsewhere, signals[i]) == want, "signal %d",
			      signals[i]);
}

/* What handles them expects to be where the program is. */
START_TEST(signals_are_handled_in_threads_of_the_program)
{
	struct macbpf *mb = open_context("nt-host", look_at_signals, 0);
	sigset_t blocked;

	caller = syscall(SYS_gettid);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR2);
	pthread_sigmask(SIG_SETMASK, &blocked, NULL);
	ck_assert_int_eq(macbpf_link__add(mb, "low", "mv0", NULL, NULL), 0);
	ck_assert(was_elsewhere);
	expect_blocked(of_the_program, sizeof(of_the_program) / sizeof(int), 1);
	expect_blocked(of_the_thread, sizeof(of_the_thread) / sizeof(int), 0);
	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	ck_assert_int_eq(sigismember(&blocked, SIGUSR2), 1);
	ck_assert_int_eq(sigismember(&blocked, SIGUSR1), 0);
	macbpf__close(mb);
}
END_TEST

/* ---------------------------------------------------------------- how long it waits */

#define SHORT_MS 100
#define LATE_MS	 15000 /* half of what is waited for if nothing is asked */

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static char warnings[1024];

static void keep_warning(void *arg, enum macbpf_log_level level, const char *line)
{
	size_t len = strlen(warnings);

	(void)arg;
	if (level == MACBPF_LOG_WARN)
		snprintf(warnings + len, sizeof(warnings) - len, "%s\n", line);
}

/* What stands on an endpoint is told to the port of that, for which its netns' lock is taken. */
START_TEST(a_port_in_another_netns_is_waited_for_no_longer)
{
	struct macbpf *mb;
	uint64_t since;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	expect_ok(macbpf_batch__begin(fx.mb, NULL));
	expect_ok(macbpf_link__add(fx.mb, "low", "held", NULL, NULL));
	mb = open_context("nt-box1", keep_warning, SHORT_MS);
	since = now_ms();
	ck_assert_int_eq(macbpf_link__add(mb, "mv0", "behind", NULL, NULL), 0);
	ck_assert_uint_lt(now_ms() - since, LATE_MS);
	ck_assert_msg(strstr(warnings, "behind is behind mv0"), "%s", warnings);
	macbpf__close(mb);
	macbpf_batch__end(fx.mb);
}
END_TEST

/* ---------------------------------------------------------------- what it says */

/* A program closes what it has open, then says what was wrong. */
START_TEST(closing_a_trace_keeps_the_last_error)
{
	MACBPF_OPTS(macbpf_trace_opts, opts, .lower = "low");
	struct macbpf_trace *trace;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	expect_ok(macbpf_trace__open(fx.mb, &opts, &trace));
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
	macbpf_trace__close(trace);
	ck_assert_ptr_nonnull(strstr(macbpf__error(fx.mb), "\"nobody\""));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, signals_are_handled_in_threads_of_the_program);
	tcase_add_test(tc, closing_a_trace_keeps_the_last_error);
	tcase_add_test(tc, a_port_in_another_netns_is_waited_for_no_longer);
}

int main(void)
{
	return run_suite("context", add_tests);
}
