// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_hush.c - libbpf's messages are the process's again when all threads are done with them.
 *
 * guards: libmacbpf/datapath/hush.c
 */
#include <bpf/libbpf.h>

#include "libmacbpf/datapath/hush.h"
#include "tests/unit/rig.h"

static int theirs(enum libbpf_print_level level, const char *fmt, va_list args)
{
	(void)level;
	(void)fmt;
	(void)args;
	return 0;
}

static int others(enum libbpf_print_level level, const char *fmt, va_list args)
{
	return theirs(level, fmt, args);
}

/* Looking at it is changing it. */
static libbpf_print_fn_t print_now(void)
{
	libbpf_print_fn_t now = libbpf_set_print(NULL);

	libbpf_set_print(now);
	return now;
}

START_TEST(it_is_put_back)
{
	libbpf_set_print(theirs);
	mb_hush_begin();
	ck_assert(print_now() && print_now() != theirs);
	mb_hush_end();
	ck_assert(print_now() == theirs);
}
END_TEST

/* The first to begin is the first to end, as two threads may. */
START_TEST(two_overlap)
{
	libbpf_set_print(theirs);
	mb_hush_begin();
	mb_hush_begin();
	mb_hush_end();
	ck_assert(print_now() != theirs);
	mb_hush_end();
	ck_assert(print_now() == theirs);
}
END_TEST

START_TEST(a_choice_made_meanwhile_stays)
{
	libbpf_set_print(theirs);
	mb_hush_begin();
	libbpf_set_print(others);
	mb_hush_end();
	ck_assert(print_now() == others);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, it_is_put_back);
	tcase_add_test(tc, two_overlap);
	tcase_add_test(tc, a_choice_made_meanwhile_stays);
}

int main(void)
{
	return rig_main("hush", fill);
}
