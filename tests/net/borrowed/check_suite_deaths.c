// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_deaths.c - netns, lowers and endpoints that go while frames are on their way.
 *
 * guards: libmacbpf/ bpf/
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/suite.h"

#define HOST  (&fx.host)
#define WIRE  AT(&fx.far, "wire")
#define TOKEN (1u << 30) /* no frame of arrives() has it */

#define DEATHS 3

/* On any CPU but ours: the backlog of ours is for the fence. */
static void leave_our_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (int i = 0; i < CPU_SETSIZE; i++)
		if (i != sched_getcpu())
			CPU_SET(i, &set);
	sched_setaffinity(0, sizeof(set), &set); /* with one CPU it stays */
}

/* An open file of a netns keeps it alive. */
static void keep_only(int fd)
{
	close_range(STDERR_FILENO + 1, fd - 1, 0);
	close_range(fd + 1, ~0u, 0);
}

/* Sends to a MAC and to all, in turn and without end. */
static pid_t start_flood(const struct netns *ns, const char *device, const uint8_t *src,
			 const uint8_t *dst)
{
	struct frame frame = { .token = TOKEN }, group;
	int fd = frame_socket(ns, device);
	pid_t parent = getpid(), pid;

	memcpy(frame.src, src, 6);
	memcpy(frame.dst, dst, 6);
	group = frame;
	memcpy(group.dst, mac_all, 6);
	fflush(NULL);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid) {
		close(fd);
		return pid;
	}
	leave_our_cpu();
	keep_only(fd);
	while (getppid() == parent)
		for (int i = 0; i < 100; i++)
			frame_send(fd, i % 2 ? &frame : &group);
	_exit(0);
}

static void stop_flood(pid_t pid)
{
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}

static void add_in(int tool, const struct netns *box, const char *name, const uint8_t *mac)
{
	run_ok(HOST, "%s link add link low name %s address %s netns %s up type macvlan mode bridge",
	       tool_path(tool), name, mac_text(mac), box->name);
	fixture_mark();
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(box, name)));
}

/* What a kernel says when something went wrong in it. */
static int kernel_taint(void)
{
	FILE *f = fopen("/proc/sys/kernel/tainted", "r");
	int taint;

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fscanf(f, "%d", &taint), 1);
	fclose(f);
	return taint;
}

static bool has_taken_frames(void *arg)
{
	static struct run r;
	const struct netns *box = arg;
	long n = 0;

	run(&r, box, "cat /proc/net/dev");
	if (strstr(r.out, "mv0:"))
		sscanf(strstr(r.out, "mv0:"), "mv0: %*d %ld", &n);
	return n > 1000;
}

/* Another address each time: while a netns is dying, its endpoint still has its own. */
static void die_in_a_flood(int tool, uint8_t turn)
{
	const uint8_t mac[6] = { 0x02, 0, 0, 0, 2, turn };
	pid_t in, across;
	struct netns box;
	char hostdev[16];

	netns_make(&box, "nt-mortal");
	add_in(tool, &box, "mv0", mac);
	snprintf(hostdev, sizeof(hostdev), "%s",
		 tool == TOOL_MACBPF ? info_of("mv0")->hostdev : "mv0");
	in = start_flood(&fx.far, "wire", mac_wire, mac);
	across = start_flood(&fx.box[1], "mv1", mac_b, mac);
	ck_assert_msg(wait_until(has_taken_frames, &box, 2 * WAIT_MS), "no flood");
	netns_drop(&box);
	next_command(tool);
	expect_to_go(HOST, hostdev);
	next_command(tool);
	stop_flood(in);
	stop_flood(across);
	ck_assert(arrives(WIRE, mac_wire, mac_b, AT(&fx.box[1], "mv1")));
}

START_TEST(netns_dies_in_a_flood)
{
	int taint = kernel_taint();

	add_in(_i, &fx.box[1], "mv1", mac_b);
	for (int i = 0; i < DEATHS; i++)
		die_in_a_flood(_i, i);
	expect_devices(devices_with(_i, 2, 1));
	ck_assert_int_eq(count_links(), _i == TOOL_MACBPF);
	ck_assert_int_eq(kernel_taint(), taint);
}
END_TEST

START_TEST(lower_is_deleted_in_a_flood)
{
	int taint = kernel_taint();

	for (int i = 0; i < DEATHS; i++) {
		pid_t in, out, across;

		add_in(_i, &fx.box[0], "mv0", mac_a);
		add_in(_i, &fx.box[1], "mv1", mac_b);
		in = start_flood(&fx.far, "wire", mac_wire, mac_a);
		out = start_flood(&fx.box[1], "mv1", mac_b, mac_wire);
		across = start_flood(&fx.box[1], "mv1", mac_b, mac_a);
		ck_assert_msg(wait_until(has_taken_frames, &fx.box[0], 2 * WAIT_MS), "no flood");
		run_ok(HOST, "ip link del low");
		next_command(_i);
		ck_assert(!device_exists(&fx.box[0], "mv0"));
		ck_assert(!device_exists(&fx.box[1], "mv1"));
		stop_flood(in);
		stop_flood(out);
		stop_flood(across);
		expect_devices(1);
		run_ok(HOST, "ip link add low address %s up type veth peer name wire netns nt-far",
		       mac_text(mac_low));
		run_ok(&fx.far, "ip link set wire up");
	}
	ck_assert_int_eq(kernel_taint(), taint);
}
END_TEST

/* The endpoint's own device goes, while frames for it and from it are on their way. */
START_TEST(endpoint_is_deleted_in_a_flood)
{
	int taint = kernel_taint();

	for (int i = 0; i < DEATHS; i++) {
		pid_t in, out;

		add_in(_i, &fx.box[0], "mv0", mac_a);
		in = start_flood(&fx.far, "wire", mac_wire, mac_a);
		out = start_flood(&fx.box[0], "mv0", mac_a, mac_wire);
		ck_assert_msg(wait_until(has_taken_frames, &fx.box[0], 2 * WAIT_MS), "no flood");
		run_ok(_i == TOOL_KERNEL ? &fx.box[0] : HOST, "%s link del mv0", tool_path(_i));
		ck_assert(!device_exists(&fx.box[0], "mv0"));
		stop_flood(in);
		stop_flood(out);
		expect_devices(2);
	}
	ck_assert_int_eq(kernel_taint(), taint);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_set_timeout(tc, 250);
	add_for_both(tc, netns_dies_in_a_flood);
	add_for_both(tc, lower_is_deleted_in_a_flood);
	add_for_both(tc, endpoint_is_deleted_in_a_flood);
}

int main(void)
{
	return run_suite("net: deaths", add_tests);
}
