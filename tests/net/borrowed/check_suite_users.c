// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_users.c - what users do: nested netns, odd names, crowds, deaths under traffic.
 *
 * guards: libmacbpf/ bpf/
 */
#include <net/ethernet.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/capture.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/loaded.h"
#include "tests/net/suite.h"

#define HOST	(&fx.host)
#define WIRE	AT(&fx.far, "wire")
#define REFUSED 2

/* A netns dies some time after its last user. */
struct wait_for {
	const struct netns *ns;
	const char *gone;
};

static bool is_gone(void *arg)
{
	const struct wait_for *w = arg;

	return !device_exists(w->ns, w->gone);
}

static void expect_to_go(const struct netns *ns, const char *device)
{
	struct wait_for w = { ns, device };

	ck_assert_msg(wait_until(is_gone, &w, 4 * WAIT_MS), "%s stays", device);
}

/* ---------------------------------------------------------------- where the lower is */

START_TEST(lower_was_moved_into_a_container)
{
	run_ok(HOST, "ip link set low netns nt-box1 name eth0");
	run_ok(&fx.box[0], "ip link set eth0 up");
	for (int i = 0; i < 2; i++)
		run_ok(&fx.box[0],
		       "%s link add link eth0 name mv%d address %s netns nt-box%d up "
		       "type macvlan mode bridge",
		       tool_path(_i), i, mac_text(i ? mac_b : mac_a), i + 1);
	loaded_mark(&fx.box[0]);
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[0], "mv0")));
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[1], "mv1")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.box[0], "mv0")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, AT(&fx.box[1], "mv1")));
	ck_assert(arrives_once(AT(&fx.box[1], "mv1"), mac_b, mac_a, AT(&fx.box[0], "mv0")));
	ck_assert(arrives_once(AT(&fx.box[0], "mv0"), mac_a, mac_b, AT(&fx.box[1], "mv1")));
	expect_devices(1);
	run_ok(&fx.box[0], "%s link del mv0", tool_path(_i));
	run_ok(_i == TOOL_KERNEL ? &fx.box[1] : &fx.box[0], "%s link del mv1", tool_path(_i));
	ck_assert(device_says(&fx.box[0], "eth0", "promiscuity 0 "));
}
END_TEST

START_TEST(container_dies_with_the_lower_in_it)
{
	run_ok(HOST, "ip link set low netns nt-box1");
	run_ok(&fx.box[0], "ip link set low up");
	run_ok(&fx.box[0],
	       "%s link add link low name mv0 netns nt-box2 up type macvlan mode bridge",
	       tool_path(_i));
	loaded_mark(&fx.box[0]);
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[1], "mv0")));
	netns_drop(&fx.box[0]);
	expect_to_go(&fx.box[1], "mv0");
	loaded_expect_gone();
}
END_TEST

/* ---------------------------------------------------------------- names */

/* dev_valid_name(), and the patterns that `ip` makes a number of. 0xa0 is a space to the kernel. */
static bool is_legal(int byte)
{
	return byte > 0 && !strchr("/:% \t\n\v\f\r", byte) && byte != 0xa0;
}

static int add_named(int tool, const char *name)
{
	static struct run r;

	return run(&r, HOST, "%s link add link low name %s up type macvlan mode bridge",
		   tool_path(tool), name);
}

static void expect_usable(int tool, const char *name)
{
	static struct run r;

	ck_assert_msg(!add_named(tool, name), "%s: \"%s\" is refused", tool_path(tool), name);
	fixture_mark();
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(HOST, name)));
	ck_assert_msg(!run(&r, HOST, "%s -j link show", tool_path(tool)), "%s", r.err);
	ck_assert_msg(!run(&r, HOST, "%s link del dev %s", tool_path(tool), name), "%s", r.err);
	ck_assert(!device_exists(HOST, name));
}

START_TEST(names_of_all_legal_characters)
{
	char name[16] = "";
	size_t len = 0;

	for (int byte = 1; byte < 256; byte++) {
		if (!is_legal(byte))
			continue;
		if (!len)
			name[len++] = 'n'; /* a word that begins with - is not a name to ip */
		name[len++] = byte;
		name[len] = '\0';
		if (len < sizeof(name) - 1)
			continue;
		expect_usable(_i, name);
		len = 0;
	}
	expect_usable(_i, name);
	expect_devices(2);
}
END_TEST

START_TEST(names_that_look_like_something_else)
{
	static const char *const names[] = { "...", "0",   "link", "type",	     "mb0",
					     "mb7", "lo0", "dev",  "fifteen_letters" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		expect_usable(_i, names[i]);
	expect_devices(2);
}
END_TEST

START_TEST(names_that_are_refused)
{
	static const char *const names[] = { ".",   "..", "all", "default", "sixteen_letters_",
					     "low", "lo" };
	char name[4] = "mXv";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(add_named(_i, names[i]), "\"%s\" is taken", names[i]);
	for (int byte = 1; byte < 256; byte++) {
		name[1] = byte;
		if (!is_legal(byte) && byte != ' ') /* run() makes two words of that */
			ck_assert_msg(add_named(_i, name), "character %#x is taken", byte);
	}
	expect_devices(2);
}
END_TEST

/* ---------------------------------------------------------------- a crowd */

#define CROWD 200
#define TOKEN (1u << 30) /* no frame of arrives() has it */

static struct netns home[CROWD];
static struct capture ear[CROWD];

static void make_crowd(int tool)
{
	char path[] = "/tmp/suite-users.XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");

	ck_assert_ptr_nonnull(f);
	for (int i = 0; i < CROWD; i++) {
		char name[16];

		snprintf(name, sizeof(name), "nt-home%d", i);
		netns_make(&home[i], name);
		fprintf(f, "link add link low name mv%d netns %s up type macvlan mode bridge\n", i,
			name);
	}
	fclose(f);
	run_ok(HOST, "%s -batch %s", tool_path(tool), path);
	unlink(path);
	fixture_mark();
}

static void drop_crowd(void)
{
	for (int i = 0; i < CROWD; i++) {
		capture_close(&ear[i]);
		netns_drop(&home[i]);
	}
}

struct call {
	int from; /* socket */
	int silent;
	struct frame frame;
};

static int ears_that_heard(uint32_t token)
{
	int n = 0;

	for (int i = 0; i < CROWD; i++) {
		capture_drain(&ear[i]);
		n += capture_count(&ear[i], 0, token) == 1;
	}
	return n;
}

static bool all_have_heard(void *arg)
{
	struct call *call = arg;

	return ears_that_heard(call->frame.token) == CROWD - call->silent;
}

static void expect_heard_by_all(struct call *call)
{
	memcpy(call->frame.dst, mac_all, 6);
	memcpy(call->frame.src, mac_wire, 6);
	ck_assert_int_eq(frame_send(call->from, &call->frame), 0);
	ck_assert_msg(wait_until(all_have_heard, call, 2 * WAIT_MS), "%d of %d heard it",
		      ears_that_heard(call->frame.token), CROWD);
}

static bool lower_is_left(void *arg)
{
	next_command(*(int *)arg);
	return device_says(HOST, "low", "promiscuity 0 ");
}

START_TEST(two_hundred_hear_one_broadcast)
{
	struct call outside = { .from = frame_socket(&fx.far, "wire"),
				.frame = { .token = TOKEN } };
	struct call inside = { .silent = 0, .frame = { .token = TOKEN + 1 } };
	char name[16];

	make_crowd(_i);
	for (int i = 0; i < CROWD; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&home[i], name)));
		capture_watch(&ear[i], &home[i], name, ETH_P_ALL, 0);
	}
	expect_heard_by_all(&outside);
	/* The sender's own tap sees the frame go out. */
	inside.from = frame_socket(&home[0], "mv0");
	expect_heard_by_all(&inside);
	expect_devices(devices_with(_i, 2, CROWD));
	close(outside.from);
	close(inside.from);
	drop_crowd();
	ck_assert_msg(wait_until(lower_is_left, &_i, 6 * WAIT_MS), "endpoints stay");
}
END_TEST

/* ---------------------------------------------------------------- deaths under traffic */

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
	add_for_both(tc, lower_was_moved_into_a_container);
	add_for_both(tc, container_dies_with_the_lower_in_it);
	add_for_both(tc, names_of_all_legal_characters);
	add_for_both(tc, names_that_look_like_something_else);
	add_for_both(tc, names_that_are_refused);
	add_for_both(tc, two_hundred_hear_one_broadcast);
	add_for_both(tc, netns_dies_in_a_flood);
	add_for_both(tc, lower_is_deleted_in_a_flood);
	add_for_both(tc, endpoint_is_deleted_in_a_flood);
}

int main(void)
{
	return run_suite("net: users", add_tests);
}
