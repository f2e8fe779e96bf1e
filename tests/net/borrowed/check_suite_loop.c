// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_loop.c - endpoints added, set up and deleted over and over: nothing may grow.
 *
 * `make check-loops` does it a thousand times.
 *
 * guards: libmacbpf/api/link_add.c libmacbpf/api/link_del.c
 */
#include <dirent.h>
#include <err.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/loaded.h"
#include "tests/net/suite.h"

#define MODES	  5
#define ROUNDS	  50 /* of each mode; ROUNDS in the environment: another number */
#define TIMEOUT	  3600
#define MEMORY_KB (32 << 10) /* what others on the machine may take meanwhile */

static const struct {
	const char *word;
	uint32_t value;
} modes[MODES] = {
	{ "private", MACBPF_MODE_PRIVATE },   { "vepa", MACBPF_MODE_VEPA },
	{ "bridge", MACBPF_MODE_BRIDGE },     { "source", MACBPF_MODE_SOURCE },
	{ "passthru", MACBPF_MODE_PASSTHRU },
};

static int mode; /* of this process */

static int rounds(void)
{
	const char *text = getenv("ROUNDS");

	return text ? atoi(text) : ROUNDS;
}

static int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static long kernel_memory_kb(void)
{
	FILE *f = fopen("/proc/meminfo", "r");
	char name[64];
	long sum = 0, kb;

	ck_assert_ptr_nonnull(f);
	while (fscanf(f, "%63[^:]: %ld%*[^\n] ", name, &kb) == 2)
		if (!strcmp(name, "SUnreclaim") || !strcmp(name, "Percpu") ||
		    !strcmp(name, "VmallocUsed"))
			sum += kb;
	fclose(f);
	return sum;
}

static bool memory_is_back(void *arg)
{
	return kernel_memory_kb() < *(long *)arg + MEMORY_KB;
}

static void expect_no_growth(int files, long memory)
{
	ck_assert_int_eq(open_files(), files);
	expect_devices(2);
	loaded_expect_gone();
	ck_assert_msg(wait_until(memory_is_back, &memory, 4 * WAIT_MS),
		      "kernel memory grew by %ld kB in %d rounds", kernel_memory_kb() - memory,
		      rounds());
}

static void one_round(void)
{
	MACBPF_OPTS(macbpf_link_opts, made, MACVLAN(HAS_MODE(modes[mode].value)));
	struct macbpf_link_opts up = { .sz = sizeof(up) };

	up.dev_flags = up.dev_flags_mask = IFF_UP;
	expect_ok(macbpf_link__add(fx.mb, "low", "ltp_v0", &made, NULL));
	expect_ok(macbpf_link__set(fx.mb, NULL, "ltp_v0", &up));
	fixture_mark();
	expect_ok(macbpf_link__del(fx.mb, NULL, "ltp_v0"));
}

START_TEST(add_up_delete)
{
	int files = open_files();
	long memory;

	one_round(); /* what is allocated once is no growth */
	expect_no_growth(files, kernel_memory_kb());
	memory = kernel_memory_kb();
	for (int i = 0; i < rounds(); i++) {
		one_round();
		if (i % 100 == 99)
			loaded_expect_gone();
	}
	expect_no_growth(files, memory);
}
END_TEST

/* The oracle by the same measure, in fewer rounds: they wait for the same lock as ours. */
START_TEST(add_up_delete_by_the_kernel)
{
	char path[] = "/tmp/suite-loop.XXXXXX";
	int files = open_files();
	FILE *f = fdopen(mkstemp(path), "w");
	long memory = kernel_memory_kb();

	ck_assert_ptr_nonnull(f);
	for (int i = 0; i < rounds() / 10; i++)
		fprintf(f,
			"link add link low name ltp_v0 type macvlan mode %s\n"
			"link set ltp_v0 up\nlink delete ltp_v0\n",
			modes[mode].word);
	fclose(f);
	run_ok(&fx.host, "ip -batch %s", path);
	unlink(path);
	expect_no_growth(files, memory);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, TIMEOUT);
	tcase_add_test(tc, add_up_delete);
	tcase_add_test(tc, add_up_delete_by_the_kernel);
}

static pid_t start_mode(int which)
{
	char name[32];
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid)
		return pid;
	mode = which;
	snprintf(name, sizeof(name), "net: loop %s", modes[which].word);
	exit(run_suite(name, add_tests));
}

/* Most of a round is waiting for the kernel's grace periods, so all modes wait together. */
int main(void)
{
	int failed = 0, status;

	if (geteuid()) {
		fprintf(stderr, "check_suite_loop: skipped: needs root\n");
		return 77;
	}
	for (int i = 0; i < MODES; i++)
		start_mode(i);
	while (wait(&status) > 0)
		failed |= !WIFEXITED(status) || WEXITSTATUS(status);
	printf("%d rounds of each mode\n", rounds());
	return failed;
}
