// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_lock.c - who wants to write waits for those who may, and not for those who may not.
 *
 * guards: libmacbpf/session/lock.c
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/rig.h"

#define SOON_MS 30 /* the library asks every 5 */

static char warning[256];
static int warnings;

static void keep_warning(void *arg, enum macbpf_log_level level, const char *line)
{
	(void)arg;
	if (level != MACBPF_LOG_WARN)
		return;
	snprintf(warning, sizeof(warning), "%s", line);
	warnings++;
}

/* A context that waits for `ms` at most. */
static void open_for(uint64_t ms)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .lock_timeout_ms = ms };

	rig_close();
	fake_reset();
	warnings = 0;
	opts.log = keep_warning;
	ck_assert_int_eq(macbpf__open(&rig_mb, &opts), 0);
}

/* A writing command that finds nothing to do. */
static int write_nothing(void)
{
	return macbpf_link__del(rig_mb, NULL, "nobody");
}

static void expect_done(void)
{
	ck_assert_msg(write_nothing() == -ENODEV, "%s", macbpf__error(rig_mb));
	ck_assert(!fake.locked);
	ck_assert(!fake_is_open(FAKE_FD_TURN, &fake.others));
}

static void expect_busy(const char *word)
{
	char *before = fake_text();

	rig_expect(write_nothing(), -EBUSY, word, "nobody's turn");
	rig_expect_same(before, fake_text(), "after a refusal");
}

START_TEST(it_waits_until_it_is_first)
{
	open_for(10000);
	fake.others = (struct fake_others){ .full = 2, .ahead = 3 };
	expect_done();
	ck_assert_int_eq(fake.others.ahead + fake.others.full, 0);
	ck_assert_int_eq(warnings, 0);
}
END_TEST

START_TEST(who_waits_too_long_hears_for_whom)
{
	open_for(SOON_MS);
	fake.others = (struct fake_others){ .ahead = -1 };
	expect_busy("for 30 ms, now process 77 (someone)");
	fake.others.unseen = true;
	expect_busy("other macbpf commands have held the lock");
	fake.others = (struct fake_others){ .full = -1 };
	expect_busy("no room");
}
END_TEST

START_TEST(a_lock_of_an_older_version_is_waited_for)
{
	open_for(10000);
	fake.others = (struct fake_others){ .flock = 3 };
	expect_done();
	ck_assert_int_eq(fake.others.flock, 0);
	ck_assert_int_eq(warnings, 0);
	fake.others = (struct fake_others){ .flock = 3, .unseen = true };
	expect_done();
	ck_assert_int_eq(fake.others.flock, 0);
	ck_assert_int_eq(warnings, 0);
}
END_TEST

START_TEST(but_not_for_ever)
{
	open_for(SOON_MS);
	fake.others = (struct fake_others){ .flock = -1 };
	expect_done();
	ck_assert_int_eq(warnings, 1);
	ck_assert_msg(strstr(warning, "process 77 (someone) holds a file lock"), "%s", warning);
	fake.others.unseen = true;
	expect_done();
	ck_assert_int_eq(warnings, 2);
	ck_assert_msg(strstr(warning, "can't be seen"), "%s", warning);
}
END_TEST

/* With a timeout of a minute this would be seen. */
START_TEST(what_can_be_no_writer_is_not_waited_for)
{
	open_for(60000);
	fake.others = (struct fake_others){ .flock = 2, .shared = true };
	expect_done();
	ck_assert_int_eq(fake.others.flock, 1);
	ck_assert_int_eq(warnings, 1);
	ck_assert_msg(strstr(warning, "can change nothing"), "%s", warning);
	fake.others = (struct fake_others){ .flock = 2, .powerless = true };
	expect_done();
	ck_assert_int_eq(fake.others.flock, 1);
	ck_assert_int_eq(warnings, 2);
}
END_TEST

static const struct refused {
	int error, want;
	const char *word;
} refusals[] = {
	{ -EPERM, -EPERM, "CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN" },
	{ -ENOSYS, -EOPNOTSUPP, "CONFIG_BPF_SYSCALL" },
	{ -EINVAL, -EOPNOTSUPP, "sk_lookup" },
	{ -ENOMEM, -ENOMEM, "can't lock the network namespace" },
};

START_TEST(what_the_kernel_refuses_is_said)
{
	const struct refused *r = &refusals[_i];
	char *before;

	open_for(SOON_MS);
	before = fake_text();
	fake_fault = (struct fake_fault){ .call = "mb_turn_ask", .error = r->error };
	rig_expect(write_nothing(), r->want, r->word, "mb_turn_ask");
	rig_expect_same(before, fake_text(), "after a refusal");
	before = fake_text();
	fake_fault = (struct fake_fault){ .call = "mb_turn_first", .error = -ENOLINK };
	rig_expect(write_nothing(), -ENOLINK, "detached", "mb_turn_first");
	rig_expect_same(before, fake_text(), "after a place was lost");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, it_waits_until_it_is_first);
	tcase_add_test(tc, who_waits_too_long_hears_for_whom);
	tcase_add_test(tc, a_lock_of_an_older_version_is_waited_for);
	tcase_add_test(tc, but_not_for_ever);
	tcase_add_test(tc, what_can_be_no_writer_is_not_waited_for);
	tcase_add_loop_test(tc, what_the_kernel_refuses_is_said, 0, ARRAY_SIZE(refusals));
}

int main(void)
{
	return rig_main("lock", fill);
}
