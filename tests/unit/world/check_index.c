// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_index.c - devices by number and by name, however many, renamed and gone.
 *
 * guards: libmacbpf/world/index.c
 */
#include <stdio.h>
#include <string.h>

#include "libmacbpf/world/index.h"
#include "tests/unit/rig.h"

#define MANY 3000

static struct mb_dev devs[MANY];
static struct mb_index by;

static void fill(void)
{
	const struct mb_devs all = { .dev = devs, .count = MANY };

	for (uint32_t i = 0; i < MANY; i++) {
		devs[i] = (struct mb_dev){ .ifindex = i * 7 + 1 };
		snprintf(devs[i].name, sizeof(devs[i].name), "dev%u", i);
		if (i % 3 == 0)
			snprintf(devs[i].hostname, sizeof(devs[i].hostname), "mb%u", i);
	}
	ck_assert(mb_index_add_all(&by, &all));
}

static void empty(void)
{
	mb_index_free(&by);
}

START_TEST(nothing_is_found_where_nothing_is)
{
	struct mb_index none = { 0 };

	ck_assert_ptr_null(mb_index_at(&none, 1));
	ck_assert_ptr_null(mb_index_named(&none, "dev1"));
}
END_TEST

START_TEST(each_is_found_by_all_that_it_is_called)
{
	char name[MB_IFNAME_LEN];

	for (uint32_t i = 0; i < MANY; i++) {
		ck_assert_ptr_eq(mb_index_at(&by, devs[i].ifindex), &devs[i]);
		ck_assert_ptr_eq(mb_index_named(&by, devs[i].name), &devs[i]);
		snprintf(name, sizeof(name), "mb%u", i);
		ck_assert_ptr_eq(mb_index_named(&by, name), i % 3 ? NULL : &devs[i]);
	}
	ck_assert_ptr_null(mb_index_at(&by, 0));
	ck_assert_ptr_null(mb_index_at(&by, 2));
	ck_assert_ptr_null(mb_index_named(&by, ""));
	ck_assert_ptr_null(mb_index_named(&by, "dev"));
}
END_TEST

START_TEST(what_is_renamed_is_found_by_its_new_name_alone)
{
	snprintf(devs[5].name, sizeof(devs[5].name), "eth0");
	ck_assert(mb_index_add(&by, &devs[5]));
	ck_assert_ptr_eq(mb_index_named(&by, "eth0"), &devs[5]);
	ck_assert_ptr_null(mb_index_named(&by, "dev5"));
	ck_assert_ptr_eq(mb_index_at(&by, 36), &devs[5]);
}
END_TEST

START_TEST(what_is_gone_is_not_found_and_hides_nobody)
{
	for (uint32_t i = 0; i < MANY; i += 2)
		devs[i] = (struct mb_dev){ 0 };
	for (uint32_t i = 0; i < MANY; i++)
		ck_assert_ptr_eq(mb_index_at(&by, i * 7 + 1), i % 2 ? &devs[i] : NULL);
	ck_assert_ptr_null(mb_index_named(&by, "dev4"));
	ck_assert_ptr_eq(mb_index_named(&by, "dev5"), &devs[5]);
}
END_TEST

START_TEST(what_is_added_again_takes_no_more_room)
{
	size_t taken = by.taken;

	for (uint32_t i = 0; i < MANY; i++)
		ck_assert(mb_index_add(&by, &devs[i]));
	ck_assert_uint_eq(by.taken, taken);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_checked_fixture(tc, fill, empty);
	tcase_add_test(tc, nothing_is_found_where_nothing_is);
	tcase_add_test(tc, each_is_found_by_all_that_it_is_called);
	tcase_add_test(tc, what_is_renamed_is_found_by_its_new_name_alone);
	tcase_add_test(tc, what_is_gone_is_not_found_and_hides_nobody);
	tcase_add_test(tc, what_is_added_again_takes_no_more_room);
}

int main(void)
{
	return rig_main("index", add_tests);
}
