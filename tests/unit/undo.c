// SPDX-License-Identifier: GPL-2.0-only
/*
 * undo.c - every call that a command makes is made to fail once.
 *
 * What is promised of a command whose n-th call fails (and whose undo calls succeed):
 * - It returns an error with a sentence, and the world is as it was: no device, filter, flag,
 *   program, table entry, handle or lock more or less.
 *   (Only what the command learnt of changes made with ip(8) may stay learnt.)
 * - Or it returns 0, because what failed could wait: then the next writing command makes the world
 *   what it would have been without the failure.
 */
#include "tests/unit/undo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct undo_case *cases;
static int count;
static void (*more)(TCase *tc);

static void prepare(size_t i)
{
	rig_open();
	if (cases[i].before)
		cases[i].before();
}

static int run(size_t i)
{
	switch (cases[i].op) {
	case ADD:
		return rig_try_add("eth0", cases[i].name, cases[i].opts);
	case SET:
		return rig_try_set(NULL, cases[i].name, cases[i].opts);
	case DIRECT:
	case INDIRECT:
		return rig_try_direct(cases[i].op == DIRECT);
	case SNOOP:
	case NO_SNOOP:
		return rig_try_snoop(cases[i].op == SNOOP);
	case OPEN_HOST:
	case CLOSE_HOST:
		return rig_try_host(cases[i].op == OPEN_HOST);
	default:
		return macbpf_link__del(rig_mb, NULL, cases[i].name);
	}
}

/* The world that the command makes if nothing fails. */
static char *made_without_failure(size_t i)
{
	prepare(i);
	ck_assert_msg(!run(i), "%s: %s", cases[i].what, macbpf__error(rig_mb));
	rig_settle();
	return fake_text();
}

void undo_expect_sentence(int rc, int number, const char *what)
{
	const char *sentence = macbpf__error(rig_mb);

	ck_assert_msg(rc < 0 && number == -rc, "%s: returned %d, errno %d", what, rc, number);
	ck_assert_msg(*sentence && strcmp(sentence, strerror(-rc)) != 0,
		      "%s: the sentence \"%s\" names no subject", what, sentence);
}

static void expect_undone(size_t i, char *before, const char *what)
{
	char *after = fake_text();

	if (cases[i].learns && strcmp(before, after) != 0) {
		free(before);
		before = made_without_failure(i);
	}
	rig_expect_same(before, after, what);
}

static void expect_done(size_t i, const char *what)
{
	char *after;

	rig_settle();
	after = fake_text();
	rig_expect_same(made_without_failure(i), after, what);
}

static size_t given; /* attributes of the request that failed last; 0: it was no such request */

/* False if the command needs fewer calls than n. */
static bool fail_nth(size_t i, int n, int error, size_t messy)
{
	char *before, what[256];
	const char *where;
	int rc, number;

	prepare(i);
	before = fake_text();
	fake_fault = (struct fake_fault){ .at = n, .error = error, .messy = messy };
	rc = run(i);
	number = errno;
	where = fake_fault.where;
	given = fake_fault.given;
	fake_fault.at = 0;
	snprintf(what, sizeof(what), "%s; call %d (%s) fails with %s", cases[i].what, n,
		 where ? where : "none", strerror(-error));
	if (rc) {
		undo_expect_sentence(rc, number, what);
		expect_undone(i, before, what);
	} else {
		free(before);
		expect_done(i, what);
	}
	return where;
}

/* The kernel keeps the attributes before the one that it refuses. */
static void half_do_nth(size_t i, int n)
{
	size_t most = given;

	for (size_t messy = 1; messy < most; messy++)
		fail_nth(i, n, -EIO, messy);
}

START_TEST(each_call_fails_once)
{
	static const int errors[] = { -ENOMEM, -EPERM, -EIO };
	size_t i = (size_t)_i;
	bool is_made = true;
	int n;

	for (n = 1; is_made; n++) {
		for (size_t e = 0; is_made && e < ARRAY_SIZE(errors); e++)
			is_made = fail_nth(i, n, errors[e], 0);
		half_do_nth(i, n);
	}
	ck_assert_msg(n > 6, "%s: only %d calls were seen", cases[i].what, n - 2);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, each_call_fails_once, 0, count);
	if (more)
		more(tc);
}

int undo_main(const char *name, const struct undo_case *list, int list_count,
	      void (*fill_more)(TCase *tc))
{
	cases = list;
	count = list_count;
	more = fill_more;
	return rig_main(name, fill);
}
