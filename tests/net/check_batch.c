// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_batch.c - many commands in one go: hooks, carriers, others' turns, sudden deaths.
 *
 * guards: libmacbpf/api/batch.c
 */
#include <linux/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "loaded.h"

#define MANY 200
#define WIRE AT(&fx.far, "wire")

static struct macbpf_links *links;

static const struct macbpf_link *first_link(void)
{
	macbpf_links__free(links);
	links = NULL;
	expect_ok(macbpf_links__get(fx.mb, NULL, &links));
	return macbpf_links__next(links, NULL);
}

static void add_up(const char *name, const uint8_t *mac)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		MODE(BRIDGE),
		.address = mac,
		.netns = fx.box[0].name,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	expect_ok(macbpf_link__add(fx.mb, "low", name, &opts, NULL));
}

START_TEST(two_hundred_without_a_grace_period)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link;
	char name[16];
	int count = 0;

	expect_ok(macbpf_batch__begin(fx.mb, NULL));
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		add_up(name, i ? i == MANY - 1 ? mac_b : NULL : mac_a);
	}
	macbpf_batch__end(fx.mb);
	ck_assert(arrives_once(AT(&fx.box[0], name), mac_b, mac_a, AT(&fx.box[0], "mv0")));
	for (link = first_link(); link; link = macbpf_links__next(links, link)) {
		ck_assert_int_eq(macbpf_link__info(link, &info), 0);
		/* Netkit has no other hook than its own. */
		ck_assert_uint_eq(info.hook, info.kind == MACBPF_KIND_NETKIT ? MACBPF_HOOK_NETKIT
									     : MACBPF_HOOK_CLSACT);
		ck_assert_msg(info.operstate == IF_OPER_UP, "%s has no carrier", info.name);
		ck_assert_uint_eq(info.owns_address, 1);
		count++;
	}
	ck_assert_int_eq(count, MANY);
	ck_assert(arrives_once(WIRE, mac_wire, info.address, AT(&fx.box[0], info.name)));
	ck_assert(arrives_once(AT(&fx.box[0], "mv0"), mac_a, mac_all, AT(&fx.box[0], info.name)));
	fixture_mark();
	expect_ok(macbpf_batch__begin(fx.mb, NULL));
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		expect_ok(macbpf_link__del(fx.mb, NULL, name));
	}
	macbpf_batch__end(fx.mb);
	expect_devices(2);
	loaded_expect_gone();
}
END_TEST

/* ---------------------------------------------------------------- other processes */

/* Lines for `count` adds of devices <prefix><i>, in a file of the sandbox. */
static const char *write_adds(const char *prefix, int count)
{
	static char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/run/netns/batch-%s", prefix);
	f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	for (int i = 0; i < count; i++)
		fprintf(f,
			"link add link low name %s%d netns nt-box1 up type macvlan mode bridge\n",
			prefix, i);
	ck_assert_int_eq(fclose(f), 0);
	return path;
}

static void expect_success(pid_t pid)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(!status, "a batch ended with %#x", status);
}

START_TEST(two_batches_at_once)
{
	pid_t one = run_start(&fx.host, "%s -b %s", macbpf_path(), write_adds("a", 60));
	pid_t two = run_start(&fx.host, "%s -b %s", macbpf_path(), write_adds("b", 60));

	expect_success(one);
	expect_success(two);
	fixture_mark();
	ck_assert_int_eq(count_links(), 120);
	expect_devices(2 + 120);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, AT(&fx.box[0], "a59")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, AT(&fx.box[0], "b59")));
}
END_TEST

static bool has_links(void *arg)
{
	return count_links() >= *(int *)arg;
}

/* Starts a batch whose input goes on; returns its process, and where to write its lines. */
static pid_t start_batch(int *input)
{
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		netns_enter(&fx.host);
		dup2(ends[0], STDIN_FILENO);
		close(ends[1]);
		execl("/bin/sh", "sh", "-c", "exec $MACBPF -b -", NULL);
		_exit(127);
	}
	close(ends[0]);
	*input = ends[1];
	return pid;
}

START_TEST(who_waits_for_input_keeps_nobody_waiting)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts),
					 .netns = "nt-host",
					 .lock_timeout_ms = 1000 };
	struct macbpf *impatient;
	int input, one = 1;
	pid_t pid = start_batch(&input);

	dprintf(input, "link add link low name mv0 type macvlan\n");
	ck_assert(wait_until(has_links, &one, WAIT_MS));
	ck_assert_int_eq(macbpf__open(&impatient, &opts), 0);
	ck_assert_msg(!macbpf_link__add(impatient, "low", "mv1", NULL, NULL), "%s",
		      macbpf__error(impatient));
	macbpf__close(impatient);
	dprintf(input, "link set mv1 mtu 1400\nlink del mv0");
	close(input);
	expect_success(pid);
	ck_assert_int_eq(info_of("mv1")->mtu, 1400);
	ck_assert_int_eq(count_links(), 1);
}
END_TEST

/* Whatever it was at, an endpoint is there with all that belongs to it, or not at all. */
START_TEST(killed_in_the_middle_the_next_command_repairs)
{
	int some = 3 + 7 * _i, count, status;
	pid_t pid = run_start(&fx.host, "%s -b %s", macbpf_path(), write_adds("mv", 2000));

	ck_assert(wait_until(has_links, &some, WAIT_MS));
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, SIGKILL);
	fixture_mark();
	add_link("low", "next", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	count = count_links();
	ck_assert_int_gt(count, some);
	expect_devices(2 + count);
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[0], "mv0")));
	ck_assert(arrives(AT(&fx.box[1], "next"), mac_b, mac_all, AT(&fx.box[0], "mv2")));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, two_hundred_without_a_grace_period);
	tcase_add_test(tc, two_batches_at_once);
	tcase_add_test(tc, who_waits_for_input_keeps_nobody_waiting);
	tcase_add_loop_test(tc, killed_in_the_middle_the_next_command_repairs, 0, 4);
}

int main(void)
{
	return run_suite("net: batch", add_tests);
}
