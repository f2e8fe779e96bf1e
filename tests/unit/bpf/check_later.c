// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_later.c - what is left of a flood comes out of a time stamp as it was put in.
 *
 * guards: bpf/later.h
 */
#include <check.h>
#include <stdlib.h>

#include "bpf/later.h"
#include "tests/harness/runner.h"

static struct mb_later through(struct mb_later later)
{
	__u64 tstamp = mb_later_pack(&later);

	ck_assert(mb_later_is(tstamp));
	return mb_later_unpack(tstamp);
}

static void expect(struct mb_later put, struct mb_later want)
{
	struct mb_later got = through(put);

	ck_assert_uint_eq(got.slot, want.slot);
	ck_assert_uint_eq(got.modes, want.modes);
	ck_assert_uint_eq(got.except, want.except);
}

START_TEST(as_it_was_put_in)
{
	const __u32 modes = MB_MODE_PRIVATE | MB_MODE_VEPA | MB_MODE_BRIDGES,
		    last = MB_ENDPOINTS_MAX - 1;

	expect((struct mb_later){ 0, 0, 0 }, (struct mb_later){ 0, 0, 0 });
	expect((struct mb_later){ last, modes, last }, (struct mb_later){ last, modes, last });
	expect((struct mb_later){ 64, MB_MODE_VEPA, 65 },
	       (struct mb_later){ 64, MB_MODE_VEPA, 65 });
	expect((struct mb_later){ 0, MB_MODE_APART, 0 }, (struct mb_later){ 0, MB_MODE_APART, 0 });
	expect((struct mb_later){ 0, MB_MODE_PASSTHRU, 0 }, (struct mb_later){ 0, 0, 0 });
	expect((struct mb_later){ last, 0, 0 }, (struct mb_later){ last, 0, 0 });
	expect((struct mb_later){ 0, 0, last }, (struct mb_later){ 0, 0, last });
}
END_TEST

/* One behind the last is nobody, and reaches no other field. */
START_TEST(nobody_is_left_out)
{
	expect((struct mb_later){ 64, MB_MODE_BRIDGE, MB_ENDPOINTS_MAX },
	       (struct mb_later){ 64, MB_MODE_BRIDGE, 0 });
}
END_TEST

/* Nanoseconds since 1970 up to the year 2146, and what the kernel writes for none. */
START_TEST(times_are_not_taken_for_it)
{
	ck_assert(!mb_later_is(0));
	ck_assert(!mb_later_is(1800000000ull * 1000000000));
	ck_assert(!mb_later_is(5550000000ull * 1000000000));
	ck_assert(!mb_later_is(~0ull));
}
END_TEST

/*
 * Programs of two builds read and write it while a port is upgraded: another layout takes another
 * MB_ABI.
 */
START_TEST(the_contract_is_these_bits)
{
	struct mb_later later = { .slot = 0x123,
				  .modes = MB_MODE_BRIDGE | MB_MODE_APART,
				  .except = 0x45 };

	ck_assert_uint_eq(MB_ABI, 4);
	ck_assert_uint_eq(mb_later_pack(&later), 0x4d6266c123045000ull);
	ck_assert_uint_eq(mb_later_set(0x4d6266c123045678ull), 0x678);
	ck_assert_uint_eq(MB_TC_SENT, 0x6d62);
	ck_assert_uint_eq(MB_TC_COPY, 0x6d63);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("later");
	TCase *tc = tcase_create("later");

	tcase_add_test(tc, as_it_was_put_in);
	tcase_add_test(tc, nobody_is_left_out);
	tcase_add_test(tc, the_contract_is_these_bits);
	tcase_add_test(tc, times_are_not_taken_for_it);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
