// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_lock.c - one writer at a time in a netns, and nobody else in its way.
 *
 * guards: libmacbpf/session/lock.c libmacbpf/datapath/turn.c
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../harness/run.h"
#include "../harness/wait.h"
#include "fixture.h"

#define NOBODY	 65534
#define SHORT_MS 100
#define LONG_MS	 60000

/* ---------------------------------------------------------------- who holds what */

/* A process that says when it is ready, and stays until it is killed. */
struct holder {
	pid_t pid;
	int ready;
};

static struct holder start(void (*hold)(const char *netns), const char *netns)
{
	struct holder holder;
	char word;
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	holder.pid = fork();
	if (!holder.pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (hold)
			hold(netns);
		if (write(ends[1], "r", 1) == 1)
			for (;;)
				pause();
		_exit(1);
	}
	close(ends[1]);
	ck_assert_msg(read(ends[0], &word, 1) == 1, "the holder of %s failed", netns);
	close(ends[0]);
	return holder;
}

static void end(const struct holder *holder)
{
	int status;

	kill(holder->pid, SIGKILL);
	ck_assert_int_eq(waitpid(holder->pid, &status, 0), holder->pid);
	ck_assert_int_eq(status, SIGKILL);
}

static struct macbpf *open_context(const char *netns, uint64_t timeout_ms)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts),
					 .netns = netns,
					 .lock_timeout_ms = timeout_ms };
	struct macbpf *mb;

	ck_assert_int_eq(macbpf__open(&mb, &opts), 0);
	return mb;
}

/* What is written in a batch keeps the lock. */
static void hold_turn(const char *netns)
{
	struct macbpf *mb = open_context(netns, LONG_MS);
	const char *lower = strcmp(netns, "nt-far") ? "low" : "wire";

	if (macbpf_batch__begin(mb, NULL) || macbpf_link__add(mb, lower, "held", NULL, NULL))
		_exit(1);
}

static void hold_file(const char *netns, int operation)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || flock(fd, operation | LOCK_NB))
		_exit(1);
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		_exit(1);
	prctl(PR_SET_DUMPABLE, 1);
}

static void hold_file_shared(const char *netns)
{
	become_nobody();
	hold_file(netns, LOCK_SH);
}

static void hold_file_alone(const char *netns)
{
	become_nobody();
	hold_file(netns, LOCK_EX);
}

/* Root of a user namespace, with all capabilities in it. */
static void hold_file_as_own_root(const char *netns)
{
	become_nobody();
	if (unshare(CLONE_NEWUSER))
		_exit(1);
	hold_file(netns, LOCK_EX);
}

/* What older versions do. */
static void hold_file_as_root(const char *netns)
{
	hold_file(netns, LOCK_EX);
}

/* ---------------------------------------------------------------- who wants to write */

static int write_in(const char *netns, uint64_t timeout_ms, char *sentence, size_t size)
{
	struct macbpf *mb = open_context(netns, timeout_ms);
	int err = macbpf_link__del(mb, NULL, "nobody");

	snprintf(sentence, size, "%s", macbpf__error(mb));
	macbpf__close(mb);
	return err;
}

static void expect_free(const char *netns)
{
	char said[512];

	ck_assert_msg(write_in(netns, LONG_MS, said, sizeof(said)) == -ENODEV, "%s", said);
}

static void expect_held(const char *netns, const struct holder *by)
{
	char said[512], who[64];

	snprintf(who, sizeof(who), "now process %d (check_lock)", (int)by->pid);
	ck_assert_msg(write_in(netns, SHORT_MS, said, sizeof(said)) == -EBUSY, "%s", said);
	ck_assert_msg(strstr(said, who), "no \"%s\" in: %s", who, said);
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* ---------------------------------------------------------------- among those who may */

START_TEST(two_writers_exclude_each_other)
{
	struct holder holder = start(hold_turn, "nt-host");

	expect_held("nt-host", &holder);
	expect_held("nt-host", &holder);
	expect_free("nt-far");
	end(&holder);
	expect_free("nt-host");
}
END_TEST

START_TEST(a_lock_of_another_netns_is_another)
{
	struct holder holder = start(hold_turn, "nt-far");

	expect_free("nt-host");
	expect_held("nt-far", &holder);
	end(&holder);
	expect_free("nt-far");
}
END_TEST

static pid_t start_writer(void)
{
	return run_start(&fx.host, "%s link add link low name mv0 type macvlan", macbpf_path());
}

static bool waits(void *pid)
{
	char path[64], text[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/wchan", *(pid_t *)pid);
	file = fopen(path, "re");
	if (!file || !fgets(text, sizeof(text), file))
		text[0] = '\0';
	if (file)
		fclose(file);
	return strstr(text, "nanosleep");
}

static void expect_end(pid_t pid, int want)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, want);
}

/* One that is killed while it waits holds up nobody, and one that waits is served in the end. */
START_TEST(who_waits_leaves_the_line_when_killed)
{
	struct holder holder = start(hold_turn, "nt-host");
	pid_t first = start_writer(), second;

	ck_assert(wait_until(waits, &first, WAIT_MS));
	second = start_writer();
	ck_assert(wait_until(waits, &second, WAIT_MS));
	kill(first, SIGKILL);
	expect_end(first, SIGKILL);
	ck_assert_int_eq(waitpid(second, NULL, WNOHANG), 0);
	end(&holder);
	expect_end(second, 0);
	ck_assert_int_eq(count_links(), 1 + device_exists(&fx.host, "held"));
}
END_TEST

/* ---------------------------------------------------------------- and their children */

static struct macbpf *parents;

static void begin_to_write(void)
{
	parents = open_context("nt-host", LONG_MS);
	expect_ok(macbpf_batch__begin(parents, NULL));
	expect_ok(macbpf_link__add(parents, "low", "held", NULL, NULL));
}

static void close_parents(const char *netns)
{
	(void)netns;
	macbpf__close(parents);
}

/* Of a program with threads any may fork while another writes. */
START_TEST(a_child_keeps_nothing_of_its_parents)
{
	struct holder child;
	char said[512];

	begin_to_write();
	child = start(NULL, "nt-host");
	macbpf__close(parents);
	ck_assert_msg(write_in("nt-host", SHORT_MS, said, sizeof(said)) == -ENODEV, "%s", said);
	end(&child);
}
END_TEST

/* As by a destructor in C++, when the child ends. */
START_TEST(a_child_takes_nothing_from_its_parent)
{
	struct holder parent = { .pid = getpid() }, child;
	int fd = open("/run/netns/nt-host", O_RDONLY | O_CLOEXEC);

	begin_to_write();
	child = start(close_parents, "nt-host");
	expect_held("nt-host", &parent);
	ck_assert_int_ne(flock(fd, LOCK_EX | LOCK_NB), 0);
	end(&child);
	expect_held("nt-host", &parent);
	macbpf__close(parents);
	expect_free("nt-host");
	close(fd);
}
END_TEST

/* ---------------------------------------------------------------- and others */

static void (*const bystanders[])(const char *netns) = {
	hold_file_shared,
	hold_file_alone,
	hold_file_as_own_root,
};

START_TEST(a_user_stops_nobody)
{
	struct holder holder = start(bystanders[_i], "nt-host");
	char who[128];
	struct run r;

	run(&r, &fx.host, "%s link add link low name mv0 type macvlan", macbpf_path());
	ck_assert_msg(!r.status, "%s", r.err);
	snprintf(who, sizeof(who),
		 "process %d (check_lock) holds a file lock of this network namespace, but can "
		 "change nothing in it",
		 (int)holder.pid);
	ck_assert_msg(strstr(r.err, who), "no \"%s\" in: %s", who, r.err);
	end(&holder);
	run(&r, &fx.host, "%s link del mv0", macbpf_path());
	ck_assert_str_eq(r.err, "");
}
END_TEST

START_TEST(an_older_version_is_waited_for)
{
	struct holder holder = start(hold_file_as_root, "nt-host");
	pid_t writer = start_writer();

	ck_assert(wait_until(waits, &writer, WAIT_MS));
	ck_assert_int_eq(waitpid(writer, NULL, WNOHANG), 0);
	ck_assert(!device_exists(&fx.host, "mv0"));
	end(&holder);
	expect_end(writer, 0);
	ck_assert_int_eq(count_links(), 1);
}
END_TEST

START_TEST(but_not_for_long)
{
	struct holder holder = start(hold_file_as_root, "nt-host");
	long long since = now_ms();
	char said[512];

	ck_assert_int_eq(write_in("nt-host", LONG_MS, said, sizeof(said)), -ENODEV);
	ck_assert_int_ge(now_ms() - since, 1900);
	ck_assert_int_lt(now_ms() - since, 15000); /* and not its LONG_MS */
	end(&holder);
}
END_TEST

/* An older version finds its lock taken while we write. */
START_TEST(older_versions_wait_for_us)
{
	struct holder holder = start(hold_turn, "nt-host");
	int fd = open("/run/netns/nt-host", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ne(flock(fd, LOCK_EX | LOCK_NB), 0);
	end(&holder);
	ck_assert_int_eq(flock(fd, LOCK_EX | LOCK_NB), 0);
	close(fd);
}
END_TEST

/* Root of a container, in its own user namespace, is no writer, not even in its own netns. */
static void try_to_write(const char *netns)
{
	struct macbpf *mb;

	(void)netns;
	become_nobody();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) || macbpf__open(&mb, NULL))
		_exit(1);
	if (macbpf_link__del(mb, NULL, "nobody") != -EPERM)
		_exit(1);
}

START_TEST(root_of_a_container_gets_no_turn)
{
	struct holder container = start(try_to_write, "own");
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)container.pid);
	expect_free(path);
	end(&container);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, two_writers_exclude_each_other);
	tcase_add_test(tc, a_lock_of_another_netns_is_another);
	tcase_add_test(tc, who_waits_leaves_the_line_when_killed);
	tcase_add_test(tc, a_child_keeps_nothing_of_its_parents);
	tcase_add_test(tc, a_child_takes_nothing_from_its_parent);
	tcase_add_loop_test(tc, a_user_stops_nobody, 0,
			    (int)(sizeof(bystanders) / sizeof(bystanders[0])));
	tcase_add_test(tc, an_older_version_is_waited_for);
	tcase_add_test(tc, but_not_for_long);
	tcase_add_test(tc, older_versions_wait_for_us);
	tcase_add_test(tc, root_of_a_container_gets_no_turn);
}

int main(void)
{
	return run_suite("lock", add_tests);
}
